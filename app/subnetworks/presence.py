"""Finds out where a request is and what its person is there."""

import sqlalchemy as sa
from flask import abort, current_app, g, request
from flask_login import current_user

from app.db import scope
from app.members.models import Member, MemberStatus, Person
from app.roles import Role
from app.subnetworks.models import SubnetworkMember
from app.subnetworks.queries import is_enabled_somewhere
from app.territories.models import Territory
from app.web.context import Here
from app.web.database import db


def find_here() -> None:
    """Fill in ``here`` and limit the session to the territory of the address."""
    here = Here()
    g.here = here
    scope.enter(db.session, None)
    if g.get("territory_slug") is not None:
        here.territory = db.session.scalar(
            sa.select(Territory).where(Territory.slug == g.territory_slug, Territory.active)
        )
        if here.territory is None:
            abort(404)
        scope.enter(db.session, here.territory.id)
        _only_where_switched_on()
    person = current_user._get_current_object()
    here.person = person if isinstance(person, Person) else None
    here.roles = _roles(here)


def _only_where_switched_on() -> None:
    plugin = current_app.extensions["together_plugin_pages"].get(request.blueprint)
    if plugin is not None and not is_enabled_somewhere(db.session, plugin):
        abort(404)


def _roles(here: Here) -> frozenset[Role]:
    if here.person is None:
        return frozenset({Role.VISITOR})
    roles = {Role.PERSON}
    if here.person.is_operator:
        roles.add(Role.OPERATOR)
    if here.territory is None:
        return frozenset(roles)
    here.member = db.session.scalar(
        sa.select(Member).where(Member.person_id == here.person.id, Member.status == MemberStatus.ACTIVE)
    )
    if here.member is None:
        return frozenset(roles)
    roles.add(Role.INHABITANT)
    roles.update(Role(grant.role) for grant in here.member.grants)
    here.coordinates = frozenset(
        db.session.scalars(
            sa.select(SubnetworkMember.subnetwork_id).where(
                SubnetworkMember.member_id == here.member.id, SubnetworkMember.coordinates
            )
        )
    )
    if here.coordinates:
        roles.add(Role.COORDINATOR)
    return frozenset(roles)
