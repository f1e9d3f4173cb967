"""What two people write to each other about an exchange."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from app.demo import rhythm, texts
from app.demo.descriptions import stems
from app.demo.encounters import Encounter
from app.demo.people import Neighbour
from app.demo.texts import ThreadText
from app.exchanges.models import State

DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
EARLIEST = 7  # o'clock
ALIKE = 2
"""Telling words that a thread and a listing share when they speak of the same thing."""
OUTCOMES = {State.DECLINED: "declined", State.CANCELLED: "cancelled", State.DISPUTED: "disputed"}


@dataclass(frozen=True, kw_only=True)
class Written:
    """One message."""

    at: datetime
    by: Neighbour
    text: str
    language: str


class Letters:
    """Chooses threads that fit, and rather ones that neither of the two has used before."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._threads = texts.threads()
        self._stems = {
            thread.key: stems(" ".join(turn["text"] for turn in thread.turns)) for thread in self._threads
        }
        self._again: list[dict[str, Any]] = texts.read("extras")["again"]
        self._used: set[tuple[Neighbour, object]] = set()

    def between(self, one: Encounter) -> list[Written]:
        """Return what the two of an exchange have written so far, in order."""
        language = "en" if one.offered.text.lang == "en" else "fr"
        outcome = "disputed" if one.step(State.DISPUTED) else OUTCOMES.get(one.state, "agreed")
        if one.before is not None and outcome == "agreed":
            turns = self._once_more(one, language)
        else:
            thread = self._thread(one, outcome, language)
            turns, language = list(thread.turns), thread.lang
        if one.state is State.ASKED:
            turns = turns[: 2 if one.countered_at else 1]
        times = _times(one, len(turns))
        return [
            Written(
                at=at,
                by=one.asker if turn["by"] == "asker" else one.owner,
                text=self._filled(turn["text"], one, language),
                language=language,
            )
            for turn, at in zip(turns, times, strict=True)
        ]

    def _once_more(self, one: Encounter, language: str) -> list[dict[str, str]]:
        row = self._fresh(one, [row for row in self._again if row["lang"] == language], "asker")
        return [{"by": "asker", "text": row["asker"]}, {"by": "owner", "text": row["owner"]}]

    def _thread(self, one: Encounter, outcome: str, language: str) -> ThreadText:
        wanted = "open" if one.state is State.ASKED and not one.countered_at else outcome
        tries = (
            (wanted, language),
            (outcome, language),
            ("agreed", language),
            (outcome, "fr"),
            ("agreed", "fr"),
        )
        fitting = next(filter(None, (self._fitting(one, said, spoken) for said, spoken in tries)))
        own = [thread for thread in fitting if thread.kind]
        thread: ThreadText = self._fresh(one, own if own and self._random.random() < 0.75 else fitting, "key")
        return thread

    def _fitting(self, one: Encounter, outcome: str, language: str) -> list[ThreadText]:
        """Return the threads that fit; of those, the ones that speak of the same thing if there are some."""
        fitting = [thread for thread in self._threads if _fits(thread, one, outcome, language)]
        about = stems(f"{one.offered.title} {one.offered.words}")
        near = [thread for thread in fitting if len(self._stems[thread.key] & about) >= ALIKE]
        return near if near and self._random.random() < 0.7 else fitting

    def _fresh(self, one: Encounter, rows: list[Any], name: str) -> Any:
        """Draw a row, rather one that neither side has used before."""

        def key(row: Any) -> object:
            return row[name] if isinstance(row, dict) else getattr(row, name)

        unused = [
            row
            for row in rows
            if (one.asker, key(row)) not in self._used and (one.owner, key(row)) not in self._used
        ]
        row = self._random.choice(unused or rows)
        self._used |= {(one.asker, key(row)), (one.owner, key(row))}
        return row

    def _filled(self, text: str, one: Encounter, language: str) -> str:
        day = one.starts_at or rhythm.meeting(self._random, one.asked_at)
        name = DAYS[language][day.astimezone(rhythm.ZONE).weekday()]
        filled = one.owner.place.fill(text, language)
        for mark, value in (
            ("{asker}", one.asker.first_name),
            ("{owner}", one.owner.first_name),
            ("{day}", name),
            ("{Day}", name[:1].upper() + name[1:]),
        ):
            filled = filled.replace(mark, value)
        return filled


def _fits(thread: ThreadText, one: Encounter, outcome: str, language: str) -> bool:
    text = one.offered.text
    return (
        thread.family == text.family
        and thread.kind in ("", text.kind)
        and thread.direction == text.direction
        and thread.outcome == outcome
        and thread.lang == language
    )


def _times(one: Encounter, count: int) -> list[datetime]:
    """Spread the messages from the first to what was decided."""
    decided = one.step(State.AGREED) or one.step(State.DECLINED)
    last = decided.at if decided else (one.countered_at or one.asked_at + timedelta(hours=1))
    if one.step(State.CANCELLED) or one.step(State.DISPUTED):
        last = one.steps[-1].at
    apart = (last - one.asked_at) / max(1, count)
    times = [one.asked_at + apart * number for number in range(count)]
    return [times[0], *(max(before, min(last, _awake(at))) for before, at in pairwise(times))]


def _awake(at: datetime) -> datetime:
    """Move a message out of the night, to the minute at which it was due."""
    hour = at.astimezone(rhythm.ZONE).hour
    return at if hour >= EARLIEST else at + timedelta(hours=EARLIEST - hour)
