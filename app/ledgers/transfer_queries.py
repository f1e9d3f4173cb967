"""Transfers with their names, words, levies and corrections, for those whose accounts they moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers import levies
from app.ledgers.models import Account, AccountHolder, Entry, Hold, Ledger, Transfer, TransferMemo
from app.ledgers.naming import member_names, names_of
from app.ledgers.words import CONFIDENTIAL


@dataclass(frozen=True, kw_only=True)
class TransferView:
    """A transfer with what belongs to it."""

    transfer: Transfer
    ledger: Ledger
    payer: str
    payee: str
    text: str
    levies: Sequence[tuple[str, Transfer]]
    """Those that were posted with it, each with its name."""
    reversed_by: Transfer | None
    entered_by: str | None
    """First name of who entered it."""
    entered_for: str | None
    """First name of the member in whose place it was entered."""


def transfer_for(
    session: Session, transfer_id: UUID, *, member_id: UUID, coordinates: Collection[UUID]
) -> Transfer | None:
    """Return a transfer to who entered it, owns or holds one of its accounts, or coordinates its ledger."""
    sides = sa.or_(Account.id == Transfer.payer_id, Account.id == Transfer.payee_id)
    held = sa.exists().where(AccountHolder.account_id == Account.id, AccountHolder.member_id == member_id)
    is_theirs = sa.exists().where(sides, sa.or_(Account.member_id == member_id, held))
    looked_after = sa.select(Ledger.id).where(Ledger.subnetwork_id.in_(coordinates))
    entered = sa.and_(Transfer.entered_by_id == member_id, Transfer.reason.not_in(CONFIDENTIAL))
    return session.scalar(
        sa.select(Transfer).where(
            Transfer.id == transfer_id,
            sa.or_(is_theirs, entered, Transfer.ledger_id.in_(looked_after)),
        )
    )


def entries_of(account_id: UUID) -> sa.Select[Any]:
    """Select the movements of an account, each with its transfer to be found by its id."""
    return sa.select(Entry).where(Entry.account_id == account_id)


def holds_on(account_id: UUID) -> sa.Select[Any]:
    """Select what is or was set aside on an account, for it or by it."""
    return sa.select(Hold).where(sa.or_(Hold.payer_id == account_id, Hold.payee_id == account_id))


def views_of(session: Session, transfer_ids: Sequence[UUID]) -> list[TransferView]:
    """Return transfers with what belongs to them, in the order of their ids."""
    found = {one.id: one for one in session.scalars(sa.select(Transfer).where(Transfer.id.in_(transfer_ids)))}
    parts = session.scalars(
        sa.select(Transfer)
        .where(Transfer.part_of_id.in_(found), Transfer.reason == levies.REASON)
        .order_by(Transfer.id)
    ).all()
    undone = {
        one.reverses_id: one
        for one in session.scalars(sa.select(Transfer).where(Transfer.reverses_id.in_(found)))
    }
    names = names_of(session, {side for one in found.values() for side in (one.payer_id, one.payee_id)})
    clerks = member_names(
        session, {clerk for one in found.values() for clerk in (one.entered_by_id, one.entered_for_id)}
    )
    memos = _memos(session, [*found, *(one.id for one in parts)])
    ids = {one.ledger_id for one in found.values()}
    ledgers = {one.id: one for one in session.scalars(sa.select(Ledger).where(Ledger.id.in_(ids)))}
    return [
        TransferView(
            transfer=one,
            ledger=ledgers[one.ledger_id],
            payer=names[one.payer_id],
            payee=names[one.payee_id],
            text=memos.get(one.id, ""),
            levies=[(memos.get(part.id, ""), part) for part in parts if part.part_of_id == one.id],
            reversed_by=undone.get(one.id),
            entered_by=clerks.get(one.entered_by_id) if one.entered_by_id else None,
            entered_for=clerks.get(one.entered_for_id) if one.entered_for_id else None,
        )
        for one in (found[transfer_id] for transfer_id in transfer_ids if transfer_id in found)
    ]


def _memos(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        sa.select(TransferMemo.transfer_id, TransferMemo.text).where(TransferMemo.transfer_id.in_(ids))
    )
    return dict(rows.all())
