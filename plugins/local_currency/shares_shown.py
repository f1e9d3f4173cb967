"""A posted share as everybody reads it: nothing tells what fewer than five people changed from euros."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from plugins.local_currency.shares import FEWEST
from plugins.local_currency.shares_models import SharePart, ShareRun
from plugins.local_currency.shares_posting import parts_of


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    """What everybody may know of an association's share; ``None`` is withheld."""

    organisation_id: UUID
    name: str
    sponsors: int | None
    base: int | None
    amount: int | None
    too_few: bool
    """It has fewer sponsors than are needed, or than may be told of."""


@dataclass(frozen=True, kw_only=True)
class ShownShare:
    """What everybody may know of a year's share; ``None`` is withheld."""

    parts: tuple[ShownPart, ...]
    given: int | None
    rest: int | None
    needed: int


def shown(session: Session, run: ShareRun) -> ShownShare:
    """Return a posted share without what gives away the sums of fewer than five sponsors."""
    return of_parts(run, parts_of(session, run))


def of_parts(run: ShareRun, found: Sequence[tuple[SharePart, str]]) -> ShownShare:
    """Withhold what gives away the sums of fewer than five sponsors.

    A share is a known part of a base, and so is a sum of shares less those that are known. So what an
    association with too few sponsors got is withheld, and a sum with the shares of such associations too,
    unless their sponsors are five together.
    """
    few = [part for part, _name in found if part.sponsors < FEWEST]
    return ShownShare(
        parts=tuple(_part(run, part, name) for part, name in found),
        given=run.whole - run.to_commons if _hides(part for part in few if part.amount) else None,
        rest=run.to_commons if _hides(part for part in few if not part.amount) else None,
        needed=max(FEWEST, run.sponsors_needed),
    )


def _part(run: ShareRun, part: SharePart, name: str) -> ShownPart:
    enough = part.sponsors >= FEWEST
    nothing_for_few = run.sponsors_needed >= FEWEST
    return ShownPart(
        organisation_id=part.organisation_id,
        name=name,
        sponsors=part.sponsors if enough else None,
        base=part.base if enough else None,
        amount=part.amount if enough or nothing_for_few else None,
        too_few=part.sponsors < max(FEWEST, run.sponsors_needed),
    )


def _hides(parts: Iterable[SharePart]) -> bool:
    """Tell whether a sum hides the shares in it: there are none, or those of five people or more."""
    sponsors = sum(part.sponsors for part in parts)
    return sponsors == 0 or sponsors >= FEWEST
