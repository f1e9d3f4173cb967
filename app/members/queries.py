"""Questions about people and their memberships. They see the territory in scope, where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.members.models import Member, MemberRole, MemberStatus, Person
from app.territories.models import Territory

PAGE = 30
HERE_OR_WAS = (MemberStatus.ACTIVE, MemberStatus.SUSPENDED, MemberStatus.LEFT)


@dataclass(frozen=True, kw_only=True)
class People:
    """One page of the members of a territory."""

    members: Sequence[Member]
    total: int
    page: int
    pages: int


def membership(session: Session, territory_id: UUID, person_id: UUID) -> Member | None:
    """Return the membership of a person in a territory, whatever its status."""
    return session.scalar(
        sa.select(Member).where(Member.territory_id == territory_id, Member.person_id == person_id)
    )


def memberships(session: Session, person_id: UUID) -> list[tuple[Member, Territory]]:
    """Return the territories a person is in or asked to join, by name."""
    rows = session.execute(
        sa.select(Member, Territory)
        .join(Territory, Territory.id == Member.territory_id)
        .where(
            Member.person_id == person_id,
            Member.status.in_((MemberStatus.ACTIVE, MemberStatus.PENDING, MemberStatus.SUSPENDED)),
        )
        .order_by(Territory.name_key, Territory.id)
    )
    return [(member, territory) for member, territory in rows]


def active(session: Session, member_id: UUID) -> Member | None:
    """Return a member who may be seen by others."""
    return session.scalar(
        sa.select(Member).where(Member.id == member_id, Member.status == MemberStatus.ACTIVE)
    )


def find(session: Session, member_id: UUID) -> Member | None:
    """Return a member of the territory in scope, whatever the status; for administrators."""
    return session.scalar(sa.select(Member).where(Member.id == member_id))


def people(session: Session, *, text: str = "", status: str = "", page: int = 1) -> People:
    """Return members for the administrators: by a part of a name or mail address, by status."""
    wanted = people_wanted(text=text, status=status)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = session.scalars(
        wanted.order_by(sa.func.lower(Person.first_name), Member.id).limit(PAGE).offset((page - 1) * PAGE)
    )
    return People(members=rows.unique().all(), total=total, page=page, pages=pages)


def people_wanted(*, text: str = "", status: str = "") -> "sa.Select[Any]":
    """Select members for the administrators: by a part of a name or mail address, by status."""
    wanted = sa.select(Member).join(Person, Person.id == Member.person_id).where(Person.erased_at.is_(None))
    if status in tuple(MemberStatus):
        wanted = wanted.where(Member.status == status)
    else:
        wanted = wanted.where(Member.status.in_((MemberStatus.ACTIVE, MemberStatus.SUSPENDED)))
    for word in text.split():
        wanted = wanted.where(
            sa.or_(
                Person.first_name.icontains(word, autoescape=True),
                Person.last_name.icontains(word, autoescape=True),
                Person.email.icontains(word, autoescape=True),
            )
        )
    return wanted


def waiting(session: Session) -> Sequence[Member]:
    """Return those who ask to join, the longest waiting first."""
    return (
        session.scalars(
            sa.select(Member)
            .where(Member.status == MemberStatus.PENDING)
            .order_by(Member.created_at, Member.id)
        )
        .unique()
        .all()
    )


def with_role(session: Session, territory_id: UUID, role: str) -> Sequence[Member]:
    """Return the active members who hold ``role`` in a territory."""
    return (
        session.scalars(
            sa.select(Member)
            .join(MemberRole, MemberRole.member_id == Member.id)
            .where(
                Member.territory_id == territory_id,
                Member.status == MemberStatus.ACTIVE,
                MemberRole.role == role,
            )
            .order_by(Member.id)
        )
        .unique()
        .all()
    )


def count_members(session: Session, territory_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many active members each territory has."""
    rows = session.execute(
        sa.select(Member.territory_id, sa.func.count())
        .where(Member.territory_id.in_(territory_ids), Member.status == MemberStatus.ACTIVE)
        .group_by(Member.territory_id)
    )
    return dict(rows.all())


def by_mail(session: Session, mail: str) -> Person | None:
    """Return the person with this mail address."""
    return session.scalar(sa.select(Person).where(sa.func.lower(Person.email) == mail.strip().lower()))


def operators(session: Session) -> Sequence[Person]:
    """Return those who run the platform."""
    return session.scalars(
        sa.select(Person).where(Person.is_operator, Person.active).order_by(Person.first_name, Person.id)
    ).all()


def active_members(session: Session) -> Sequence[Member]:
    """Return the active members of the territory in scope, by first name."""
    return session.scalars(
        sa.select(Member)
        .join(Person, Person.id == Member.person_id)
        .where(Member.status == MemberStatus.ACTIVE)
        .order_by(Person.first_name, Person.last_name)
    ).all()
