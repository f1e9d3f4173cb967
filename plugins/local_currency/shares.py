"""The yearly share: a part of what members changed from euros goes to the associations they sponsor.

The year ends on 29 June, so that on 30 June everything that counts is known. It is posted once for ever.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Account, Member, Refusal, Subnetwork, _, clock, settings_of
from plugins.local_currency.apportioning import apportion, part_of
from plugins.local_currency.circulation import start_of
from plugins.local_currency.desk_models import Slip, SlipKind
from plugins.local_currency.models import Organisation, OrganisationKind, OrganisationState
from plugins.local_currency.shares_models import ShareChoice, ShareRun

SLUG = "local_currency"
MONTH, DAY = 6, 30
OLDEST_YEAR = 2000
RATE, SPONSORS_NEEDED = 300, 30
"""Three per cent, thirty sponsors: what is asked elsewhere, where nothing else was decided."""
FEWEST = 5
"""Sponsors whose sums may be read by everybody; with fewer a share would tell what somebody changed."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the association decided about the share."""

    rate: int
    """In hundredths of a percent."""
    sponsors_needed: int


def rules(session: Session, subnetwork_id: UUID) -> Rules:
    """Return the rules of the share in a sub-network."""
    chosen = settings_of(session, subnetwork_id, SLUG)
    return Rules(
        rate=int(chosen.get("share_rate", RATE)),
        sponsors_needed=max(FEWEST, int(chosen.get("share_sponsors", SPONSORS_NEEDED))),
    )


def latest_year(today: date) -> int:
    """Return the year of the latest 30 June that has come."""
    return today.year if today >= date(today.year, MONTH, DAY) else today.year - 1


def period(year: int) -> tuple[date, date]:
    """Return the first day of the share's year and the day after its last."""
    return date(year - 1, MONTH, DAY), date(year, MONTH, DAY)


@dataclass(frozen=True, kw_only=True)
class Sponsored:
    """An association, who sponsors it and what they changed from euros in the year."""

    organisation_id: UUID
    name: str
    account_id: UUID | None
    """``None``: it is not, or no longer, approved."""
    sponsors: int
    base: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one association gets."""

    to: Sponsored
    amount: int
    has_enough: bool


@dataclass(frozen=True, kw_only=True)
class Shares:
    """A year's share, all parts together, and what stays in the common account for want of sponsors."""

    lines: tuple[Share, ...]
    whole: int
    rest: int

    @property
    def given(self) -> int:
        """What associations get together."""
        return self.whole - self.rest


def divide(sponsored: list[Sponsored], *, rate: int, sponsors_needed: int) -> Shares:
    """Compute the share of each association: exact to the smallest unit, and the parts sum to the whole."""
    whole = part_of(sum(one.base for one in sponsored), rate)
    parts = apportion(whole, {one.organisation_id: one.base for one in sponsored})
    lines = []
    for one in sponsored:
        has_enough = one.account_id is not None and one.sponsors >= sponsors_needed
        amount = parts[one.organisation_id] if has_enough else 0
        lines.append(Share(to=one, amount=amount, has_enough=has_enough))
    return Shares(lines=tuple(lines), whole=whole, rest=whole - sum(line.amount for line in lines))


