"""Questions about ledgers and accounts; statements stand in ``account_statement``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledgers.models import (
    LIMITED_KINDS,
    Account,
    AccountHolder,
    AccountKind,
    Ledger,
    Right,
    Transfer,
)
from app.ledgers.naming import NAMED_BY, title_of, with_names
from app.ledgers.words import CONFIDENTIAL
from app.members.models import Member, Person
from app.subnetworks.models import Subnetwork


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """An account with its ledger, its sub-network and its holder, as pages show them."""

    account: Account
    ledger: Ledger
    subnetwork: Subnetwork
    title: str
    """What it is called: the member's first name, the organisation, the fund."""
    first_name: str | None
    """Of the member whose account it is; ``None`` for every other kind."""
    place: str = ""


def find_ledger(session: Session, subnetwork_id: UUID, plugin: str, purpose: str = "") -> Ledger | None:
    """Return the ledger of a plugin in a sub-network, ``None`` while none is open.

    Args:
        purpose: which one, when a plugin keeps several; the one its members use has none.
    """
    return session.scalar(
        sa.select(Ledger).where(
            Ledger.subnetwork_id == subnetwork_id, Ledger.plugin == plugin, Ledger.purpose == purpose
        )
    )


def accounts_of_member(session: Session, member_id: UUID) -> list[AccountView]:
    """Return the accounts of a member, by the name of their ledger."""
    return _views(session, Account.member_id == member_id)


def accounts_held(session: Session, member_id: UUID) -> list[AccountView]:
    """Return the accounts that others let a member see or use, by the name of their ledger."""
    return _views(session, _is_held_by(member_id))


def mine_or_held(member_id: UUID) -> sa.Select[Any]:
    """Select the accounts of a member and those that others let them see or use."""
    return sa.select(Account).where(sa.or_(Account.member_id == member_id, _is_held_by(member_id)))


def views_of(session: Session, account_ids: Sequence[UUID]) -> list[AccountView]:
    """Return accounts as pages show them, in the order of their ids."""
    found = {view.account.id: view for view in _views(session, Account.id.in_(account_ids))}
    return [found[account_id] for account_id in account_ids if account_id in found]


def accounts_to_pay_from(session: Session, member_id: UUID, ledger_id: UUID) -> list[AccountView]:
    """Return the open accounts of a ledger from which a member may pay, their own first."""
    mine = Account.member_id == member_id
    found = _views(
        session,
        sa.and_(
            Account.ledger_id == ledger_id,
            Account.closed_at.is_(None),
            sa.or_(mine, _is_held_by(member_id, Right.PAY, Right.PAY_UP_TO)),
        ),
    )
    return sorted(found, key=lambda view: (view.account.member_id != member_id, view.account.name))


def may_pay(session: Session, account: Account, member_id: UUID, amount: int) -> bool:
    """Tell whether a member may pay ``amount`` (smallest units) from an account."""
    if account.member_id == member_id:
        return True
    holder = session.get(AccountHolder, (account.id, member_id))
    if holder is None or holder.right == Right.SEE:
        return False
    return holder.right == Right.PAY or (holder.most is not None and amount <= holder.most)


