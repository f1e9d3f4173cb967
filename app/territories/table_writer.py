"""Writes the places of an official table in batches: by level and code, twice without doubling anything."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.geo.names import fold
from app.territories.models import Level, Territory

BATCH = 1_000
WRITTEN = ("parent_id", "group_id", "name", "name_key", "population", "lat", "lon", "postcodes")
"""What a table decides; what administrators decide (address, description, rules) is left alone."""

Progress = Callable[[int], object]
Values = dict[str, Any]


@dataclass
class Counts:
    """What an import did."""

    added: int = 0
    changed: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        """Return how many places were looked at."""
        return self.added + self.changed + self.same


class Writer:
    """Adds and changes territories of one country by level and official code."""

    def __init__(self, session: Session, country: str) -> None:
        self.session, self.country, self.counts = session, country, Counts()
        columns = (
            Territory.id,
            Territory.level,
            Territory.code,
            *(getattr(Territory, name) for name in WRITTEN),
        )
        rows = session.execute(
            sa.select(*columns).where(Territory.country == country, Territory.code.is_not(None))
        )
        self.known: dict[tuple[str, str], Any] = {(row.level, row.code): row for row in rows}

    def id_of(self, level: Level, code: str) -> UUID | None:
        """Return the id of a territory that is there."""
        found = self.known.get((level, code))
        return found if isinstance(found, UUID) or found is None else found.id

    def write(self, level: Level, places: Iterable[tuple[str, Values]], progress: Progress) -> None:
        """Write places of one level, given as official code and values."""
        for batch in _batches(places):
            new: list[Values] = []
            changed: list[Values] = []
            for code, values in batch:
                self._sort(level, code, values, new, changed)
            if new:
                self.session.execute(sa.insert(Territory), new)
            if changed:
                self.session.execute(sa.update(Territory), changed)
            progress(len(batch))

    def _sort(
        self, level: Level, code: str, values: Values, new: list[Values], changed: list[Values]
    ) -> None:
        values = {"name_key": fold(values["name"]), "group_id": None, "postcodes": [], **values}
        known = self.known.get((level, code))
        if known is None:
            made = new_id()
            self.known[level, code] = made
            new.append(
                {"id": made, "level": level, "code": code, "country": self.country, "created_at": clock.now()}
                | values
            )
            self.counts.added += 1
        elif any(getattr(known, name) != values[name] for name in WRITTEN):
            changed.append({"id": known.id, **{name: values[name] for name in WRITTEN}})
            self.counts.changed += 1
        else:
            self.counts.same += 1


def _batches(places: Iterable[tuple[str, Values]]) -> Iterator[list[tuple[str, Values]]]:
    batch: list[tuple[str, Values]] = []
    for place in places:
        batch.append(place)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
