"""Paper notes: what was printed, where it is kept, what is out; no stock ever gives what it does not have.

Units on paper stand on an account of their own, so that what is issued is what is on accounts and on paper
together, and the fund guarantees both alike.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Account, Ledger, Member, Refusal, Subnetwork, _, reverse
from plugins.local_currency import named_accounts
from plugins.local_currency.notes_models import NoteMove, NoteOperation, NotePlace, NoteSeries
from plugins.local_currency.notes_queries import lines_of, out, stock_of
from plugins.local_currency.notes_recording import (
    Quantities,
    change_stock,
    insert,
    lock,
    record,
    series_written,
    write_line,
    written,
)


def add_series(
    session: Session,
    subnetwork: Subnetwork,
    *,
    name: str,
    value: int,
    printed_on: date,
    first_number: int,
    last_number: int,
    place: NotePlace,
    key: str,
    by: Member,
) -> NoteSeries:
    """Enter notes that came from the printer into a stock.

    Args:
        value: of each note, in hundredths of units.

    Raises:
        Refusal: the numbers are in no order, there is a series of that name and value, or the key came with
            another one.
    """
    if last_number < first_number:
        raise Refusal(_("The last number comes after the first."), field="last_number")
    lock(session, place.id)
    asked = (name, value, printed_on, first_number, last_number)
    made = series_written(session, subnetwork, asked, to=place, key=key)
    if made is not None:
        return made
    if session.scalar(
        sa.select(NoteSeries.id).where(
            NoteSeries.subnetwork_id == subnetwork.id, NoteSeries.name == name, NoteSeries.value == value
        )
    ):
        raise Refusal(_("There is a series of that name and value already."), field="name")
    series = NoteSeries(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        name=name,
        value=value,
        printed_on=printed_on,
        first_number=first_number,
        last_number=last_number,
    )
    session.add(series)
    session.flush()
    printed = {series.id: last_number - first_number + 1}
    record(session, subnetwork, NoteMove.PRINTED, printed, to=place, key=key, by=by)
    return series


def move(
    session: Session,
    subnetwork: Subnetwork,
    quantities: Quantities,
    *,
    from_place: NotePlace,
    to_place: NotePlace,
    key: str,
    by: Member,
    memo: str = "",
) -> NoteOperation:
    """Bring notes from one stock to another, once for each ``key``.

    Raises:
        Refusal: they are not in the first stock, or the two are the same.
    """
    if from_place.id == to_place.id:
        raise Refusal(_("Choose two different places."), field="to_place")
    return record(
        session,
        subnetwork,
        NoteMove.MOVED,
        quantities,
        taken=from_place,
        to=to_place,
        key=key,
        by=by,
        memo=memo,
    )


def take_out(
    session: Session,
    subnetwork: Subnetwork,
    kind: NoteMove,
    quantities: Quantities,
    *,
    place: NotePlace,
    memo: str,
    key: str,
    by: Member,
) -> NoteOperation:
    """Enter that notes of a stock were destroyed, or lost before anybody had them.

    Raises:
        Refusal: they are not in the stock, or nobody says why.
    """
    if not memo:
        raise Refusal(_("Say why, so that others understand."), field="memo")
    if kind not in (NoteMove.DESTROYED, NoteMove.LOST):
        raise ValueError("only notes that are gone leave a stock like this")
    return record(session, subnetwork, kind, quantities, taken=place, key=key, by=by, memo=memo)


def hand_out(
    session: Session,
    subnetwork: Subnetwork,
    ledger: Ledger,
    quantities: Quantities,
    *,
    place: NotePlace,
    account: Account,
    key: str,
    by: Member,
) -> NoteOperation:
    """Hand out notes at a desk; as many units leave the account of who gets them.

    Raises:
        Refusal: the desk does not have them, or the account not so much.
    """
    paper = named_accounts.find_or_open(session, ledger, named_accounts.PAPER)
    return record(
        session, subnetwork, NoteMove.ISSUED, quantities, taken=place, key=key, by=by,
        payer=account, payee=paper, ledger=ledger,
    )  # fmt: skip


def take_back(
    session: Session,
    subnetwork: Subnetwork,
    ledger: Ledger,
    quantities: Quantities,
    *,
    place: NotePlace,
    account: Account,
    key: str,
    by: Member,
) -> NoteOperation:
    """Take notes back at a desk; as many units come onto an account.

    Raises:
        Refusal: not so many notes are out, or the key came with other content.
    """
    lock(session, place.id)
    wanted = NoteOperation(kind=NoteMove.RETURNED, to_id=place.id, account_id=account.id)
    made = written(session, subnetwork, wanted, quantities, key=key)
    if made is not None:
        return made
    paper = named_accounts.find_or_open(session, ledger, named_accounts.PAPER)
    session.refresh(paper, with_for_update=True)
    there = out(session, subnetwork.id)
    for series_id, quantity in quantities.items():
        if quantity > there.get(series_id, 0):
            raise Refusal(_("More notes of a series would come back than are out. Count them again."))
    return record(
        session, subnetwork, NoteMove.RETURNED, quantities, to=place, key=key, by=by,
        payer=paper, payee=account, ledger=ledger,
    )  # fmt: skip


def count(
    session: Session,
    subnetwork: Subnetwork,
    counted: Quantities,
    *,
    place: NotePlace,
    seen: Quantities,
    memo: str,
    key: str,
    by: Member,
) -> NoteOperation | None:
    """Enter what a count of a stock found; ``None`` when it is what the books say.

    Args:
        seen: what the books said when the form was shown.

    Raises:
        Refusal: there is a difference and nobody explains it, notes moved meanwhile, or the key came with
            other content.
    """
    lock(session, place.id)
    differences = {
        one: counted[one] - seen.get(one, 0) for one in counted if counted[one] != seen.get(one, 0)
    }
    wanted = NoteOperation(kind=NoteMove.COUNTED, to_id=place.id)
    made = written(session, subnetwork, wanted, differences, key=key)
    if made is not None:
        return made
    books = stock_of(session, place.id)
    if any(books.get(series_id, 0) != seen.get(series_id, 0) for series_id in counted):
        raise Refusal(_("Notes were moved since this page was opened. Count again, from what it says now."))
    if not differences:
        return None
    if not memo:
        raise Refusal(_("There is a difference: say what may explain it."), field="memo")
    return record(session, subnetwork, NoteMove.COUNTED, differences, to=place, key=key, by=by, memo=memo)


def undo(
    session: Session, subnetwork: Subnetwork, operation: NoteOperation, *, why: str, key: str, by: Member
) -> NoteOperation:
    """Undo an operation by its opposite: notes and units go back together, once.

    Raises:
        Refusal: it was undone before, is an undoing itself, notes or units are no longer there, or the key
            came with other content.
    """
    lock(session, operation.from_id, operation.to_id)
    back = _opposite(operation)
    made = written(session, subnetwork, back, key=key)
    if made is not None:
        return made
    if operation.undoes_id is not None or operation.kind == NoteMove.COUNTED:
        raise Refusal(_("This cannot be undone. Enter the opposite instead."))
    if session.scalar(sa.select(NoteOperation.id).where(NoteOperation.undoes_id == operation.id)):
        raise Refusal(_("This was undone before."))
    operation_made = insert(session, subnetwork, back, key=key, by=by, memo=why)
    for line in lines_of(session, operation.id):
        change_stock(session, subnetwork, line.series_id, line.quantity, back)
        write_line(session, operation_made, line.series_id, line.quantity)
    if operation.transfer_id is not None:
        undone = reverse(
            session, operation.transfer_id, key=f"notes:{operation_made.id}", memo=why, entered_by_id=by.id
        )
        operation_made.transfer_id = undone.id
    session.flush()
    return operation_made


def _opposite(operation: NoteOperation) -> NoteOperation:
    return NoteOperation(
        kind=operation.kind,
        from_id=operation.to_id,
        to_id=operation.from_id,
        amount=operation.amount,
        account_id=operation.account_id,
        undoes_id=operation.id,
    )