def holders_of(session: Session, account_id: UUID) -> list[tuple[AccountHolder, str]]:
    """Return who may see or use an account besides its owner, with their first names."""
    rows = session.execute(
        sa.select(AccountHolder, Person.first_name)
        .join(Member, Member.id == AccountHolder.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(AccountHolder.account_id == account_id)
        .order_by(Person.first_name)
    )
    return [(holder, name) for holder, name in rows]


def rights_of(session: Session, member_id: UUID) -> dict[UUID, AccountHolder]:
    """Return what a member may do with accounts that others let them see or use, by account."""
    rows = session.scalars(sa.select(AccountHolder).where(AccountHolder.member_id == member_id))
    return {holder.account_id: holder for holder in rows}


def _is_held_by(member_id: UUID, *rights: Right) -> sa.ColumnElement[bool]:
    holder = sa.exists().where(AccountHolder.account_id == Account.id, AccountHolder.member_id == member_id)
    return holder.where(AccountHolder.right.in_(rights)) if rights else holder


def accounts_of_ledger(session: Session, ledger_id: UUID) -> list[AccountView]:
    """Return the accounts of a ledger, those of the community first, then the others by name."""
    found = _views(session, Account.ledger_id == ledger_id)
    return sorted(found, key=lambda view: (view.account.kind in LIMITED_KINDS, view.title.casefold()))


def account_for(
    session: Session, account_id: UUID, *, member_id: UUID, coordinates: Collection[UUID]
) -> AccountView | None:
    """Return an account to its holder or to a coordinator of its sub-network; to others it is not found."""
    may_see = sa.or_(
        Account.member_id == member_id, _is_held_by(member_id), Ledger.subnetwork_id.in_(coordinates)
    )
    return next(iter(_views(session, sa.and_(Account.id == account_id, may_see))), None)


def common_account(session: Session, account_id: UUID) -> AccountView | None:
    """Return one of the community's own accounts, which everybody may look into."""
    return next(iter(_views(session, sa.and_(Account.id == account_id, _is_open_to_all()))), None)


def open_to_all(subnetwork_id: UUID | None = None) -> sa.Select[Any]:
    """Select the community's own accounts, which everybody may look into, of one sub-network or of all."""
    wanted = sa.select(Account).where(_is_open_to_all())
    if subnetwork_id is None:
        return wanted
    ledgers = sa.select(Ledger.id).where(Ledger.subnetwork_id == subnetwork_id)
    return wanted.where(Account.ledger_id.in_(ledgers))


def common_accounts(session: Session, *, subnetwork_id: UUID | None = None) -> list[AccountView]:
    """Return the community's own accounts of a sub-network's ledgers, or of all in scope."""
    condition = _is_open_to_all()
    if subnetwork_id is not None:
        condition = sa.and_(condition, Ledger.subnetwork_id == subnetwork_id)
    return _views(session, condition)


def _is_open_to_all() -> sa.ColumnElement[bool]:
    """The community's own accounts, but those that pay who must not be guessed."""
    pays_in_confidence = sa.exists().where(Transfer.payer_id == Account.id, Transfer.reason.in_(CONFIDENTIAL))
    return sa.and_(Account.kind.not_in(LIMITED_KINDS), ~pays_in_confidence)


def _views(session: Session, condition: sa.ColumnElement[bool]) -> list[AccountView]:
    rows: Sequence[Any] = session.execute(
        with_names(
            sa.select(Account, Ledger, Subnetwork, Member.place, *NAMED_BY)
            .join(Ledger, Ledger.id == Account.ledger_id)
            .join(Subnetwork, Subnetwork.id == Ledger.subnetwork_id)
        )
        .where(condition)
        .order_by(Ledger.name, Account.created_at)
    ).all()
    return [
        AccountView(
            account=account,
            ledger=ledger,
            subnetwork=subnetwork,
            title=title_of(*named_by),
            first_name=named_by[2],
            place=place or "",
        )
        for account, ledger, subnetwork, place, *named_by in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What moved between the members of a ledger, without what was reversed."""

    amount: int
    transfers: int
    people: int


def moved(session: Session, ledger_id: UUID, *, since: datetime | None = None) -> Moved:
    """Sum up the exchanges of a ledger since an instant, or since it was opened."""
    reversal = aliased(Transfer)
    kept = (
        sa.select(Transfer.amount, Transfer.payer_id, Transfer.payee_id)
        .where(
            Transfer.ledger_id == ledger_id,
            Transfer.reason == "exchange",
            ~sa.exists().where(reversal.reverses_id == Transfer.id),
        )
        .where(*([] if since is None else [Transfer.created_at >= since]))
        .cte("kept")
    )
    sides = sa.union(sa.select(kept.c.payer_id.label("id")), sa.select(kept.c.payee_id)).subquery()
    row = session.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(kept.c.amount), 0),
            sa.func.count(kept.c.amount),
            sa.select(sa.func.count()).select_from(sides).scalar_subquery(),
        )
    ).one()
    return Moved(amount=int(row[0]), transfers=row[1], people=row[2])


def members_moved(session: Session, ledger_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Return what each account of a ledger gave and received in exchanges: amounts by account id."""
    totals: dict[UUID, tuple[int, int]] = {}
    for side, place in ((Transfer.payee_id, 0), (Transfer.payer_id, 1)):
        rows = session.execute(
            sa.select(side, sa.func.sum(Transfer.amount))
            .where(Transfer.ledger_id == ledger_id, Transfer.reason == "exchange")
            .group_by(side)
        )
        for account_id, amount in rows:
            gave, received = totals.get(account_id, (0, 0))
            totals[account_id] = (int(amount), received) if place == 0 else (gave, int(amount))
    return totals


def is_of_member(account: Account) -> bool:
    """Tell whether an account belongs to a member, not to the community."""
    return account.kind == AccountKind.MEMBER


def issued(session: Session, ledger_id: UUID) -> int:
    """Return how much of the unit is out: what the issuance account is below zero."""
    balance = session.scalar(
        sa.select(Account.balance).where(Account.ledger_id == ledger_id, Account.kind == AccountKind.ISSUANCE)
    )
    return -(balance or 0)
