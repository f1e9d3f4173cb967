"""Questions about members."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.members.models import Member, MemberStatus, Person


def active_members(session: Session) -> Sequence[Member]:
    """Return the active members of the territory in scope, by first name."""
    return session.scalars(
        sa.select(Member)
        .join(Person, Person.id == Member.person_id)
        .where(Member.status == MemberStatus.ACTIVE)
        .order_by(Person.first_name, Person.last_name)
    ).all()
