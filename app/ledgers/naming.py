"""What accounts are called: on pages, in statements, to those who may know whose they are and to others."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledgers.models import Account, AccountKind
from app.members.models import Member, MemberStatus, Person
from app.subnetworks.models import Subnetwork
from app.text import _

_owner = aliased(Subnetwork)
NAMED_BY = (Account.kind, Account.name, Person.first_name, Person.erased_at, Member.status, _owner.name)
"""The columns that ``title_of`` takes, in its order."""


def with_names(statement: Any) -> Any:
    """Join to a selection of accounts what ``NAMED_BY`` needs."""
    return (
        statement.outerjoin(Member, Member.id == Account.member_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .outerjoin(_owner, _owner.id == Account.subnetwork_id)
    )


def title_of(
    kind: str, name: str, first_name: str | None, erased: object, status: str | None, subnetwork: str | None
) -> str:
    """Return what an account is called to those who may know whose it is."""
    if kind == AccountKind.MEMBER:
        holder = _holder(first_name, erased, status)
        return _("%(account)s (%(name)s)", account=name, name=holder) if name else holder
    if kind == AccountKind.SUBNETWORK:
        return name or subnetwork or _("A sub-network")
    return name or common_name(kind)


def public_title_of(kind: str, name: str, subnetwork: str | None) -> str:
    """Return what an account is called to everybody: organisations by name, people not."""
    if kind == AccountKind.MEMBER:
        return _("a member")
    return title_of(kind, name, None, None, None, subnetwork)


def common_name(kind: str) -> str:
    """Name one of the community's own books that has no name of its own."""
    return {
        AccountKind.ISSUANCE: lambda: _("Issue of units"),
        AccountKind.LEVIES: lambda: _("Levies"),
        AccountKind.ROUNDING: lambda: _("Rounding"),
        AccountKind.ORGANISATION: lambda: _("An organisation"),
    }.get(AccountKind(kind), lambda: _("The community"))()


def _holder(first_name: str | None, erased: object, status: str | None) -> str:
    if erased is not None or first_name is None:
        return _("Former member")
    if status == MemberStatus.LEFT:
        return _("%(name)s (former member)", name=first_name)
    return first_name


def names_of(session: Session, account_ids: Iterable[UUID], *, public: bool = False) -> dict[UUID, str]:
    """Return what accounts are called, by their id.

    Args:
        public: members are not named.
    """
    wanted = set(account_ids)
    if not wanted:
        return {}
    rows: Sequence[Any] = session.execute(
        with_names(sa.select(Account.id, *NAMED_BY)).where(Account.id.in_(wanted))
    ).all()
    if public:
        return {row[0]: public_title_of(row[1], row[2], row[6]) for row in rows}
    return {row[0]: title_of(*row[1:]) for row in rows}


def member_names(session: Session, member_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the first names of members by their id, former members without theirs."""
    wanted = {member_id for member_id in member_ids if member_id is not None}
    if not wanted:
        return {}
    rows = session.execute(
        sa.select(Member.id, Person.first_name, Person.erased_at, Member.status)
        .join(Person, Person.id == Member.person_id)
        .where(Member.id.in_(wanted))
    )
    return {row[0]: _holder(row[1], row[2], row[3]) for row in rows}
