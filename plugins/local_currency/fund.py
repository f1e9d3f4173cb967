"""The guarantee fund: one euro for each unit, in a ledger of its own, provable from the entries of both."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    AccountKind,
    Entry,
    Ledger,
    Subnetwork,
    Territory,
    _,
    community_account,
    find_ledger,
    issuance_account,
    issued_units,
    open_account,
    open_ledger,
    set_own_limits,
    speaking,
    transfer,
)
from plugins.local_currency import services, slips
from plugins.local_currency.desk_models import Desk, Fund, Means, SlipKind

PURPOSE = "fund"
SCALE = 2


def find(session: Session, subnetwork_id: UUID) -> Fund | None:
    """Return the fund of a currency, ``None`` while nothing was ever entered in it."""
    return session.get(Fund, subnetwork_id)


def ledger_of(session: Session, fund: Fund) -> Ledger:
    """Return the ledger in euros of a fund."""
    return session.get_one(Ledger, fund.ledger_id)


def locked(session: Session, subnetwork: Subnetwork) -> Fund:
    """Return the fund, opened on first use, and let nobody else move units against euros meanwhile.

    Units that were out before it was opened are brought over as one entry that says so.
    """
    found = find(session, subnetwork.id) or _opened(session, subnetwork)
    session.execute(
        sa.select(Fund.subnetwork_id).where(Fund.subnetwork_id == found.subnetwork_id).with_for_update()
    )
    return found


def _opened(session: Session, subnetwork: Subnetwork) -> Fund:
    units = services.ledger(session, subnetwork)
    with speaking(session.get_one(Territory, subnetwork.territory_id).language):
        names = (_("Guarantee fund"), _("Bank account"), _("Differences of counts"))
        memo = _("Units that were out before the fund was kept here")
    euros = open_ledger(
        session,
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        plugin=services.SLUG,
        purpose=PURPOSE,
        name=names[0],
        unit="EUR",
        scale=SCALE,
    )
    if (found := find(session, subnetwork.id)) is not None:  # of two who open it at once, one waits above
        return found
    bank = community_account(session, euros, names[1])
    set_own_limits(session, bank, floor=0, ceiling=None)
    fund = Fund(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        ledger_id=euros.id,
        outside_id=issuance_account(session, euros).id,
        bank_id=bank.id,
        differences_id=open_account(session, euros, kind=AccountKind.ROUNDING, name=names[2]).id,
    )
    session.add(fund)
    session.flush()
    _bring_over(session, subnetwork, units, fund, memo)
    return fund


def _bring_over(session: Session, subnetwork: Subnetwork, units: Ledger, fund: Fund, memo: str) -> None:
    before = issued_units(session, units.id)
    if before <= 0:
        return
    posted = transfer(
        session,
        ledger=ledger_of(session, fund),
        payer_id=fund.outside_id,
        payee_id=fund.bank_id,
        amount=before,
        reason="opening",
        key="opening",
        memo=memo,
    )
    slips.write(
        session, subnetwork, kind=SlipKind.OPENING, key="opening", amount=before, euros=posted, memo=memo
    )


def cash_account(session: Session, subnetwork: Subnetwork, fund: Fund, name: str) -> Account:
    """Open the account of the cash of a desk; it never goes below zero."""
    ledger = ledger_of(session, fund)
    account = community_account(session, ledger, cash_title(session, subnetwork, fund, name))
    set_own_limits(session, account, floor=0, ceiling=None)
    return account


def cash_title(session: Session, subnetwork: Subnetwork, fund: Fund, name: str) -> str:
    """Return how the account of the cash of a desk is called; no other is called so, even of a desk gone."""
    with speaking(session.get_one(Territory, subnetwork.territory_id).language):
        title = _("Cash at %(desk)s", desk=name)
    taken = set(session.scalars(sa.select(Account.name).where(Account.ledger_id == fund.ledger_id)))
    return next(one for one in (title, *(f"{title} ({n})" for n in range(2, 1000))) if one not in taken)


def where_euros_go(fund: Fund, desk: Desk | None, means: str) -> UUID:
    """Return the account of the fund that euros come into, or are paid from."""
    return desk.cash_id if desk is not None and means == Means.CASH else fund.bank_id


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Where euros of the fund are."""

    account_id: UUID
    name: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What is out and what guarantees it, both added up from the entries, in hundredths."""

    issued: int
    fund: int
    holdings: tuple[Holding, ...] = ()
    missing: int = 0
    """What counts found missing and nobody has made good yet; below zero: too much."""
    unit: str = ""

    @property
    def is_equal(self) -> bool:
        """Whether each unit out has its euro."""
        return self.issued == self.fund

    @property
    def in_hand(self) -> int:
        """Euros that are really there: in the desks and at the bank."""
        return sum(holding.amount for holding in self.holdings)


def sums(session: Session, subnetwork_id: UUID) -> Sums | None:
    """Add up what is out and what is in the fund from the entries; ``None`` before the first issue."""
    units = find_ledger(session, subnetwork_id, services.SLUG)
    if units is None:
        return None
    fund = find(session, subnetwork_id)
    totals = _added_up(session, units, fund)
    issued = -sum(amount for account, amount in totals if account.ledger_id == units.id)
    if fund is None:
        return Sums(issued=issued, fund=0, unit=units.unit) if issued else None
    by_id = {account.id: amount for account, amount in totals}
    return Sums(
        issued=issued,
        fund=-by_id[fund.outside_id],
        holdings=tuple(
            Holding(account_id=account.id, name=account.name, amount=amount)
            for account, amount in totals
            if account.kind == AccountKind.COMMUNITY
        ),
        missing=by_id[fund.differences_id],
        unit=units.unit,
    )


def _added_up(session: Session, units: Ledger, fund: Fund | None) -> list[tuple[Account, int]]:
    """Add up the entries of the account that units are issued from, and of every account of the fund."""
    issuance = sa.and_(Account.ledger_id == units.id, Account.kind == AccountKind.ISSUANCE)
    rows = session.execute(
        sa.select(Account, sa.func.coalesce(sa.func.sum(Entry.amount), 0))
        .outerjoin(Entry, Entry.account_id == Account.id)
        .where(issuance if fund is None else sa.or_(issuance, Account.ledger_id == fund.ledger_id))
        .group_by(Account.id)
        .order_by(Account.created_at, Account.id)
    )
    return [(account, int(amount)) for account, amount in rows]
