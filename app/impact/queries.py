"""What exchanges brought to a territory, in three degrees of evidence that are never added up."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.kept import Kept
from app.exchanges.models import Exchange, State
from app.impact.blocks import LEVELS, Answers, closed
from app.impact.models import Degree, Feedback, ImpactEntry, MeasureEntry
from app.kernel.registry import Plugins
from app.listings.models import ListingComponent

MOST_PROPOSED = 8
FEWEST_PEOPLE = 6
"""Figures about fewer people are not shown: somebody could be recognised."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which exchanges a report is about; days included on both ends."""

    territory_id: UUID
    since: date
    until: date
    subnetwork_id: UUID | None = None


def whole_months(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """Return the first and the last day of the whole months around two days, of the last twelve without.

    Day by day, two reports would differ by one exchange and tell what two people felt.
    """
    until = until or today
    since = since or date(until.year - 1, until.month, 1)
    since, until = min(since, until), max(since, until)
    last = date(until.year, until.month, monthrange(until.year, until.month)[1])
    return since.replace(day=1), max(min(last, today), since.replace(day=1))


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A number of exchanges and of the people in them; hidden when they are too few."""

    exchanges: int
    people: int

    @property
    def shown(self) -> bool:
        """Whether the figure may be shown: enough people, or nothing at all."""
        return self.people == 0 or self.people >= FEWEST_PEOPLE


@dataclass(frozen=True, kw_only=True)
class Felt:
    """What people said afterwards: how many answers at each level from -2 to +2, by how many people."""

    levels: tuple[int, int, int, int, int]
    people: int

    @property
    def answers(self) -> int:
        """Number of answers."""
        return sum(self.levels)

    @property
    def better(self) -> int:
        """Answers above zero."""
        return self.levels[3] + self.levels[4]

    @property
    def worse(self) -> int:
        """Answers below zero."""
        return self.levels[0] + self.levels[1]

    @property
    def shown(self) -> bool:
        """Whether the figures may be shown."""
        return self.people == 0 or self.people >= FEWEST_PEOPLE


NOBODY = Counted(exchanges=0, people=0)
NOTHING_FELT = Felt(levels=(0, 0, 0, 0, 0), people=0)
TOO_FEW_FELT = Felt(levels=(0, 0, 0, 0, 0), people=1)
"""Somebody answered; how many and what is not said, nor kept."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """What a dimension or a component received, degree by degree."""

    code: str
    meant: Counted = NOBODY
    intended: Counted = NOBODY
    felt: Felt = NOTHING_FELT


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A quantity that exchanges brought."""

    measure: str
    quantity: int
    exchanges: int
    people: int

    @property
    def shown(self) -> bool:
        """Whether the quantity may be shown."""
        return self.people >= FEWEST_PEOPLE


@dataclass(frozen=True, kw_only=True)
class Month:
    """Confirmed exchanges of one month."""

    month: str
    """``2026-03``."""
    counted: Counted


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was exchanged and which components it served."""

    scope: Scope
    stamp: str
    """What it was computed from; another one says that something has changed."""
    confirmed: Counted
    measures: tuple[Measured, ...]
    dimensions: dict[str, Served]
    components: dict[str, Served]
    months: tuple[Month, ...]


_reports: Kept[Report] = Kept(128)


def report(session: Session, scope: Scope) -> Report:
    """Return the report over ``scope``; kept until another entry is written in the territory."""
    stamp = _stamp(session, scope.territory_id)
    return _reports.get((scope, stamp), lambda: compute(session, scope, stamp))


def _stamp(session: Session, territory_id: UUID) -> str:
    """Return what changes with every entry: the newest of them, and the last confirmation."""
    newest = (
        sa.select(ImpactEntry.id)
        .where(ImpactEntry.territory_id == territory_id)
        .order_by(ImpactEntry.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    confirmed = (
        sa.select(Exchange.confirmed_at)
        .where(Exchange.territory_id == territory_id, Exchange.state == State.CONFIRMED)
        .order_by(Exchange.confirmed_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    said = (
        sa.select(Feedback.id)
        .where(Feedback.territory_id == territory_id)
        .order_by(Feedback.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = session.execute(sa.select(newest, confirmed, said)).one()
    return f"{session.get_bind().engine.url!s} {found[0]} {found[1]} {found[2]}"


def compute(session: Session, scope: Scope, stamp: str = "") -> Report:
    """Compute the report from the entries."""
    return Report(
        scope=scope,
        stamp=stamp,
        confirmed=_confirmed(session, scope),
        measures=_measures(session, scope),
        dimensions=_served(session, scope, ImpactEntry.letter),
        components=_served(session, scope, ImpactEntry.code),
        months=_months(session, scope),
    )


def _within(table: Any, scope: Scope) -> list[sa.ColumnElement[bool]]:
    wanted = [table.territory_id == scope.territory_id, table.day.between(scope.since, scope.until)]
    if scope.subnetwork_id is not None:
        wanted.append(table.subnetwork_id == scope.subnetwork_id)
    return wanted


def _sides(scope: Scope) -> sa.Subquery:
    """One row for each person in each exchange."""
    sides = [
        sa.select(Exchange.id.label("exchange_id"), side.label("member_id")).where(
            Exchange.territory_id == scope.territory_id, Exchange.state == State.CONFIRMED
        )
        for side in (Exchange.giver_id, Exchange.receiver_id)
    ]
    return sa.union_all(*sides).subquery()


def _confirmed(session: Session, scope: Scope) -> Counted:
    sides = _sides(scope)
    entries = sa.select(ImpactEntry.exchange_id).where(*_within(ImpactEntry, scope))
    measured = sa.select(MeasureEntry.exchange_id).where(*_within(MeasureEntry, scope))
    found = session.execute(
        sa.select(
            sa.func.count(sa.distinct(sides.c.exchange_id)), sa.func.count(sa.distinct(sides.c.member_id))
        ).where(sides.c.exchange_id.in_(sa.union(entries, measured)))
    ).one()
    return Counted(exchanges=found[0], people=found[1])


def _measures(session: Session, scope: Scope) -> tuple[Measured, ...]:
    within = _within(MeasureEntry, scope)
    totals = session.execute(
        sa.select(MeasureEntry.measure, sa.func.sum(MeasureEntry.quantity), sa.func.count())
        .where(*within)
        .group_by(MeasureEntry.measure)
        .order_by(MeasureEntry.measure)
    ).all()
    people = sa.union(
        sa.select(MeasureEntry.measure, MeasureEntry.giver_id.label("member_id")).where(*within),
        sa.select(MeasureEntry.measure, MeasureEntry.receiver_id).where(*within),
    ).subquery()
    counts = session.execute(sa.select(people.c.measure, sa.func.count()).group_by(people.c.measure)).all()
    by_measure = {row[0]: row[1] for row in counts}
    return tuple(
        Measured(measure=name, quantity=int(total), exchanges=count, people=by_measure.get(name, 0))
        for name, total, count in totals
    )


def _served(session: Session, scope: Scope, by: Any) -> dict[str, Served]:
    counted = _counted(session, scope, by)
    felt = _felt(session, scope, by)
    codes = sorted({code for _degree, code in counted} | felt.keys())
    return {
        code: Served(
            code=code,
            meant=counted.get((Degree.MEANT, code), NOBODY),
            intended=counted.get((Degree.INTENDED, code), NOBODY),
            felt=felt.get(code, NOTHING_FELT),
        )
        for code in codes
    }


def _counted(session: Session, scope: Scope, by: Any) -> dict[tuple[str, str], Counted]:
    entries = (
        sa.select(ImpactEntry.degree, by.label("code"), ImpactEntry.exchange_id)
        .where(*_within(ImpactEntry, scope), ImpactEntry.degree != Degree.FELT)
        .distinct()
        .subquery()
    )
    sides = _sides(scope)
    rows = session.execute(
        sa.select(
            entries.c.degree,
            entries.c.code,
            sa.func.count(sa.distinct(entries.c.exchange_id)),
            sa.func.count(sa.distinct(sides.c.member_id)),
        )
        .join(sides, sides.c.exchange_id == entries.c.exchange_id)
        .group_by(entries.c.degree, entries.c.code)
    )
    return {(row[0], row[1]): Counted(exchanges=row[2], people=row[3]) for row in rows}


def _felt(session: Session, scope: Scope, by: Any) -> dict[str, Felt]:
    answers: dict[str, list[Answers]] = {}
    for code, answer in _answers(session, scope, by):
        answers.setdefault(code, []).append(answer)
    since, until = f"{scope.since:%Y-%m}", f"{scope.until:%Y-%m}"
    felt = {}
    for code, said in answers.items():
        whole = [
            block for block in closed(said, FEWEST_PEOPLE) if block.first >= since and block.last <= until
        ]
        people = set().union(*(block.people for block in whole))
        levels = [sum(block.levels[step] for block in whole) for step in range(LEVELS)]
        if whole:
            felt[code] = Felt(
                levels=(levels[0], levels[1], levels[2], levels[3], levels[4]), people=len(people)
            )
        elif any(answer.inside and answer.month >= since for answer in said):
            felt[code] = TOO_FEW_FELT
    return felt


def _answers(session: Session, scope: Scope, by: Any) -> Iterator[tuple[str, Answers]]:
    """Yield all answers up to the end of the report, for the blocks are the same whenever it begins."""
    month = _month_of(ImpactEntry.day)
    rows = session.execute(
        sa.select(
            by,
            month,
            ImpactEntry.subnetwork_id,
            ImpactEntry.member_id,
            ImpactEntry.level,
            sa.func.count(),
        )
        .where(
            ImpactEntry.territory_id == scope.territory_id,
            ImpactEntry.degree == Degree.FELT,
            ImpactEntry.day <= scope.until,
        )
        .group_by(by, month, ImpactEntry.subnetwork_id, ImpactEntry.member_id, ImpactEntry.level)
    )
    for code, in_month, subnetwork_id, member_id, level, times in rows:
        inside = scope.subnetwork_id in (None, subnetwork_id)
        yield (
            code,
            Answers(month=in_month, member_id=member_id, level=level or 0, times=times, inside=inside),
        )


def _month_of(day: Any) -> Any:
    return sa.func.substr(sa.cast(day, sa.UnicodeText), 1, 7)


def _months(session: Session, scope: Scope) -> tuple[Month, ...]:
    sides = _sides(scope)
    days = sa.union(
        sa.select(ImpactEntry.exchange_id, ImpactEntry.day).where(*_within(ImpactEntry, scope)),
        sa.select(MeasureEntry.exchange_id, MeasureEntry.day).where(*_within(MeasureEntry, scope)),
    ).subquery()
    month = _month_of(days.c.day)
    rows = session.execute(
        sa.select(
            month,
            sa.func.count(sa.distinct(days.c.exchange_id)),
            sa.func.count(sa.distinct(sides.c.member_id)),
        )
        .join(sides, sides.c.exchange_id == days.c.exchange_id)
        .group_by(month)
        .order_by(month)
    )
    return tuple(Month(month=row[0], counted=Counted(exchanges=row[1], people=row[2])) for row in rows)


def sentences(session: Session, scope: Scope, *, limit: int = 12) -> Sequence[str]:
    """Return sentences that people allowed the territory to show, newest first, without names."""
    wanted = (
        sa.select(Feedback.text)
        .join(Exchange, Exchange.id == Feedback.exchange_id)
        .where(Feedback.territory_id == scope.territory_id, Feedback.public)
        .order_by(Feedback.created_at.desc())
        .limit(limit)
    )
    if scope.subnetwork_id is not None:
        wanted = wanted.where(Exchange.subnetwork_id == scope.subnetwork_id)
    return session.scalars(wanted).all()


def felt_by(session: Session, exchange_id: UUID, member_id: UUID) -> tuple[dict[str, int], Feedback | None]:
    """Return what a side said of an exchange: levels by code, and the sentence."""
    rows = session.execute(
        sa.select(ImpactEntry.code, ImpactEntry.level).where(
            ImpactEntry.exchange_id == exchange_id,
            ImpactEntry.member_id == member_id,
            ImpactEntry.degree == Degree.FELT,
        )
    )
    said = session.scalar(
        sa.select(Feedback).where(Feedback.exchange_id == exchange_id, Feedback.member_id == member_id)
    )
    return {code: level or 0 for code, level in rows}, said


def proposed(session: Session, plugins: Plugins, exchange: Exchange, said: Iterable[str]) -> list[str]:
    """Return the components to ask a side about: those hoped for, those meant, and what they said before."""
    kind = plugins.kinds.get(exchange.kind)
    hoped = session.scalars(
        sa.select(ListingComponent.code).where(ListingComponent.listing_id == exchange.listing_id)
    ).all()
    meant = kind.components if kind is not None else ()
    return list(dict.fromkeys((*hoped, *meant, *said)))[:MOST_PROPOSED]
