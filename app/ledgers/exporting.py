"""A whole ledger as one JSON document, from which an outsider can recompute everything.

It holds opaque ids, amounts and codes, never a name or a memo. Written line by line, so that a large
ledger needs no more memory than a small one. Described in docs/ledgers-export.md.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.canonical import canonical, shape
from app.ledgers.chain import head
from app.ledgers.models import Account, AccountGroup, Entry, Hold, HoldState, Ledger, Levy, LinkQueue
from app.ledgers.walk import rows

FORMAT = "together-ledger/1"


def lines(session: Session, ledger_id: UUID) -> Iterator[str]:
    """Yield the lines of the document; its transfers in posting order, one a line."""
    ledger = session.get_one(Ledger, ledger_id)
    last = head(session, ledger_id)
    yield "{"
    yield f'"format": {_json(FORMAT)},'
    yield f'"ledger": {_json(_rules(session, ledger))},'
    yield f'"head": {_json({"number": last.number, "digest": last.hex})},'
    yield f'"accounts": {_json(_accounts(session, ledger_id))},'
    yield f'"holds": {_json(_holds(session, ledger_id))},'
    yield '"transfers": ['
    for place, row in enumerate(rows(session, ledger_id), 1):
        transfer = canonical(shape(row, row.link_number)).decode()
        comma = "," if place < last.number else ""
        yield f'{{"digest":"{row.digest.hex()}","transfer":{transfer}}}{comma}'
    yield "]}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> str:
    return str(value.isoformat()) if isinstance(value, datetime) else str(value)


def _rules(session: Session, ledger: Ledger) -> dict[str, Any]:
    levies = session.scalars(sa.select(Levy).where(Levy.ledger_id == ledger.id).order_by(Levy.id))
    groups = session.scalars(
        sa.select(AccountGroup).where(AccountGroup.ledger_id == ledger.id).order_by(AccountGroup.id)
    )
    return {
        "id": ledger.id,
        "plugin": ledger.plugin,
        "purpose": ledger.purpose,
        "unit": ledger.unit,
        "scale": ledger.scale,
        "floor": ledger.floor,
        "ceiling": ledger.ceiling,
        "on_limit": ledger.on_limit,
        "welcome": ledger.welcome,
        "opened_at": ledger.created_at,
        "stopped_at": ledger.stopped_at,
        "levies": [
            {
                "id": levy.id,
                "account": levy.account_id,
                "rate": levy.rate,
                "fixed": levy.fixed,
                "paid_by": levy.paid_by,
                "since": levy.created_at,
                "ended_at": levy.ended_at,
            }
            for levy in levies
        ],
        "groups": [
            {"id": group.id, "floor": group.floor, "ceiling": group.ceiling, "on_limit": group.on_limit}
            for group in groups
        ],
    }


def _accounts(session: Session, ledger_id: UUID) -> list[dict[str, Any]]:
    """Return the accounts as they stand after the last transfer of the chain."""
    later = {
        account_id: (int(amount), count)
        for account_id, amount, count in session.execute(
            sa.select(Entry.account_id, sa.func.sum(Entry.amount), sa.func.count())
            .join(LinkQueue, LinkQueue.transfer_id == Entry.transfer_id)
            .where(LinkQueue.ledger_id == ledger_id)
            .group_by(Entry.account_id)
        )
    }
    accounts = session.scalars(sa.select(Account).where(Account.ledger_id == ledger_id).order_by(Account.id))
    return [_account(account, *later.get(account.id, (0, 0))) for account in accounts]


def _account(account: Account, later_amount: int, later_entries: int) -> dict[str, Any]:
    return {
        "id": account.id,
        "kind": account.kind,
        "balance": account.balance - later_amount,
        "entries": account.entries_count - later_entries,
        "held": account.held,
        "expected": account.expected,
        "floor": account.floor,
        "ceiling": account.ceiling,
        "group": account.group_id,
        "closed_at": account.closed_at,
    }


def _holds(session: Session, ledger_id: UUID) -> list[dict[str, Any]]:
    open_ones = session.scalars(
        sa.select(Hold).where(Hold.ledger_id == ledger_id, Hold.state == HoldState.OPEN).order_by(Hold.id)
    )
    return [
        {
            "id": hold.id,
            "payer": hold.payer_id,
            "payee": hold.payee_id,
            "amount": hold.amount,
            "levies": hold.levies,
            "exchange": hold.exchange_id,
        }
        for hold in open_ones
    ]
