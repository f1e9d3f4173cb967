"""Writing an operation with notes: its lines, the stocks it changes, the units it moves; all or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Ledger,
    Member,
    Refusal,
    Subnetwork,
    Transfer,
    _,
    amount_in_words,
    ngettext,
    transfer,
)
from plugins.local_currency import notes_queries
from plugins.local_currency.notes_models import (
    NoteLine,
    NoteMove,
    NoteOperation,
    NotePlace,
    NoteSeries,
    NoteStock,
)
from plugins.local_currency.services import SCALE

Quantities = Mapping[UUID, int]
"""How many notes of each series, by its id."""


def lock(session: Session, *place_ids: UUID | None) -> None:
    """Let nobody else move notes of these places meanwhile; asked for before any account, always in order."""
    wanted = sorted(place_id for place_id in place_ids if place_id is not None)
    session.execute(
        sa.select(NotePlace.id).where(NotePlace.id.in_(wanted)).order_by(NotePlace.id).with_for_update()
    ).all()


def record(
    session: Session,
    subnetwork: Subnetwork,
    kind: NoteMove,
    quantities: Quantities,
    *,
    key: str,
    by: Member,
    taken: NotePlace | None = None,
    to: NotePlace | None = None,
    memo: str = "",
    payer: Account | None = None,
    payee: Account | None = None,
    ledger: Ledger | None = None,
) -> NoteOperation:
    """Write an operation with its lines, change the stocks, move the units; all or nothing.

    Raises:
        Refusal: a place has too few notes, a limit of the ledger, nothing was written down, or the key came
            with other content.
    """
    lock(session, *(place.id for place in (taken, to) if place is not None))
    quantities = _some(quantities)
    holder = payee if kind == NoteMove.RETURNED else payer
    wanted = NoteOperation(
        kind=kind,
        from_id=None if taken is None else taken.id,
        to_id=None if to is None else to.id,
        account_id=None if holder is None else holder.id,
    )
    before = written(session, subnetwork, wanted, quantities, key=key)
    if before is not None:
        return before
    if not quantities:
        raise Refusal(_("Write how many notes."))
    values = notes_queries.values_of(session, subnetwork.id)
    wanted.amount = abs(sum(values[series_id] * quantity for series_id, quantity in quantities.items()))
    made = insert(session, subnetwork, wanted, key=key, by=by, memo=memo)
    for series_id in sorted(quantities):  # always in the same order, so that none waits in a ring
        change_stock(session, subnetwork, series_id, quantities[series_id], made)
        write_line(session, made, series_id, quantities[series_id])
    if payer is not None and payee is not None and holder is not None and ledger is not None:
        made.transfer_id = _units(session, ledger, made, payer, payee, holder, by).id
    session.flush()
    return made


def written(
    session: Session,
    subnetwork: Subnetwork,
    wanted: NoteOperation,
    quantities: Quantities | None = None,
    *,
    key: str,
) -> NoteOperation | None:
    """Return the operation that this form made before, so that sent twice it happens once.

    Args:
        quantities: of its lines; ``None``: whatever they are.

    Raises:
        Refusal: the form came with other content the first time.
    """
    found = notes_queries.operation_of(session, subnetwork.id, key)
    if found is None:
        return None
    names = ("kind", "from_id", "to_id", "account_id", "undoes_id")
    same = all(getattr(found, name) == getattr(wanted, name) for name in names)
    if quantities is not None and same:
        lines = notes_queries.lines_of(session, found.id)
        same = {line.series_id: line.quantity for line in lines} == _some(quantities)
    if not same:
        raise _other_content()
    return found


def series_written(
    session: Session,
    subnetwork: Subnetwork,
    asked: tuple[str, int, date, int, int],
    *,
    to: NotePlace,
    key: str,
) -> NoteSeries | None:
    """Return the series that this form entered before, so that sent twice it happens once.

    Args:
        asked: its name, its value, when it was printed, its first and its last number.

    Raises:
        Refusal: the form came with other content the first time.
    """
    made = written(session, subnetwork, NoteOperation(kind=NoteMove.PRINTED, to_id=to.id), key=key)
    if made is None:
        return None
    (line,) = notes_queries.lines_of(session, made.id)
    found = session.get_one(NoteSeries, line.series_id)
    if (found.name, found.value, found.printed_on, found.first_number, found.last_number) != asked:
        raise _other_content()
    return found


def _some(quantities: Quantities) -> dict[UUID, int]:
    return {series_id: quantity for series_id, quantity in quantities.items() if quantity}


def _other_content() -> Refusal:
    return Refusal(_("This was already sent with another content. Load the page again, then retry."))


def _units(
    session: Session,
    ledger: Ledger,
    made: NoteOperation,
    payer: Account,
    payee: Account,
    holder: Account,
    by: Member,
) -> Transfer:
    return transfer(
        session,
        ledger=ledger,
        payer_id=payer.id,
        payee_id=payee.id,
        amount=made.amount,
        reason="paper",
        key=f"notes:{made.id}",
        memo=_("Onto paper") if made.kind == NoteMove.ISSUED else _("Back from paper"),
        entered_by_id=by.id,
        entered_for_id=holder.member_id,
    )


def insert(
    session: Session, subnetwork: Subnetwork, wanted: NoteOperation, *, key: str, by: Member, memo: str
) -> NoteOperation:
    """Write an operation, unless the form that asks for it is being worked on at this moment."""
    wanted.territory_id, wanted.subnetwork_id = subnetwork.territory_id, subnetwork.id
    wanted.key, wanted.by_id, wanted.memo = key, by.id, memo
    try:
        with session.begin_nested():
            session.add(wanted)
    except IntegrityError as error:  # sent twice at once: the other one is doing it
        raise Refusal(_("This is being entered already. Load the page again.")) from error
    return wanted


def write_line(session: Session, made: NoteOperation, series_id: UUID, quantity: int) -> None:
    """Write how many notes of a series an operation moved."""
    session.add(
        NoteLine(territory_id=made.territory_id, operation_id=made.id, series_id=series_id, quantity=quantity)
    )


def change_stock(
    session: Session, subnetwork: Subnetwork, series_id: UUID, quantity: int, operation: NoteOperation
) -> None:
    """Take notes from the place they leave and put them where they come."""
    for place_id, change in ((operation.from_id, -quantity), (operation.to_id, quantity)):
        if place_id is not None:
            _put(session, subnetwork, place_id, series_id, change)


def _put(session: Session, subnetwork: Subnetwork, place_id: UUID, series_id: UUID, change: int) -> None:
    """Change a stock by one statement that also asks whether there are so many."""
    done: Any = session.execute(
        sa.update(NoteStock)
        .where(
            NoteStock.place_id == place_id, NoteStock.series_id == series_id, NoteStock.quantity + change >= 0
        )
        .values(quantity=NoteStock.quantity + change)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount == 1:
        return
    if change < 0:
        raise _too_few(session, place_id, series_id)
    stock = NoteStock(
        territory_id=subnetwork.territory_id, place_id=place_id, series_id=series_id, quantity=change
    )
    try:
        with session.begin_nested():
            session.add(stock)
    except IntegrityError:  # somebody else brought the first ones at this moment
        _put(session, subnetwork, place_id, series_id, change)


def _too_few(session: Session, place_id: UUID, series_id: UUID) -> Refusal:
    there = notes_queries.stock_of(session, place_id).get(series_id, 0)
    series, place = session.get_one(NoteSeries, series_id), session.get_one(NotePlace, place_id)
    return Refusal(
        ngettext(
            "%(place)s has only %(num)s note of %(value)s of the series %(series)s.",
            "%(place)s has only %(num)s notes of %(value)s of the series %(series)s.",
            there,
            place=place.name,
            value=amount_in_words(series.value, "", scale=SCALE).strip(),
            series=series.name,
        )
    )
