"""Books of paper cheques: printed with numbers, given to members, cancelled, used once."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.plugin_api import Ledger, Refusal, Subnetwork, Territory, Transfer, _, clock
from plugins.time_bank.cheque_numbers import cheque_number, running_of
from plugins.time_bank.models import Cheque, ChequeBook, ChequeState

USUAL_CHEQUES = 10
MOST_CHEQUES = 100


def print_book(
    session: Session,
    *,
    ledger: Ledger,
    book_id: UUID,
    cheques: int,
    member_id: UUID | None = None,
    made_by_id: UUID | None = None,
) -> ChequeBook:
    """Number the cheques of a new book, once for each ``book_id``.

    Args:
        member_id: whose cheques they are; ``None``: they go to the stock and are given later.

    Raises:
        Refusal: too few or too many cheques, or another book was printed under this id.
    """
    if not 1 <= cheques <= MOST_CHEQUES:
        raise Refusal(_("Between 1 and %(most)s cheques.", most=MOST_CHEQUES), field="cheques")
    session.refresh(ledger, with_for_update=True)  # two who print at once get numbers one after the other
    found = session.get(ChequeBook, book_id)
    if found is not None:
        return _same_book(session, found, ledger, cheques, member_id)
    book = ChequeBook(
        id=book_id,
        territory_id=ledger.territory_id,
        ledger_id=ledger.id,
        number=1 + _last_book(session, ledger.id),
        member_id=member_id,
        made_by_id=made_by_id,
        given_at=clock.now() if member_id is not None else None,
    )
    session.add(book)
    session.flush()
    year = clock.today(session.get_one(Territory, ledger.territory_id).time_zone).year
    first = 1 + _last_running(session, ledger.id, year)
    session.add_all(
        Cheque(
            territory_id=ledger.territory_id,
            ledger_id=ledger.id,
            book_id=book.id,
            number=cheque_number(year, running),
        )
        for running in range(first, first + cheques)
    )
    session.flush()
    return book


def _same_book(
    session: Session, found: ChequeBook, ledger: Ledger, cheques: int, member_id: UUID | None
) -> ChequeBook:
    """Return a book that was printed before, if it was asked for with the same content."""
    printed = session.scalar(sa.select(sa.func.count()).where(Cheque.book_id == found.id))
    at_once = found.given_at is not None and found.given_at <= found.created_at  # not from the stock later
    before = (found.ledger_id, printed, found.member_id if at_once else None)
    if before != (ledger.id, cheques, member_id):
        raise Refusal(_("This was already sent with another content. Load the page again, then retry."))
    return found


def _last_book(session: Session, ledger_id: UUID) -> int:
    found = session.scalar(sa.select(sa.func.max(ChequeBook.number)).where(ChequeBook.ledger_id == ledger_id))
    return found or 0


def _last_running(session: Session, ledger_id: UUID, year: int) -> int:
    of_this_year = sa.select(Cheque.number).where(
        Cheque.ledger_id == ledger_id, Cheque.number.startswith(f"{year}-")
    )
    longest_first = (sa.func.length(Cheque.number).desc(), Cheque.number.desc())
    last = session.scalar(of_this_year.order_by(*longest_first).limit(1))
    return running_of(last)[1] if last is not None else 0


def give_book(session: Session, book: ChequeBook, *, member_id: UUID) -> None:
    """Give a book of the stock to a member.

    Raises:
        Refusal: it was given to somebody before.
    """
    session.refresh(book, ["member_id", "given_at"], with_for_update=True)  # a join cannot be locked
    if book.member_id is not None and book.member_id != member_id:
        raise Refusal(_("This book was already given to somebody. Print another one."))
    book.member_id, book.given_at = member_id, book.given_at or clock.now()
    session.flush()


def set_apart(session: Session, cheque: Cheque, state: ChequeState) -> None:
    """Cancel a cheque or record that it is lost: it will not be accepted; ``PRINTED`` makes it good again.

    Raises:
        Refusal: it was used meanwhile.
    """
    if state is ChequeState.USED:
        raise ValueError("a cheque is used by what it moves")
    changed = session.execute(
        sa.update(Cheque)
        .where(Cheque.id == cheque.id, Cheque.state != ChequeState.USED)
        .values(state=state)
        .returning(Cheque.id)
    ).all()
    session.expire(cheque, ["state"])
    if not changed:
        raise Refusal(_("This cheque was already used. Undo what it moved instead."))


def set_apart_book(session: Session, book: ChequeBook, state: ChequeState) -> int:
    """Cancel all cheques of a book that nobody has used, or record that they are lost; return how many."""
    changed = session.execute(
        sa.update(Cheque)
        .where(Cheque.book_id == book.id, Cheque.state == ChequeState.PRINTED)
        .values(state=state)
        .returning(Cheque.id)
    ).all()
    session.expire_all()
    return len(changed)


def take_for_use(session: Session, cheque: Cheque) -> bool:
    """Mark a cheque as used if it still may be; of two who use it at once, one does."""
    reversal = aliased(Transfer)
    taken_back = sa.exists().where(reversal.reverses_id == Cheque.transfer_id)
    free = sa.or_(Cheque.state == ChequeState.PRINTED, sa.and_(Cheque.state == ChequeState.USED, taken_back))
    changed = session.execute(
        sa.update(Cheque)
        .where(Cheque.id == cheque.id, free)
        .values(state=ChequeState.USED, times=Cheque.times + 1, transfer_id=None)
        .returning(Cheque.id)
        .execution_options(synchronize_session=False)
    ).all()
    session.expire(cheque, ["state", "times", "transfer_id"])
    return bool(changed)


def key_of(cheque: Cheque) -> str:
    """Return the key of the transfer that a cheque makes, after it was taken for use."""
    again = f":{cheque.times}" if cheque.times > 1 else ""
    return f"cheque:{cheque.number}{again}"


def subnetwork_of(session: Session, ledger: Ledger) -> Subnetwork:
    """Return the sub-network of a ledger."""
    return session.get_one(Subnetwork, ledger.subnetwork_id)
