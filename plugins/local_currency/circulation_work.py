"""Who collects units and cannot spend them: the work list of those who look after a currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.plugin_api import Account, AccountKind, Ledger, Transfer
from plugins.local_currency.circulation import PEOPLES, kept, start_of
from plugins.local_currency.directory import Entry, sellers_for

DAYS = 90
ENOUGH = 30
"""Days of spending that may lie on an account without anybody worrying."""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What an organisation received and what it did with it in the latest days, in the smallest unit."""

    received: int = 0
    spent: int = 0
    changed_back: int = 0


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """An organisation with units that it does not manage to spend."""

    entry: Entry
    stock: int
    flow: Flow
    sellers: tuple[Entry, ...]
    """Who sells what it says it buys."""

    @property
    def days_of_stock(self) -> int | None:
        """For how many days its stock lasts as it spends now, ``None`` when it spends nothing."""
        return days_of_stock(self.stock, self.flow.spent)

    @property
    def too_much(self) -> int:
        """What lies there beyond a month of spending."""
        return beyond(self.stock, self.flow.spent)


def days_of_stock(stock: int, spent: int, days: int = DAYS) -> int | None:
    """Return for how many whole days a stock lasts, at what was spent in ``days``."""
    return stock * days // spent if spent > 0 else None


def beyond(stock: int, spent: int, days: int = DAYS) -> int:
    """Return what of a stock is more than ``ENOUGH`` days of spending."""
    return max(0, stock - spent * ENOUGH // days)


def stuck(
    session: Session, ledger: Ledger, entries: Sequence[Entry], *, today: date, zone: str
) -> list[Stuck]:
    """Return organisations with more than a month of spending on their account, the largest sum first."""
    flows = flows_of(session, ledger, today=today, zone=zone)
    rows = session.execute(
        sa.select(Account.id, Account.balance).where(
            Account.ledger_id == ledger.id, Account.kind == AccountKind.ORGANISATION, Account.balance > 0
        )
    )
    stocks: dict[UUID, int] = {account_id: balance for account_id, balance in rows}  # noqa: C416
    found = []
    for one in entries:
        account_id = one.organisation.account_id
        stock = stocks.get(account_id, 0) if account_id is not None else 0
        flow = flows.get(account_id, Flow()) if account_id is not None else Flow()
        if beyond(stock, flow.spent):
            found.append(Stuck(entry=one, stock=stock, flow=flow, sellers=tuple(sellers_for(entries, one))))
    return sorted(found, key=lambda one: (-one.too_much, one.entry.organisation.name_key))


def flows_of(session: Session, ledger: Ledger, *, today: date, zone: str) -> dict[UUID, Flow]:
    """Return what came in and went out of each organisation's account in the latest days."""
    payer, payee = aliased(Account), aliased(Account)
    since = start_of(today - timedelta(days=DAYS), zone)
    rows: list[Any] = []
    for side, organisation in ((Transfer.payee_id, payee), (Transfer.payer_id, payer)):
        way = sa.case(
            (payee.kind == AccountKind.ISSUANCE, "changed_back"),
            (
                sa.and_(payer.kind.in_(PEOPLES), payee.kind.in_(PEOPLES)),
                "received" if organisation is payee else "spent",
            ),
        )
        rows += session.execute(
            sa.select(
                side.label("account_id"), way.label("way"), sa.func.sum(Transfer.amount).label("amount")
            )
            .join(payer, payer.id == Transfer.payer_id)
            .join(payee, payee.id == Transfer.payee_id)
            .where(
                Transfer.ledger_id == ledger.id,
                Transfer.created_at >= since,
                organisation.kind == AccountKind.ORGANISATION,
                kept(),
            )
            .group_by(side, way)
        ).all()
    sums: dict[UUID, dict[str, int]] = {}
    for row in rows:
        if row.way is not None:
            sums.setdefault(row.account_id, {})[row.way] = int(row.amount)
    return {account_id: Flow(**flow) for account_id, flow in sums.items()}
