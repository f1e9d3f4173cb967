"""Use cases of sub-networks. They flush; the caller commits."""

import re
import unicodedata
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.kernel.registry import Plugins
from app.members.models import Member, MemberStatus
from app.notifications.services import notify
from app.subnetworks import queries
from app.subnetworks.models import Installation, Subnetwork, SubnetworkMember
from app.subnetworks.themes import THEMES
from app.territories.models import Territory
from app.text import _

LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_RULES = 80, 2_000, 4_000


def slug_for(session: Session, name: str) -> str:
    """Return an address for a sub-network called ``name`` that is free in the territory in scope."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "network"
    taken = set(session.scalars(sa.select(Subnetwork.slug).where(Subnetwork.slug.startswith(base))))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


def create(
    session: Session,
    *,
    territory_id: UUID,
    theme: str,
    name: str,
    description: str = "",
    rules: str = "",
    coordinators: tuple[Member, ...] = (),
) -> Subnetwork:
    """Found a sub-network and name its coordinators.

    Raises:
        Refusal: the theme is unknown, or there is no name.
    """
    subnetwork = Subnetwork(territory_id=territory_id, slug=slug_for(session, name))
    session.add(subnetwork)
    describe(session, subnetwork, theme=theme, name=name, description=description, rules=rules)
    for member in coordinators:
        name_coordinator(session, subnetwork, member)
    return subnetwork


def describe(
    session: Session, subnetwork: Subnetwork, *, theme: str, name: str, description: str, rules: str
) -> None:
    """Write the words of a sub-network.

    Raises:
        Refusal: the theme is unknown, or there is no name.
    """
    if theme not in THEMES:
        raise Refusal(_("Choose one of the themes."), field="theme")
    if not name.strip():
        raise Refusal(_("Give the sub-network a name."), field="name")
    subnetwork.theme, subnetwork.name = theme, name.strip()
    subnetwork.description, subnetwork.rules = description.strip(), rules.strip()
    session.flush()


def join(session: Session, subnetwork: Subnetwork, member: Member) -> SubnetworkMember:
    """Let a member take part in a sub-network; again is no harm."""
    part = queries.is_in(session, subnetwork.id, member.id)
    if part is None:
        part = SubnetworkMember(
            territory_id=subnetwork.territory_id, subnetwork_id=subnetwork.id, member_id=member.id
        )
        session.add(part)
        session.flush()
    return part


def leave(session: Session, subnetwork: Subnetwork, member: Member) -> None:
    """Let a member leave a sub-network.

    Raises:
        Refusal: they are its only coordinator.
    """
    part = queries.is_in(session, subnetwork.id, member.id)
    if part is None:
        return
    if part.coordinates:
        step_down(session, subnetwork, member)
    session.delete(part)
    session.flush()


def name_coordinator(session: Session, subnetwork: Subnetwork, member: Member) -> None:
    """Make a member coordinator of a sub-network, and tell them.

    Raises:
        Refusal: they are no active member of the territory.
    """
    if member.status != MemberStatus.ACTIVE or member.territory_id != subnetwork.territory_id:
        raise Refusal(_("Only an active member of the territory can coordinate."))
    part = join(session, subnetwork, member)
    if part.coordinates:
        return
    part.coordinates = True
    session.flush()
    territory = session.get_one(Territory, subnetwork.territory_id)
    notify(
        session,
        person_id=member.person_id,
        kind="role.given",
        territory_id=territory.id,
        path=f"/t/{territory.slug}/networks/{subnetwork.slug}",
        values={"role": _("coordinator"), "place": subnetwork.name},
    )


def step_down(session: Session, subnetwork: Subnetwork, member: Member) -> None:
    """Take the coordination of a sub-network from a member.

    Raises:
        Refusal: nobody else would coordinate it.
    """
    if queries.coordinator_ids(session, subnetwork.id) == [member.id]:
        raise Refusal(_("Name another coordinator first: somebody has to look after this sub-network."))
    part = queries.is_in(session, subnetwork.id, member.id)
    if part is not None:
        part.coordinates = False
        session.flush()


def install(
    session: Session,
    plugins: Plugins,
    *,
    subnetwork: Subnetwork,
    plugin: str,
    settings: dict[str, Any],
    by: Member | None = None,
) -> Installation:
    """Switch a plugin on in a sub-network, or change its settings.

    Raises:
        Refusal: no such plugin is installed on the platform, or it refuses the change.
    """
    if plugin not in plugins.installed:
        raise Refusal(_("This plugin is not on the platform."))
    found = queries.installation(session, subnetwork.id, plugin)
    if found is None:
        found = Installation(
            territory_id=subnetwork.territory_id,
            subnetwork_id=subnetwork.id,
            plugin=plugin,
            installed_by_id=by.id if by is not None else None,
        )
        session.add(found)
    former = dict(found.settings or {})
    found.enabled = True
    found.settings = settings
    session.flush()
    follow = plugins.installed[plugin].manifest.settings_changed
    if follow is not None:
        follow(session, subnetwork, former)
    return found


def switch_off(session: Session, subnetwork: Subnetwork, plugin: str) -> None:
    """Switch a plugin off in a sub-network; its listings, settings and open exchanges stay."""
    found = queries.installation(session, subnetwork.id, plugin)
    if found is not None:
        found.enabled = False
        session.flush()


def close(session: Session, subnetwork: Subnetwork) -> None:
    """Close a sub-network: nothing new is listed there, everything stays readable."""
    subnetwork.closed_at = clock.now()
    session.flush()


def reopen(session: Session, subnetwork: Subnetwork) -> None:
    """Open a closed sub-network again."""
    subnetwork.closed_at = None
    session.flush()
