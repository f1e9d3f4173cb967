"""The regular work of melting: telling holders a week before, posting on the day, telling what it was."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    AccountKind,
    Installation,
    Ledger,
    Subnetwork,
    Territory,
    clock,
    find_ledger,
    holders_of,
    transfer,
)
from plugins.local_currency import telling
from plugins.local_currency.circulation import MELTING
from plugins.local_currency.melting import NOTICE, melts, month_of, next_day
from plugins.local_currency.melting_models import Melted, MeltingRule

SLUG = "local_currency"


@dataclass(frozen=True, kw_only=True)
class Melting:
    """What melts from an account."""

    account: Account
    amount: int


def due(session: Session, ledger: Ledger, rule: MeltingRule) -> list[Melting]:
    """Return the accounts from which something would melt now by a rule, and how much."""
    kinds = [AccountKind.MEMBER]
    if not rule.organisations_exempt:
        kinds.append(AccountKind.ORGANISATION)
    accounts = session.scalars(
        sa.select(Account)
        .where(
            Account.ledger_id == ledger.id,
            Account.kind.in_(kinds),
            Account.closed_at.is_(None),
            Account.balance > rule.exempt,
        )
        .order_by(Account.id)  # as transfers lock them
    )
    found = []
    for account in accounts:
        free = account.balance - account.held
        amount = melts(account.balance, free=free, exempt=rule.exempt, rate=rule.rate)
        if amount:
            found.append(Melting(account=account, amount=amount))
    return found


def run(session: Session) -> int:
    """Tell who will be concerned within a week, and let melt what is due; return how many accounts melted."""
    rows = session.execute(
        sa.select(MeltingRule, Subnetwork, Territory.time_zone)
        .join(Subnetwork, Subnetwork.id == MeltingRule.subnetwork_id)
        .join(Territory, Territory.id == Subnetwork.territory_id)
        .join(Installation, Installation.subnetwork_id == Subnetwork.id)
        .where(Installation.plugin == SLUG, Installation.enabled, Subnetwork.closed_at.is_(None))
        .order_by(MeltingRule.starts_on)
    ).all()
    melted = 0
    for rule, subnetwork, zone in rows:
        ledger = find_ledger(session, subnetwork.id, SLUG)
        if ledger is None or ledger.stopped_at is not None:
            continue
        today = clock.today(zone)
        warn(session, subnetwork, ledger, rule, today=today)
        if _is_due(rule, today):
            melted += len(melt(session, subnetwork, ledger, rule, month=month_of(today)))
    return melted


def _is_due(rule: MeltingRule, today: date) -> bool:
    """Whether this month's day has come while the rule was in force."""
    on = today.replace(day=rule.day)
    return rule.starts_on <= on <= today and (rule.ends_on is None or on < rule.ends_on)


def warn(session: Session, subnetwork: Subnetwork, ledger: Ledger, rule: MeltingRule, *, today: date) -> int:
    """Tell, once for each month, those from whose accounts something would melt within a week."""
    on = next_day(rule, today)
    if on is None or not today < on <= today + NOTICE:
        return 0
    known = _rows(session, ledger, month_of(on))
    told = 0
    for one in due(session, ledger, rule):
        if one.account.id in known:
            continue
        session.add(
            Melted(
                territory_id=ledger.territory_id,
                account_id=one.account.id,
                month=month_of(on),
                warned_at=clock.now(),
            )
        )
        _tell(session, subnetwork, ledger, one, "local_currency.melting_ahead", day=f"{on:%d/%m/%Y}")
        told += 1
    session.flush()
    return told


def melt(
    session: Session, subnetwork: Subnetwork, ledger: Ledger, rule: MeltingRule, *, month: date
) -> list[Melting]:
    """Let units melt for a month, each account once; return what melted.

    An account whose holder was not told before is left alone this month.
    """
    known = _rows(session, ledger, month)
    done = []
    melting = due(session, ledger, rule)
    _lock(session, [rule.account_id, *(one.account.id for one in melting)])
    for one in melting:
        row = known.get(one.account.id)
        if row is None or row.melted_at is not None:
            continue
        made = transfer(
            session,
            ledger=ledger,
            payer_id=one.account.id,
            payee_id=rule.account_id,
            amount=one.amount,
            reason=MELTING,
            key=f"melting:{month:%Y-%m}:{one.account.id}",
        )
        row.transfer_id, row.melted_at, row.amount = made.id, clock.now(), one.amount
        _tell(session, subnetwork, ledger, one, "local_currency.melted")
        done.append(one)
    session.flush()
    return done


def _lock(session: Session, account_ids: list[UUID]) -> None:
    """Lock the accounts in the order of transfers first: nobody who pays meanwhile waits in a ring."""
    wanted = sa.select(Account.id).where(Account.id.in_(account_ids)).order_by(Account.id)
    session.execute(wanted.with_for_update()).all()


def _rows(session: Session, ledger: Ledger, month: date) -> dict[UUID, Melted]:
    rows = session.scalars(
        sa.select(Melted)
        .join(Account, Account.id == Melted.account_id)
        .where(Account.ledger_id == ledger.id, Melted.month == month)
        .with_for_update(of=Melted)
    )
    return {row.account_id: row for row in rows}


def _tell(
    session: Session, subnetwork: Subnetwork, ledger: Ledger, one: Melting, kind: str, **more: str
) -> None:
    telling.tell(
        session,
        subnetwork,
        _holders(session, one.account),
        kind,
        page="how",
        values=lambda: {"amount": telling.units(ledger, one.amount), "name": ledger.name, **more},
    )


def _holders(session: Session, account: Account) -> list[UUID]:
    if account.member_id is not None:
        return [account.member_id]
    return [holder.member_id for holder, _name in holders_of(session, account.id)]


def tell_decided(session: Session, subnetwork: Subnetwork, ledger: Ledger, rule: MeltingRule) -> int:
    """Tell everybody who has an account of a rule that was decided; return how many they are."""
    accounts = session.scalars(
        sa.select(Account).where(
            Account.ledger_id == ledger.id,
            Account.kind.in_([AccountKind.MEMBER, AccountKind.ORGANISATION]),
            Account.closed_at.is_(None),
        )
    )
    people = sorted({member_id for account in accounts for member_id in _holders(session, account)})
    telling.tell(
        session,
        subnetwork,
        people,
        "local_currency.melting_decided",
        page="how",
        values=lambda: {"name": ledger.name, "day": f"{rule.starts_on:%d/%m/%Y}"},
    )
    return len(people)
