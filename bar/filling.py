"""A ledger with a long past: transfers written in bulk as posting would have written them one by one."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.ledgers import chain
from app.ledgers.models import Account, Ledger
from app.ledgers.statements import ACCOUNT, ENTRY, QUEUE, TRANSFER

AT_ONCE = 5_000
Row = dict[str, Any]


def fill(session: Session, ledger_id: UUID | None, accounts: Sequence[UUID], transfers: int) -> None:
    """Write so many transfers between accounts without limits, and give them their places; commits."""
    ledger = session.get_one(Ledger, ledger_id)
    chance = random.Random(11)
    stands: dict[UUID, tuple[int, int]] = {}
    for account_id in accounts:
        account = session.get_one(Account, account_id)
        stands[account_id] = (account.entries_count, account.balance)
    at = clock.now() - timedelta(days=400)
    here = {"ledger_id": ledger.id, "territory_id": ledger.territory_id}
    for first in range(0, transfers, AT_ONCE):
        made: list[Row] = []
        for _ in range(min(AT_ONCE, transfers - first)):
            at += timedelta(seconds=60)
            payer, payee = chance.sample(list(accounts), 2)
            made.append(
                {**here, "id": new_id(), "payer_id": payer, "payee_id": payee,
                 "amount": chance.randint(1, 120), "reason": "exchange", "created_at": at}
            )  # fmt: skip
        session.execute(sa.insert(TRANSFER), made)
        session.execute(sa.insert(ENTRY), [entry for one in made for entry in _entries(one, stands)])
        session.execute(sa.insert(QUEUE), [{**here, "transfer_id": one["id"]} for one in made])
    _stand(session, stands)
    session.commit()
    chain.link_all(session)


def _entries(one: Row, stands: dict[UUID, tuple[int, int]]) -> list[Row]:
    entries = []
    for account_id, amount in ((one["payer_id"], -one["amount"]), (one["payee_id"], one["amount"])):
        number, balance = stands[account_id]
        stands[account_id] = number + 1, balance + amount
        entries.append(
            {"account_id": account_id, "number": number + 1, "territory_id": one["territory_id"],
             "transfer_id": one["id"], "amount": amount, "balance_after": balance + amount}
        )  # fmt: skip
    return entries


def _stand(session: Session, stands: dict[UUID, tuple[int, int]]) -> None:
    session.execute(
        sa.update(ACCOUNT)
        .where(ACCOUNT.c.id == sa.bindparam("account"))
        .values(entries_count=sa.bindparam("number"), balance=sa.bindparam("stand")),
        [
            {"account": account_id, "number": number, "stand": balance}
            for account_id, (number, balance) in stands.items()
        ],
    )