def sponsored(
    session: Session, subnetwork_id: UUID, *, since: date, before: date, zone: str
) -> list[Sponsored]:
    """Return the associations that active members chose, by name, with what these changed in a period.

    What was changed is read from the slips of issue to their own accounts; those undone do not count,
    nor does a bonus.
    """
    changed = (
        sa.select(Account.member_id, sa.func.sum(Slip.amount).label("amount"))
        .join(Account, Account.id == Slip.account_id)
        .where(
            Slip.subnetwork_id == subnetwork_id,
            Slip.kind == SlipKind.ISSUE,
            Slip.undone_at.is_(None),
            Slip.created_at >= start_of(since, zone),
            Slip.created_at < start_of(before, zone),
        )
        .group_by(Account.member_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(
            Organisation,
            sa.func.count().label("sponsors"),
            sa.func.coalesce(sa.func.sum(changed.c.amount), 0).label("base"),
        )
        .join(ShareChoice, ShareChoice.organisation_id == Organisation.id)
        .join(Member, Member.id == ShareChoice.member_id)
        .outerjoin(changed, changed.c.member_id == ShareChoice.member_id)
        .where(ShareChoice.subnetwork_id == subnetwork_id, Member.status == "active")
        .group_by(Organisation.id)
        .order_by(Organisation.name, Organisation.id)
    )
    return [
        Sponsored(
            organisation_id=row.Organisation.id,
            name=row.Organisation.name,
            account_id=row.Organisation.account_id if _takes_part(row.Organisation) else None,
            sponsors=row.sponsors,
            base=int(row.base),
        )
        for row in rows
    ]


def _takes_part(organisation: Organisation) -> bool:
    return (
        organisation.kind == OrganisationKind.ASSOCIATION and organisation.state == OrganisationState.APPROVED
    )


def associations(session: Session, subnetwork_id: UUID) -> list[Organisation]:
    """Return the associations that a member can choose, by name."""
    return list(
        session.scalars(
            sa.select(Organisation)
            .where(
                Organisation.subnetwork_id == subnetwork_id,
                Organisation.kind == OrganisationKind.ASSOCIATION,
                Organisation.state == OrganisationState.APPROVED,
            )
            .order_by(Organisation.name)
        )
    )


def choice_of(session: Session, subnetwork_id: UUID, member_id: UUID) -> UUID | None:
    """Return the association that a member sponsors."""
    found = session.get(ShareChoice, (subnetwork_id, member_id))
    return None if found is None else found.organisation_id


def choose(session: Session, subnetwork: Subnetwork, member: Member, organisation_id: UUID | None) -> None:
    """Let a member sponsor an association, or none.

    Raises:
        Refusal: it is no approved association of this currency.
    """
    found = session.get(ShareChoice, (subnetwork.id, member.id))
    if organisation_id is None:
        if found is not None:
            session.delete(found)
            session.flush()
        return
    if organisation_id not in {one.id for one in associations(session, subnetwork.id)}:
        raise Refusal(_("Choose an association of the list."), field="association")
    if found is None:
        session.refresh(
            member, ["status"], with_for_update=True
        )  # sent twice at once, the second finds the first
        found = session.get(ShareChoice, (subnetwork.id, member.id))
    if found is None:
        found = ShareChoice(
            territory_id=subnetwork.territory_id, subnetwork_id=subnetwork.id, member_id=member.id
        )
        session.add(found)
    found.organisation_id, found.chosen_at = organisation_id, clock.now()
    session.flush()


def is_near(year: int, today: date) -> bool:
    """Tell whether a year's share can be computed: it is not long ago, and has begun."""
    return OLDEST_YEAR <= year <= latest_year(today) + 1


def posted_run(session: Session, subnetwork_id: UUID, year: int) -> ShareRun | None:
    """Return a year's share if it was posted; whatever number somebody typed for a year."""
    run = run_of(session, subnetwork_id, year) if OLDEST_YEAR <= year <= date.max.year else None
    return run if run is not None and run.posted_at is not None else None


def run_of(session: Session, subnetwork_id: UUID, year: int) -> ShareRun | None:
    """Return what is known of a year's share."""
    return session.scalar(
        sa.select(ShareRun).where(ShareRun.subnetwork_id == subnetwork_id, ShareRun.year == year)
    )


def compute(session: Session, subnetwork: Subnetwork, year: int, *, zone: str) -> Shares:
    """Compute a year's share as it would be posted now."""
    decided = rules(session, subnetwork.id)
    since, before = period(year)
    found = sponsored(session, subnetwork.id, since=since, before=before, zone=zone)
    return divide(found, rate=decided.rate, sponsors_needed=decided.sponsors_needed)


def sponsors_of(session: Session, subnetwork_id: UUID) -> dict[UUID, int]:
    """Return how many active members chose each association."""
    rows = session.execute(
        sa.select(ShareChoice.organisation_id, sa.func.count())
        .join(Member, Member.id == ShareChoice.member_id)
        .where(ShareChoice.subnetwork_id == subnetwork_id, Member.status == "active")
        .group_by(ShareChoice.organisation_id)
    )
    return {organisation_id: count for organisation_id, count in rows}  # noqa: C416  # rows are no pairs for mypy


def posted(session: Session, subnetwork_id: UUID) -> list[ShareRun]:
    """Return the years whose share was posted, the latest first."""
    return list(
        session.scalars(
            sa.select(ShareRun)
            .where(ShareRun.subnetwork_id == subnetwork_id, ShareRun.posted_at.is_not(None))
            .order_by(ShareRun.year.desc())
        )
    )
