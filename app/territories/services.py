"""Use cases of territories: the tree, its ancestors, opening a place. They flush; the caller commits."""

import re
from uuid import UUID
from zoneinfo import available_timezones

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.errors import Refusal
from app.geo.names import fold
from app.geo.point import Point
from app.territories import queries
from app.territories.models import Joining, Level, Territory, TerritoryAncestor
from app.text import LANGUAGES, _

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
RESERVED = frozenset({"territories", "plugins", "kinds", "components", "people", "me", "tokens", "docs"})
"""What the addresses of the interface for programs begin with, where others begin with a territory."""
MOST_QUESTIONS = 6
CONFIRM_DAYS = range(1, 91)


def slug_of(name: str) -> str:
    """Return the part of addresses that a name suggests: "L'Haÿ-les-Roses" gives "l-hay-les-roses"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].strip("-")


def create(
    session: Session,
    *,
    name: str,
    level: Level,
    parent: Territory | None = None,
    country: str = "FR",
    code: str | None = None,
    point: Point | None = None,
    population: int | None = None,
) -> Territory:
    """Add a place to the tree: a neighbourhood, a network, whatever no official table brings."""
    made = Territory(
        name=name,
        name_key=fold(name),
        level=level,
        parent_id=parent.id if parent else None,
        country=parent.country if parent else country,
        code=code,
        population=population,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
    )
    session.add(made)
    session.flush()
    remember_ancestors(session, made)
    return made


def remember_ancestors(session: Session, territory: Territory) -> None:
    """Write the ancestors of a territory that has nothing below it yet."""
    session.execute(sa.delete(TerritoryAncestor).where(TerritoryAncestor.territory_id == territory.id))
    depths: dict[UUID, int] = {territory.id: 0}
    if territory.group_id is not None:
        depths[territory.group_id] = 1
    if territory.parent_id is not None:
        above = sa.select(TerritoryAncestor.ancestor_id, TerritoryAncestor.depth).where(
            TerritoryAncestor.territory_id == territory.parent_id
        )
        for ancestor_id, depth in session.execute(above):
            depths.setdefault(ancestor_id, depth + 1)
    session.add_all(
        TerritoryAncestor(ancestor_id=ancestor_id, territory_id=territory.id, depth=depth)
        for ancestor_id, depth in depths.items()
    )
    session.flush()


def move(session: Session, territory: Territory, parent: Territory | None) -> None:
    """Hang a territory, with everything below it, under another one.

    Raises:
        Refusal: the new parent is the territory itself or lies in it.
    """
    if parent is not None and (
        parent.id == territory.id or territory.id in queries.ancestor_ids(session, parent.id)
    ):
        raise Refusal(_("%(parent)s is itself part of %(name)s.", parent=parent.name, name=territory.name))
    territory.parent_id = parent.id if parent else None
    session.flush()
    rebuild_ancestors(session)


def rebuild_ancestors(session: Session) -> None:
    """Write the ancestors of all territories anew from their parents and groups, in two statements."""
    up = (
        sa.select(
            Territory.id.label("ancestor_id"),
            Territory.id.label("territory_id"),
            sa.literal(0).label("depth"),
        )
    ).cte("up", recursive=True)
    above = aliased(Territory)
    up = up.union_all(
        sa.select(above.parent_id, up.c.territory_id, up.c.depth + 1)
        .join(above, above.id == up.c.ancestor_id)
        .where(above.parent_id.is_not(None))
    )
    groups = sa.select(
        Territory.group_id.label("ancestor_id"),
        Territory.id.label("territory_id"),
        sa.literal(1).label("depth"),
    ).where(Territory.group_id.is_not(None))
    every = sa.union_all(sa.select(up), groups).subquery()
    session.execute(sa.delete(TerritoryAncestor))
    session.execute(
        sa.insert(TerritoryAncestor).from_select(
            ["ancestor_id", "territory_id", "depth"],
            sa.select(every.c.ancestor_id, every.c.territory_id, sa.func.min(every.c.depth)).group_by(
                every.c.ancestor_id, every.c.territory_id
            ),
        )
    )
    session.expire_all()


def activate(session: Session, territory: Territory, *, slug: str) -> None:
    """Open a place to members under an address of its own.

    Raises:
        Refusal: the address is taken or cannot be one.
    """
    slug = slug.strip().lower()
    if not SLUG.fullmatch(slug):
        raise Refusal(
            _("An address is made of small letters, digits and hyphens: “saint-girons”."), field="slug"
        )
    if slug in RESERVED:
        raise Refusal(_("This address is used by the platform itself. Choose another one."), field="slug")
    other = queries.by_slug(session, slug)
    if other is not None and other.id != territory.id:
        raise Refusal(
            _("The address “%(slug)s” belongs to %(name)s.", slug=slug, name=other.name), field="slug"
        )
    territory.slug, territory.active = slug, True
    session.flush()


def close(session: Session, territory: Territory) -> None:
    """Close an active territory: its pages are no longer found, nothing is lost, it can open again."""
    territory.active = False
    session.flush()


def change(
    session: Session,
    territory: Territory,
    *,
    description: str,
    joining: str,
    questions: list[str],
    confirm_after_days: int,
    language: str,
    time_zone: str,
) -> None:
    """Change how a territory presents itself and works.

    Raises:
        Refusal: a value cannot be used; every reason is named.
    """
    questions = [" ".join(question.split()) for question in questions if question.strip()]
    reasons = []
    if joining not in tuple(Joining):
        reasons.append(_("Choose how people join."))
    if joining == Joining.APPROVAL and not questions:
        reasons.append(_("Ask at least one question, so that you know whom you welcome."))
    if len(questions) > MOST_QUESTIONS:
        reasons.append(_("Ask at most %(count)s questions.", count=MOST_QUESTIONS))
    if confirm_after_days not in CONFIRM_DAYS:
        reasons.append(_("Exchanges confirm by themselves after 1 to 90 days."))
    if language not in LANGUAGES:
        reasons.append(_("Choose one of the languages."))
    if time_zone not in available_timezones():
        reasons.append(_("There is no such time zone; “Europe/Paris” is one."))
    if reasons:
        raise Refusal(*reasons)
    territory.description, territory.joining, territory.questions = description.strip(), joining, questions
    territory.confirm_after_days = confirm_after_days
    territory.language, territory.time_zone = language, time_zone
    session.flush()
