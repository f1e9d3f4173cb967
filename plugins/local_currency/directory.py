"""The directory of those who take the currency: found by words, with hours, and who could buy from whom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Refusal, _, clock
from plugins.local_currency.approvals import folded
from plugins.local_currency.directory_hours import (
    DAYS,
    Standing,
    Week,
    day_in_words,
    read_day,
    read_week,
    standing,
    time_in_words,
)
from plugins.local_currency.directory_models import Shopfront
from plugins.local_currency.models import Organisation, OrganisationKind, OrganisationState

SHORTEST_STEM, ENDINGS = 4, re.compile(r"(s|x|es|er|ing|e)$")
LONGEST_BUYS = 400


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the directory."""

    organisation: Organisation
    week: Week
    buys: str
    standing: Standing | None
    """``None``: its hours are not known day by day."""

    @property
    def is_open(self) -> bool:
        """Whether it is open now."""
        return self.standing is not None and self.standing.is_open

    @property
    def hours(self) -> list[str]:
        """The hours of each day, Monday first; empty where it is closed."""
        return [day_in_words(day) for day in self.week]

    @property
    def now_in_words(self) -> str:
        """Say whether it is open now and what comes next."""
        return "" if self.standing is None else standing_in_words(self.standing)


def standing_in_words(found: Standing) -> str:
    """Say whether it is open and what comes next."""
    if found.until is not None:
        return _("Open until %(time)s", time=time_in_words(found.until))
    time = time_in_words(found.opens_at or 0)
    if found.opens_in_days == 0:
        return _("Closed, opens at %(time)s", time=time)
    if found.opens_in_days == 1:
        return _("Closed, opens tomorrow at %(time)s", time=time)
    return _("Closed, opens in %(days)s days at %(time)s", days=found.opens_in_days, time=time)


def directory(session: Session, subnetwork_id: UUID, *, zone: str) -> list[Entry]:
    """Return all approved organisations, by name."""
    rows = session.execute(
        sa.select(Organisation, Shopfront)
        .outerjoin(Shopfront, Shopfront.organisation_id == Organisation.id)
        .where(Organisation.subnetwork_id == subnetwork_id, Organisation.state == OrganisationState.APPROVED)
        .order_by(Organisation.name_key, Organisation.id)
    )
    now = clock.local(clock.now(), zone)
    return [_entry(organisation, front, now) for organisation, front in rows]


def entry(session: Session, subnetwork_id: UUID, organisation_id: UUID, *, zone: str) -> Entry | None:
    """Return the line of one approved organisation."""
    row = session.execute(
        sa.select(Organisation, Shopfront)
        .outerjoin(Shopfront, Shopfront.organisation_id == Organisation.id)
        .where(
            Organisation.subnetwork_id == subnetwork_id,
            Organisation.id == organisation_id,
            Organisation.state == OrganisationState.APPROVED,
        )
    ).one_or_none()
    return None if row is None else _entry(row[0], row[1], clock.local(clock.now(), zone))


def _entry(organisation: Organisation, front: Shopfront | None, now: datetime) -> Entry:
    week = read_week([] if front is None else front.week)
    return Entry(
        organisation=organisation,
        week=week,
        buys="" if front is None else front.buys,
        standing=standing(week, now.weekday(), now.hour * 60 + now.minute),
    )


def found(
    entries: Iterable[Entry], *, words: str = "", kind: str = "", open_now: bool = False
) -> list[Entry]:
    """Return the entries in which each word occurs, in name, activity, description or place."""
    wanted = folded(words).split()
    return [
        one
        for one in entries
        if (not kind or one.organisation.kind == kind)
        and (not open_now or one.is_open)
        and all(word in _text(one) for word in wanted)
    ]


def _text(one: Entry) -> str:
    said = one.organisation
    return folded(f"{said.name} {said.activity} {said.description} {said.place}")


def sellers_for(entries: Sequence[Entry], buyer: Entry, *, most: int = 5) -> list[Entry]:
    """Return the organisations that sell what one says it buys, those that fit more words first.

    Words are compared without accents and endings, and only longer ones count: "printing" finds a printer.
    """
    wanted = stems(buyer.buys)
    fits = [
        (len(wanted & stems(f"{one.organisation.activity} {one.organisation.description}")), one)
        for one in entries
        if one.organisation.id != buyer.organisation.id
    ]
    best = sorted((fit for fit in fits if fit[0]), key=lambda fit: (-fit[0], fit[1].organisation.name_key))
    return [one for _count, one in best[:most]]


def stems(words: str) -> frozenset[str]:
    """Return the longer words of a text without accents and endings."""
    cut = (ENDINGS.sub("", ENDINGS.sub("", word)) for word in re.findall(r"\w+", folded(words)))
    return frozenset(stem for stem in cut if len(stem) >= SHORTEST_STEM)


def set_front(session: Session, organisation: Organisation, *, days: Sequence[str], buys: str) -> Shopfront:
    """Change the hours of each day and what an organisation buys.

    Args:
        days: what was typed for each day, Monday first.

    Raises:
        Refusal: hours cannot be read; its field is that of the day, ``day_0`` for Monday.
    """
    week = [_read(typed, number) for number, typed in enumerate(days[:DAYS])]
    session.refresh(organisation, ["state"], with_for_update=True)  # sent twice at once, one waits
    front = session.get(Shopfront, organisation.id)
    if front is None:
        front = Shopfront(territory_id=organisation.territory_id, organisation_id=organisation.id)
        session.add(front)
    front.week, front.buys = [[list(times) for times in day] for day in week], buys
    session.flush()
    return front


def _read(typed: str, number: int) -> tuple[tuple[int, int], ...]:
    try:
        return read_day(typed)
    except ValueError as error:
        raise Refusal(str(error), field=f"day_{number}") from error


def kinds(entries: Iterable[Entry]) -> list[OrganisationKind]:
    """Return which kinds of organisations there are, in their usual order."""
    there = {one.organisation.kind for one in entries}
    return [kind for kind in OrganisationKind if kind in there]
