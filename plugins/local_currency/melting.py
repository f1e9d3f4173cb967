"""Melting: units that are kept and not spent become a little fewer each month, if the association decided so.

What melts is posted to a named fund, account by account, rounded down to the smallest unit: what is less
than that stays with the holder.
"""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Ledger, Member, Refusal, Subnetwork, _, community_account
from plugins.local_currency import named_accounts
from plugins.local_currency.apportioning import part_of
from plugins.local_currency.melting_models import MeltingRule

NOTICE = timedelta(days=7)
"""Before something melts, its holder is told at least this long."""
ANNOUNCED = timedelta(days=30)
"""Before a new rule is in force, everybody can read it at least this long."""


def melts(balance: int, *, free: int, exempt: int, rate: int) -> int:
    """Return what melts from a balance: never what is exempt, and never what is set aside.

    Args:
        free: what of the balance is not set aside.
        exempt: of each account.
        rate: in hundredths of a percent.
    """
    return max(0, min(part_of(max(0, balance - exempt), rate), free))


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def rule_on(session: Session, subnetwork_id: UUID, day: date) -> MeltingRule | None:
    """Return the rule in force on a day."""
    return session.scalar(
        sa.select(MeltingRule)
        .where(
            MeltingRule.subnetwork_id == subnetwork_id,
            MeltingRule.starts_on <= day,
            sa.or_(MeltingRule.ends_on.is_(None), MeltingRule.ends_on > day),
        )
        .order_by(MeltingRule.starts_on.desc(), MeltingRule.created_at.desc())
        .limit(1)
    )


def announced(session: Session, subnetwork_id: UUID, day: date) -> MeltingRule | None:
    """Return the rule that is decided and not yet in force on a day."""
    return session.scalar(
        sa.select(MeltingRule)
        .where(
            MeltingRule.subnetwork_id == subnetwork_id,
            MeltingRule.starts_on > day,
            sa.or_(MeltingRule.ends_on.is_(None), MeltingRule.ends_on > MeltingRule.starts_on),
        )
        .order_by(MeltingRule.starts_on)
        .limit(1)
    )


def is_over(rule: MeltingRule, day: date) -> bool:
    """Return whether a rule is neither in force on a day nor to come: it ended, or was taken back."""
    return rule.ends_on is not None and rule.ends_on <= max(day, rule.starts_on)


def find(session: Session, subnetwork_id: UUID, rule_id: UUID) -> MeltingRule | None:
    """Return a rule of a currency."""
    return session.scalar(
        sa.select(MeltingRule).where(MeltingRule.subnetwork_id == subnetwork_id, MeltingRule.id == rule_id)
    )


def rules_of(session: Session, subnetwork_id: UUID) -> list[MeltingRule]:
    """Return all rules that were ever decided, the latest first."""
    return list(
        session.scalars(
            sa.select(MeltingRule)
            .where(MeltingRule.subnetwork_id == subnetwork_id)
            .order_by(MeltingRule.starts_on.desc(), MeltingRule.created_at.desc())
        )
    )


def next_day(rule: MeltingRule, today: date) -> date | None:
    """Return the next day on which units melt by a rule, today included; ``None`` if it ends before."""
    day = max(today, rule.starts_on)
    on = day.replace(day=rule.day)
    if on < day:
        on = next_month(month_of(day)).replace(day=rule.day)
    return None if rule.ends_on is not None and on >= rule.ends_on else on


def switch_on(
    session: Session,
    subnetwork: Subnetwork,
    ledger: Ledger,
    *,
    rate: int,
    exempt: int,
    day: int,
    starts_on: date,
    fund: str,
    organisations_exempt: bool,
    decided: str,
    by: Member,
    today: date,
) -> MeltingRule:
    """Decide that units melt from a day on; a rule in force until then ends on that day.

    Args:
        rate: a month, in hundredths of a percent.
        fund: name of the common account that receives what melts; opened if there is none.

    Raises:
        Refusal: the day is too near, another rule is announced already, or the fund is for something else.
    """
    session.refresh(ledger, with_for_update=True)  # sent twice at once, the second finds the first
    if starts_on < today + ANNOUNCED:
        raise Refusal(
            _("Members must be able to know it a month before: choose a day at least 30 days from now."),
            field="starts_on",
        )
    if announced(session, subnetwork.id, today) is not None:
        raise Refusal(_("Another rule is announced already. Take it back first."), field="starts_on")
    if named_accounts.is_taken(session, ledger.id, fund):
        raise Refusal(
            _("This account is for paper notes or for a programme. Name another common account."),
            field="fund",
        )
    before = rule_on(session, subnetwork.id, starts_on)
    if before is not None:
        before.ends_on = starts_on
    rule = MeltingRule(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        rate=rate,
        exempt=exempt,
        day=day,
        starts_on=starts_on,
        organisations_exempt=organisations_exempt,
        account_id=community_account(session, ledger, fund).id,
        decided=decided,
        made_by_id=by.id,
    )
    session.add(rule)
    session.flush()
    return rule


def switch_off(session: Session, rule: MeltingRule, *, today: date) -> None:
    """End a rule today; one that is only announced is taken back, and the one before it goes on.

    Raises:
        Refusal: it ended before.
    """
    session.refresh(rule, with_for_update=True)
    if is_over(rule, today):
        raise Refusal(_("This rule has ended already."))
    rule.ends_on = max(today, rule.starts_on)
    if rule.starts_on > today:
        _reopen(session, rule)
    session.flush()


def _reopen(session: Session, taken_back: MeltingRule) -> None:
    """Let the rule go on that would have ended where another, now taken back, was to begin.

    Only the announcement can have set that day: who ends a rule by hand ends it today, and this is later.
    """
    before = session.scalar(
        sa.select(MeltingRule)
        .where(
            MeltingRule.subnetwork_id == taken_back.subnetwork_id,
            MeltingRule.ends_on == taken_back.starts_on,
            MeltingRule.starts_on < taken_back.starts_on,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if before is not None:
        before.ends_on = None
