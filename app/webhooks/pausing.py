"""Pauses a webhook that has failed for too long, and tells those who look after it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.members.models import Member, MemberRole, MemberStatus
from app.notifications.services import notify
from app.roles import Role
from app.subnetworks.models import Subnetwork, SubnetworkMember
from app.territories.models import Territory
from app.webhooks.models import Pause, Webhook


def pause(session: Session, hook: Webhook, why: Pause) -> None:
    """Pause a webhook by itself and tell the coordinators, or else the administrators, by mail."""
    hook.paused_at, hook.pause = clock.now(), why
    subnetwork = session.get_one(Subnetwork, hook.subnetwork_id)
    territory = session.get_one(Territory, hook.territory_id)
    for member in _coordinators(session, subnetwork) or _administrators(session, territory):
        notify(
            session,
            person_id=member.person_id,
            kind="webhook.paused",
            territory_id=territory.id,
            path=f"/t/{territory.slug}/networks/{subnetwork.slug}/webhooks/{hook.id}",
            values={"webhook": hook.name, "place": subnetwork.name},
        )


def _coordinators(session: Session, subnetwork: Subnetwork) -> list[Member]:
    coordinates = SubnetworkMember.subnetwork_id == subnetwork.id, SubnetworkMember.coordinates
    part = sa.select(SubnetworkMember.member_id).where(*coordinates)
    return _active(session, Member.id.in_(part))


def _administrators(session: Session, territory: Territory) -> list[Member]:
    granted = MemberRole.territory_id == territory.id, MemberRole.role == Role.ADMINISTRATOR
    return _active(session, Member.id.in_(sa.select(MemberRole.member_id).where(*granted)))


def _active(session: Session, which: sa.ColumnElement[bool]) -> list[Member]:
    wanted = sa.select(Member).where(which, Member.status == MemberStatus.ACTIVE).order_by(Member.id)
    return list(session.scalars(wanted).unique())
