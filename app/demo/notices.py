"""What people were told of late, on the page and not by mail: nothing of the demonstration is ever sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from babel.dates import format_date

from app.demo.chance import Chance
from app.demo.encounters import CONFIRM_AFTER, Encounter, Step
from app.demo.listings import Offered
from app.demo.people import Neighbour
from app.demo.places import Tree
from app.demo.rhythm import ZONE
from app.demo.rows import Rows
from app.exchanges.models import State
from app.notifications.models import Notification

OF_LATE = timedelta(days=45)
UNREAD_FOR = timedelta(hours=60)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that one person is told."""

    to: Neighbour
    kind: str
    at: datetime
    path: str
    values: dict[str, str]


def tell(rows: Rows, chance: Chance, tree: Tree, notices: list[Notice]) -> None:
    """Let the notices of the last weeks wait, the older ones read."""
    random = chance.stream("notices")
    for one in sorted(notices, key=lambda notice: (notice.at, notice.path, notice.kind)):
        if not chance.now - OF_LATE < one.at < chance.now:
            continue
        read = chance.now - one.at > UNREAD_FOR or random.random() < 0.3
        rows.add(
            Notification,
            id=chance.id("notification", one.at),
            person_id=one.to.person_id,
            territory_id=tree.ids[one.to.territory],
            kind=one.kind,
            path=f"/t/{one.to.territory}/{one.path}",
            values=one.values,
            read_at=min(chance.now, one.at + timedelta(hours=random.uniform(0.2, 40))) if read else None,
            created_at=one.at,
        )


def of_exchange(one: Encounter, notes: dict[UUID, str]) -> Iterator[Notice]:
    """Return what the two of an exchange, and its coordinators, were told."""
    yield _to(one, one.owner, "asked", one.asked_at)
    if one.countered_at is not None:
        yield _to(one, one.asker, "proposed", one.countered_at)
    was = State.ASKED
    for step in one.steps:
        if was is State.DISPUTED and step.by is not None:
            for side in (one.asker, one.owner):
                yield _to(one, side, "settled", step.at, name=step.by.first_name, note=notes.get(one.id, ""))
        else:
            yield from _of_step(one, step)
        was = step.to


def _of_step(one: Encounter, step: Step) -> Iterator[Notice]:
    told = [one.asker, one.owner] if step.by is None else [one.other(step.by)]
    for side in told:
        values = {}
        if step.to is State.DONE:
            day = (step.at + CONFIRM_AFTER).astimezone(ZONE).date()
            values["day"] = str(format_date(day, "long", locale=side.language))
        yield _to(one, side, step.to.value, step.at, **values)
    if step.to is State.DISPUTED and step.by is not None:
        values = {"name": step.by.first_name, "title": one.offered.title}
        for coordinator in one.offered.network.coordinators:
            if coordinator not in (one.asker, one.owner):
                yield Notice(
                    to=coordinator,
                    kind="exchange.to_settle",
                    at=step.at,
                    path=f"exchanges/disputes/{one.id}",
                    values=values,
                )


def _to(one: Encounter, side: Neighbour, kind: str, at: datetime, **values: str) -> Notice:
    return Notice(
        to=side,
        kind=f"exchange.{kind}",
        at=at,
        path=f"exchanges/{one.id}",
        values={"name": one.other(side).first_name, "title": one.offered.title, **values},
    )


def of_listing(one: Offered, warned_at: datetime, last_day: str) -> Notice:
    """Return what the author of a listing that ends soon was told."""
    return Notice(
        to=one.owner,
        kind="listing.ending",
        at=warned_at,
        path=f"listings/{one.id}",
        values={"title": one.title, "day": last_day},
    )
