"""Whom one can pay in a ledger, and what a payment costs besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers import levies
from app.ledgers.models import (
    Account,
    AccountKind,
    Ledger,
)
from app.ledgers.naming import NAMED_BY, title_of, with_names
from app.ledgers.payments import PAYING_KINDS
from app.members.models import Member, MemberStatus, Person
from app.text import _

PAGE = 24


@dataclass(frozen=True, kw_only=True)
class Payee:
    """Somebody or something that can be paid in a ledger, as a page names it."""

    title: str
    place: str = ""
    account: Account | None = None
    member_id: UUID | None = None
    """Of a member, whose usual account opens with the first payment."""

    @property
    def kind(self) -> str:
        """What it is, when it is no person."""
        if self.account is None or self.account.kind == AccountKind.MEMBER:
            return ""
        if self.account.kind == AccountKind.ORGANISATION:
            return _("Organisation")
        return _("Common account")


@dataclass(frozen=True, kw_only=True)
class Payees:
    """One page of those who can be paid."""

    accounts: Sequence[Payee]
    people: Sequence[Payee]
    total: int
    page: int
    pages: int


def ledgers_open(session: Session) -> Sequence[Ledger]:
    """Return the ledgers of the territory in scope that members use, by name."""
    return session.scalars(
        sa.select(Ledger).where(Ledger.purpose == "").order_by(Ledger.name, Ledger.id)
    ).all()


def payees(
    session: Session, ledger: Ledger, *, text: str = "", page: int = 1, but: UUID | None = None
) -> Payees:
    """Return who can be paid in a ledger, by parts of their first name or neighbourhood.

    Args:
        but: the member who looks.
    """
    people = (
        sa.select(Member)
        .join(Person, Person.id == Member.person_id)
        .where(
            Member.status == MemberStatus.ACTIVE, Member.territory_id == ledger.territory_id, Member.id != but
        )
    )
    for word in text.split():
        people = people.where(
            sa.or_(
                Person.first_name.icontains(word, autoescape=True),
                Member.place.icontains(word, autoescape=True),
            )
        )
    total = session.scalar(sa.select(sa.func.count()).select_from(people.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    found = session.scalars(
        people.order_by(sa.func.lower(Person.first_name), Member.id).limit(PAGE).offset((page - 1) * PAGE)
    )
    return Payees(
        accounts=_named_accounts(session, ledger, text) if page == 1 else (),
        people=[_person(member) for member in found.unique()],
        total=total,
        page=page,
        pages=pages,
    )


def _person(member: Member) -> Payee:
    return Payee(title=member.first_name, place=member.place, member_id=member.id)


def _named_accounts(session: Session, ledger: Ledger, text: str) -> list[Payee]:
    """Return organisations, common accounts and members' further accounts whose name has every word."""
    rows = session.execute(
        with_names(sa.select(Account, Member.place, *NAMED_BY)).where(
            Account.ledger_id == ledger.id, has_a_name_of_its_own()
        )
    )
    found = [
        Payee(title=title_of(*named_by), place=place or "", account=account, member_id=None)
        for account, place, *named_by in rows
    ]
    words = text.casefold().split()
    return sorted(
        (one for one in found if all(word in f"{one.title} {one.place}".casefold() for word in words)),
        key=lambda one: one.title.casefold(),
    )


def has_a_name_of_its_own() -> sa.ColumnElement[bool]:
    """Whether an open account is paid by its name: it is no member's usual one, nor one of the books."""
    return sa.and_(
        Account.closed_at.is_(None),
        Account.kind.in_(PAYING_KINDS),
        sa.or_(Account.kind != AccountKind.MEMBER, Account.name != ""),
    )


def payee_of_account(session: Session, account_id: UUID) -> Payee | None:
    """Return an account that can be paid."""
    row = session.execute(
        with_names(sa.select(Account, Member.place, *NAMED_BY)).where(
            Account.id == account_id, Account.kind.in_(PAYING_KINDS)
        )
    ).one_or_none()
    if row is None:
        return None
    account, place, *named_by = row
    return Payee(title=title_of(*named_by), place=place or "", account=account, member_id=account.member_id)


def payee_of_member(session: Session, ledger: Ledger, member_id: UUID) -> Payee | None:
    """Return an active member as one who can be paid, with their usual account if it is open."""
    member = session.scalar(
        sa.select(Member).where(
            Member.id == member_id,
            Member.status == MemberStatus.ACTIVE,
            Member.territory_id == ledger.territory_id,
        )
    )
    if member is None:
        return None
    account = usual_account(session, ledger, member_id)
    return Payee(title=member.first_name, place=member.place, account=account, member_id=member_id)


def of_members(session: Session, ledger: Ledger, member_ids: Sequence[UUID]) -> list[Payee]:
    """Return active members with their usual accounts, by first name."""
    rows = session.execute(
        sa.select(Member, Account)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(
            Account,
            sa.and_(
                Account.member_id == Member.id,
                Account.ledger_id == ledger.id,
                Account.kind == AccountKind.MEMBER,
                Account.name == "",
            ),
        )
        .where(
            Member.id.in_(member_ids),
            Member.status == MemberStatus.ACTIVE,
            Member.territory_id == ledger.territory_id,
        )
        .order_by(sa.func.lower(Person.first_name), Member.id)
    )
    return [
        Payee(title=member.first_name, place=member.place, account=account, member_id=member.id)
        for member, account in rows.unique()
    ]


def usual_account(session: Session, ledger: Ledger, member_id: UUID) -> Account | None:
    """Return the account that a member has by being one, ``None`` before it opened."""
    return session.scalar(
        sa.select(Account).where(
            Account.ledger_id == ledger.id,
            Account.member_id == member_id,
            Account.kind == AccountKind.MEMBER,
            Account.name == "",
        )
    )


def common_accounts(session: Session, ledger: Ledger) -> Sequence[Account]:
    """Return the open accounts of the community in a ledger, from which its coordinators pay."""
    return session.scalars(
        sa.select(Account)
        .where(
            Account.ledger_id == ledger.id,
            Account.kind == AccountKind.COMMUNITY,
            Account.closed_at.is_(None),
        )
        .order_by(Account.name)
    ).all()


def levies_for(session: Session, ledger: Ledger, payer: Account | None, amount: int) -> list[tuple[str, int]]:
    """Return names and amounts of the levies that a payer bears for a payment."""
    return [
        (levy.name, levies.amount_of(levy, amount))
        for levy in levies.in_force(session, ledger)
        if levy.paid_by == "payer"
        and levies.amount_of(levy, amount) > 0
        and (payer is None or levy.account_id != payer.id)
    ]
