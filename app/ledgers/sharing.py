"""Letting others see or use an account, opening a second one, closing one; everybody concerned is told."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.amounts import amount as amount_in_words
from app.errors import Refusal
from app.ledgers import levies, queries, services
from app.ledgers.models import Account, AccountHolder, AccountKind, Ledger, Right
from app.ledgers.naming import names_of
from app.members.models import Member, MemberStatus, Person
from app.notifications.services import notify
from app.territories.models import Territory
from app.text import _, speaking

MOST_SECOND_ACCOUNTS = 3
"""In one ledger, for one member: each is one more place where an account can stand."""
LONGEST_NAME = 60
ENTRUSTED_KINDS = (AccountKind.ORGANISATION, AccountKind.SUBNETWORK, AccountKind.COMMUNITY)
"""Accounts that belong to nobody alone, which a coordinator opens."""
TOLD = {Right.SEE: "account.may_see", Right.PAY_UP_TO: "account.may_pay_up_to", Right.PAY: "account.may_pay"}


def called(name: str) -> str:
    """Return a name without spaces to spare.

    Raises:
        Refusal: nothing is left of it.
    """
    said = " ".join(name.split())
    if not said:
        raise Refusal(_("Give it a name."), field="name")
    return said


def let_use(
    session: Session, account: Account, member_id: UUID, *, right: Right, most: int | None, by: Member
) -> AccountHolder:
    """Let a member see or use an account, or change what they may, and tell them.

    Args:
        most: largest single payment in the smallest unit, for ``Right.PAY_UP_TO`` alone.

    Raises:
        Refusal: the account is theirs anyway or closed, or they are no member here.
    """
    member = session.get(Member, member_id)
    if member is None or member.territory_id != account.territory_id or member.status != MemberStatus.ACTIVE:
        raise Refusal(_("Choose somebody who is a member here."), field="member")
    if account.member_id == member_id:
        raise Refusal(_("It is their own account: they can use it anyway."), field="member")
    if account.closed_at is not None:
        raise Refusal(_("This account is closed."))
    before = session.get(AccountHolder, (account.id, member_id))
    same = before is not None and (before.right, before.most) == (right, most)
    holder = services.give_right(session, account, member_id, right=right, most=most, given_by_id=by.id)
    if not same:
        _tell(session, account, member, TOLD[right], by=by, most=most)
    return holder


def take_back(session: Session, account: Account, member_id: UUID, *, by: Member) -> None:
    """Take back what a member may do with an account, and tell them."""
    member = session.get(Member, member_id)
    if member is None or session.get(AccountHolder, (account.id, member_id)) is None:
        return
    services.take_right(session, account, member_id)
    _tell(session, account, member, "account.right_taken", by=by, path="accounts/")


def _tell(
    session: Session,
    account: Account,
    member: Member,
    kind: str,
    *,
    by: Member,
    most: int | None = None,
    path: str | None = None,
) -> None:
    if member.id == by.id:
        return
    ledger = session.get_one(Ledger, account.ledger_id)
    with speaking(member.person.language):
        values = {"name": by.first_name, "account": names_of(session, [account.id])[account.id]}
        if most is not None:
            values["most"] = amount_in_words(most, ledger.unit, ledger.scale)
    notify(
        session,
        person_id=member.person_id,
        kind=kind,
        path=page_of(session, account, path),
        territory_id=account.territory_id,
        values=values,
    )


def page_of(session: Session, account: Account, path: str | None = None) -> str:
    """Return the address of an account's statement, or of another page of its territory."""
    slug = session.get_one(Territory, account.territory_id).slug
    return f"/t/{slug}/{path or f'accounts/{account.id}'}"


def users_of(session: Session, account: Account) -> list[Member]:
    """Return the members who use an account: its owner, or those who may pay from it."""
    if account.kind == AccountKind.MEMBER:
        users: sa.ColumnElement[bool] = Member.id == account.member_id
    else:
        users = Member.id.in_(
            sa.select(AccountHolder.member_id).where(
                AccountHolder.account_id == account.id, AccountHolder.right != Right.SEE
            )
        )
    rows = session.scalars(
        sa.select(Member)
        .join(Person, Person.id == Member.person_id)
        .where(users, Member.status == MemberStatus.ACTIVE)
        .order_by(Member.id)
    )
    return list(rows.unique())


def second_in(session: Session, member_id: UUID) -> dict[UUID, Ledger]:
    """Return the ledgers in which a member may open a second account: where their usual one is."""
    return {
        view.ledger.id: view.ledger
        for view in queries.accounts_of_member(session, member_id)
        if not view.account.name and view.account.closed_at is None
    }


def open_second(session: Session, ledger: Ledger, member: Member, name: str) -> Account:
    """Open a second account for a member; it cannot go below zero: credit is given once.

    Raises:
        Refusal: they have no first one, one of that name, or as many as one may have.
    """
    name = called(name)
    if ledger.id not in second_in(session, member.id):
        raise Refusal(_("Your usual account comes first: it opens by itself with your first exchange."))
    mine = session.scalars(
        sa.select(Account).where(
            Account.ledger_id == ledger.id, Account.member_id == member.id, Account.name != ""
        )
    ).all()
    if any(account.name.casefold() == name.casefold() for account in mine):
        raise Refusal(_("You have an account of that name already."), field="name")
    if len([account for account in mine if account.closed_at is None]) >= MOST_SECOND_ACCOUNTS:
        raise Refusal(_("That is as many accounts as one can have here. Close one first."), field="name")
    opened = services.open_account(session, ledger, kind=AccountKind.MEMBER, name=name, member_id=member.id)
    ceiling = opened.ceiling
    services.set_own_limits(session, opened, floor=0, ceiling=ceiling)
    return opened


def open_entrusted(
    session: Session, ledger: Ledger, *, kind: AccountKind, name: str, member_id: UUID | None, by: Member
) -> Account:
    """Open the account of an organisation, of a sub-network or a fund, and let somebody pay from it.

    Args:
        member_id: who may pay from it; ``None``: nobody yet.

    Raises:
        Refusal: there is one of that name, or they are no member here.
    """
    name = called(name)
    there = session.scalars(
        sa.select(Account.name).where(Account.ledger_id == ledger.id, Account.kind == kind)
    ).all()
    if any(other.casefold() == name.casefold() for other in there):
        raise Refusal(_("There is an account of that name already."), field="name")
    own = ledger.subnetwork_id if kind is AccountKind.SUBNETWORK else None
    opened = services.open_account(session, ledger, kind=kind, name=name, subnetwork_id=own)
    if member_id is not None:
        let_use(session, opened, member_id, right=Right.PAY, most=None, by=by)
    return opened


def close(session: Session, account: Account) -> None:
    """Close an account that nobody needs any more; the usual one of a member stays.

    Raises:
        Refusal: something is on it, a levy goes there, or it is the usual one.
    """
    if account.kind in (AccountKind.MEMBER, AccountKind.COMMUNITY) and not account.name:
        raise Refusal(_("This is the usual account here: it stays open."))
    ledger = session.get_one(Ledger, account.ledger_id)
    if any(levy.account_id == account.id for levy in levies.in_force(session, ledger)):
        raise Refusal(_("A levy goes to this account. End the levy first."))
    if account.closed_at is None:
        services.close_account(session, account)
