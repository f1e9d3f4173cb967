"""Chance that falls the same way each time: streams of random numbers and ids, derived from one seed."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
"""What stands for "now" in ids: the same whenever the demonstration is built, and older than new ones."""


class Chance:
    """Chance derived from ``seed``; each part of the world draws from a stream of its own."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.seed = seed
        self.now = now
        self._counts: Counter[str] = Counter()

    def stream(self, name: str) -> Random:
        """Return the random numbers of the part ``name``: what one part draws changes no other."""
        return Random(f"{self.seed}/{name}")  # noqa: S311  # not for secrets

    def id(self, what: str, at: datetime) -> UUID:
        """Return the next id for ``what``, a UUID version 7 of the instant ``at`` moved to ``EPOCH``."""
        self._counts[what] += 1
        text = f"{self.seed}/{what}/{self._counts[what]}"
        drawn = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=10).digest(), "big")
        milliseconds = int((EPOCH + (at - self.now)).timestamp() * 1000)
        return UUID(
            int=milliseconds << 80
            | 0x7 << 76
            | (drawn >> 62 & 0xFFF) << 64
            | 0b10 << 62
            | drawn & ((1 << 62) - 1)
        )


def pick(random: Random, things: Sequence[T], weights: Sequence[float]) -> T:
    """Draw one of ``things`` by its weight; all weights zero is a mistake of the caller's."""
    return random.choices(things, weights)[0]
