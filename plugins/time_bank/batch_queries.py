"""Questions about piles of paper cheques."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.plugin_api import Member, Transfer
from plugins.time_bank.cheque_queries import Use, taken_back, uses_of
from plugins.time_bank.models import Batch, BatchRow

NEWEST = 50


def batch(session: Session, ledger_id: UUID, batch_id: UUID) -> Batch | None:
    """Return a pile of a ledger with its rows."""
    return session.scalar(
        sa.select(Batch)
        .where(Batch.id == batch_id, Batch.ledger_id == ledger_id)
        .options(selectinload(Batch.rows))
        .execution_options(populate_existing=True)
    )


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """A pile in the list."""

    batch: Batch
    typed: int
    set_aside: int


def newest(session: Session, ledger_id: UUID) -> list[BatchLine]:
    """Return the newest piles of a ledger, drafts first."""
    rows = session.execute(
        sa.select(
            Batch,
            sa.func.count(BatchRow.place),
            sa.func.count(sa.case((BatchRow.set_aside, 1))),
        )
        .outerjoin(BatchRow, BatchRow.batch_id == Batch.id)
        .where(Batch.ledger_id == ledger_id)
        .group_by(Batch.id)
        .order_by(Batch.posted_at.is_not(None), Batch.created_at.desc())
        .limit(NEWEST)
    )
    return [BatchLine(batch=found, typed=typed, set_aside=aside) for found, typed, aside in rows]


def to_clear(session: Session, ledger_id: UUID) -> list[BatchRow]:
    """Return the rows of posted piles that were set aside and are not cleared up, the oldest first."""
    return list(
        session.scalars(
            sa.select(BatchRow)
            .join(Batch, Batch.id == BatchRow.batch_id)
            .where(
                Batch.ledger_id == ledger_id,
                Batch.posted_at.is_not(None),
                BatchRow.set_aside,
                BatchRow.cleared_at.is_(None),
            )
            .order_by(Batch.posted_at, BatchRow.place)
        )
    )


@dataclass(frozen=True, kw_only=True)
class PostedRow:
    """A row of a posted pile: what it moved, and whether that was taken back."""

    row: BatchRow
    use: Use | None
    is_back: bool


def posted_rows(session: Session, found: Batch) -> list[PostedRow]:
    """Return the rows of a posted pile with what they moved."""
    ids: Collection[UUID] = [row.transfer_id for row in found.rows if row.transfer_id is not None]
    uses, back = uses_of(session, ids), taken_back(session, ids)
    return [
        PostedRow(
            row=row,
            use=uses.get(row.transfer_id) if row.transfer_id is not None else None,
            is_back=row.transfer_id in back,
        )
        for row in found.rows
    ]


def amount_posted(session: Session, found: Batch) -> int:
    """Return the sum of what a pile moved, taken back or not."""
    total = session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Transfer.amount), 0)).where(
            Transfer.id.in_(sa.select(BatchRow.transfer_id).where(BatchRow.batch_id == found.id))
        )
    )
    return int(total or 0)


def name_of(session: Session, member_id: UUID) -> str:
    """Return the first name of who entered a pile."""
    return session.get_one(Member, member_id).first_name
