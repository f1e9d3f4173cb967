"""Answers added up in blocks of months so large that nobody can be picked out by comparing two reports.

Where a figure about 14 people may be shown and one about 15, their difference is one person. So the
months of a figure are joined, from the first on, into blocks that each hold enough people; a report
adds up whole blocks only, and the difference of any two reports is a sum of whole blocks, too. Where a
report is about a part of the territory, the rest of a block holds enough people as well, or nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

LEVELS = 5


@dataclass(kw_only=True)
class Block:
    """The answers of some months that follow each other, such as ``2026-03`` to ``2026-05``."""

    first: str
    last: str
    levels: list[int] = field(default_factory=lambda: [0] * LEVELS)
    people: set[UUID | None] = field(default_factory=set)
    others: set[UUID | None] = field(default_factory=set)
    """Those who answered in the rest of the territory."""

    def holds(self, fewest: int) -> bool:
        """Tell whether nobody stands out in it."""
        return len(self.people) >= fewest and (not self.others or len(self.others) >= fewest)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How often a person gave an answer in a month."""

    month: str
    member_id: UUID | None
    level: int
    """From -2 to +2."""
    times: int
    inside: bool = True
    """Whether it belongs to the part of the territory that is looked at."""


def closed(answers: Iterable[Answers], fewest: int) -> Iterator[Block]:
    """Yield the blocks that hold at least ``fewest`` people; the months after the last one wait for more."""
    block: Block | None = None
    for answer in sorted(answers, key=lambda answer: answer.month):
        if block is not None and answer.month != block.last and block.holds(fewest):
            yield block
            block = None
        if block is None:
            block = Block(first=answer.month, last=answer.month)
        block.last = answer.month
        (block.people if answer.inside else block.others).add(answer.member_id)
        if answer.inside:
            block.levels[answer.level + 2] += answer.times
    if block is not None and block.holds(fewest):
        yield block
