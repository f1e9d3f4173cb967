"""Questions about books of cheques and single cheques."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from app.plugin_api import Account, Member, Transfer
from plugins.time_bank.models import Cheque, ChequeBook, ChequeState


@dataclass(frozen=True, kw_only=True)
class BookRow:
    """A book in the list: its numbers, and how many of its cheques are in each state."""

    book: ChequeBook
    first: str
    last: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """How many cheques it had."""
        return sum(self.counts.values())


def books_of(session: Session, ledger_id: UUID) -> list[BookRow]:
    """Return the books of a ledger, the newest first."""
    rows = session.execute(
        sa.select(
            Cheque.book_id,
            Cheque.state,
            sa.func.count(),
            sa.func.min(Cheque.number),
            sa.func.max(Cheque.number),
        )
        .where(Cheque.ledger_id == ledger_id)
        .group_by(Cheque.book_id, Cheque.state)
    )
    counts: dict[UUID, dict[str, int]] = {}
    numbers: dict[UUID, list[str]] = {}
    for book_id, state, many, first, last in rows:
        counts.setdefault(book_id, {})[state] = many
        numbers.setdefault(book_id, []).extend((first, last))
    books = session.scalars(
        sa.select(ChequeBook)
        .where(ChequeBook.ledger_id == ledger_id)
        .options(joinedload(ChequeBook.member).joinedload(Member.person))
        .order_by(ChequeBook.number.desc())
    )
    return [
        BookRow(book=book, first=min(numbers[book.id]), last=max(numbers[book.id]), counts=counts[book.id])
        for book in books
        if book.id in numbers
    ]


def book(session: Session, ledger_id: UUID, book_id: UUID) -> ChequeBook | None:
    """Return a book of a ledger with its cheques and its holder."""
    return session.scalar(
        sa.select(ChequeBook)
        .where(ChequeBook.id == book_id, ChequeBook.ledger_id == ledger_id)
        .options(
            joinedload(ChequeBook.member).joinedload(Member.person), sa.orm.selectinload(ChequeBook.cheques)
        )
    )


def cheque(session: Session, ledger_id: UUID, number: str) -> Cheque | None:
    """Return a cheque of a ledger by its number, with its book and holder."""
    return cheques(session, ledger_id, [number]).get(number)


def cheques(session: Session, ledger_id: UUID, numbers: Collection[str]) -> dict[str, Cheque]:
    """Return cheques of a ledger by their numbers, with books and holders; unknown numbers are left out."""
    found = session.scalars(
        sa.select(Cheque)
        .where(Cheque.ledger_id == ledger_id, Cheque.number.in_(numbers))
        .options(joinedload(Cheque.book).joinedload(ChequeBook.member).joinedload(Member.person))
    )
    return {one.number: one for one in found}


def taken_back(session: Session, transfer_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some transfers that were reversed."""
    reversal = aliased(Transfer)
    return set(session.scalars(sa.select(reversal.reverses_id).where(reversal.reverses_id.in_(transfer_ids))))


def in_use(session: Session, ledger_id: UUID) -> int:
    """Return how many printed cheques of a ledger are still out."""
    found = session.scalar(
        sa.select(sa.func.count()).where(Cheque.ledger_id == ledger_id, Cheque.state == ChequeState.PRINTED)
    )
    return found or 0


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a cheque moved; a name is ``None`` for the community."""

    amount: int
    payer: str | None
    payee: str | None


def use_of(session: Session, cheque: Cheque) -> Use | None:
    """Return what a cheque moved last."""
    if cheque.transfer_id is None:
        return None
    return uses_of(session, [cheque.transfer_id]).get(cheque.transfer_id)


def uses_of(session: Session, transfer_ids: Collection[UUID]) -> dict[UUID, Use]:
    """Return amounts and first names of transfers, by id."""
    payer, payee = aliased(Account), aliased(Account)
    rows = session.execute(
        sa.select(Transfer.id, Transfer.amount, payer.member_id, payee.member_id)
        .join(payer, payer.id == Transfer.payer_id)
        .join(payee, payee.id == Transfer.payee_id)
        .where(Transfer.id.in_(transfer_ids))
    ).all()
    ids = {member_id for row in rows for member_id in row[2:] if member_id is not None}
    names: dict[UUID | None, str] = {
        one.id: one.first_name for one in session.scalars(sa.select(Member).where(Member.id.in_(ids)))
    }
    return {
        transfer_id: Use(amount=amount, payer=names.get(paying), payee=names.get(paid))
        for transfer_id, amount, paying, paid in rows
    }
