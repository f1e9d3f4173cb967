"""Piles of paper cheques: kept as typed, taken back row by row, cleared up."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Ledger, Refusal, Transfer, _, clock, reverse
from plugins.time_bank.batch_reading import amount_typed
from plugins.time_bank.models import Batch, BatchRow, Cheque

FIELDS = ("number", "payer", "why_other_payer", "payee", "amount", "day", "what")
MOST_CHEQUES = 200
LONGEST_TYPED = 500


def open_batch(
    session: Session,
    *,
    ledger: Ledger,
    batch_id: UUID,
    entered_by_id: UUID,
    counted_cheques: int,
    counted_amount: int,
) -> Batch:
    """Begin a pile with what was counted by hand, once for each ``batch_id``."""
    if (found := session.get(Batch, batch_id)) is not None:
        return found
    count(counted_cheques, counted_amount)
    batch = Batch(
        id=batch_id,
        territory_id=ledger.territory_id,
        ledger_id=ledger.id,
        entered_by_id=entered_by_id,
        counted_cheques=counted_cheques,
        counted_amount=counted_amount,
        rows=[],
    )
    session.add(batch)
    session.flush()
    return batch


def count(cheques: int, amount: int) -> None:
    """Refuse control totals that no pile can have."""
    if not 1 <= cheques <= MOST_CHEQUES:
        raise Refusal(
            _("Between 1 and %(most)s cheques. Make two piles of more.", most=MOST_CHEQUES),
            field="counted_cheques",
        )
    if amount <= 0:
        raise Refusal(_("This must be more than nothing."), field="counted_amount")


def keep(session: Session, batch: Batch, typed: Mapping[int, Mapping[str, str]]) -> None:
    """Keep the rows of a draft as they were typed, by place; rows without a word are dropped.

    Raises:
        Refusal: it was posted meanwhile.
    """
    still_a_draft(batch)
    known = {row.place: row for row in batch.rows}
    for place, values in sorted(typed.items()):
        words = {name: _tidy(values.get(name, "")) for name in FIELDS}
        row = known.get(place)
        if not any(words.values()):
            if row is not None:
                batch.rows.remove(row)
            continue
        if row is None:
            row = BatchRow(batch_id=batch.id, territory_id=batch.territory_id, place=place)
            batch.rows.append(row)
        for name, value in words.items():
            setattr(row, name, value)
        row.set_aside = bool(values.get("set_aside"))
    batch.rows.sort(key=lambda row: row.place)
    session.flush()


def _tidy(typed: str) -> str:
    return " ".join(typed.replace("\x00", "").split())[:LONGEST_TYPED]


def discard(session: Session, batch: Batch) -> None:
    """Throw a draft away.

    Raises:
        Refusal: it was posted.
    """
    still_a_draft(batch)
    session.delete(batch)
    session.flush()


def still_a_draft(batch: Batch) -> None:
    """Refuse to change what was posted."""
    if batch.posted_at is not None:
        raise Refusal(_("This pile was already posted."))


def take_back(session: Session, *, batch: Batch, place: int, why: str, by_id: UUID) -> Transfer:
    """Undo what one row of a posted pile moved; its cheque may then be entered again.

    Raises:
        Refusal: there is no such row, it was taken back before, or a limit says no.
    """
    row = session.get(BatchRow, (batch.id, place))
    if row is None or row.transfer_id is None:
        raise Refusal(_("This row moved nothing."))
    return reverse(
        session, row.transfer_id, key=f"cheque:back:{row.transfer_id}", memo=why, entered_by_id=by_id
    )


def clear(session: Session, rows: Sequence[BatchRow]) -> None:
    """Note that rows that were set aside need nothing any more."""
    for row in rows:
        row.cleared_at = row.cleared_at or clock.now()
    session.flush()


def enter_again(
    session: Session, *, ledger: Ledger, rows: Sequence[BatchRow], batch_id: UUID, entered_by_id: UUID
) -> Batch:
    """Begin a new pile with rows that were set aside before, as they were typed.

    Raises:
        Refusal: no row was chosen.
    """
    if not rows:
        raise Refusal(_("Choose at least one cheque."))
    batch = Batch(
        id=batch_id,
        territory_id=ledger.territory_id,
        ledger_id=ledger.id,
        entered_by_id=entered_by_id,
        counted_cheques=len(rows),
        counted_amount=sum(amount_typed(row.amount, ledger) or 0 for row in rows),
        rows=[],
    )
    session.add(batch)
    session.flush()
    typed: dict[int, dict[str, Any]] = {
        place: {name: getattr(row, name) for name in FIELDS} for place, row in enumerate(rows, start=1)
    }
    keep(session, batch, typed)
    clear(session, rows)
    return batch


def batch_of_cheque(session: Session, cheque: Cheque) -> BatchRow | None:
    """Return the row that entered a cheque last."""
    if cheque.transfer_id is None:
        return None
    return session.scalar(sa.select(BatchRow).where(BatchRow.transfer_id == cheque.transfer_id))
