"""Questions of a coordinator about a ledger: its accounts page by page, its levies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledgers import levies
from app.ledgers.models import LIMITED_KINDS, Account, Ledger, Levy, Transfer, TransferMemo
from app.ledgers.naming import NAMED_BY, names_of, title_of, with_names
from app.members.models import Member, Person
from app.subnetworks.models import Subnetwork

PAGE = 40
ORDERS = ("name", "lowest", "highest")


@dataclass(frozen=True, kw_only=True)
class Row:
    """An account in the list of a ledger."""

    account: Account
    title: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One page of the accounts of a ledger."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a ledger holds, at a glance."""

    accounts: int
    out: int
    """What stands on accounts above zero, without the community's own."""


def figures(session: Session, ledger_id: UUID) -> Figures:
    """Count the open accounts of a ledger, and sum up what stands on them."""
    above = sa.func.sum(sa.case((Account.balance > 0, Account.balance), else_=0))
    row = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(above, 0)).where(
            Account.ledger_id == ledger_id, Account.kind.in_(LIMITED_KINDS), Account.closed_at.is_(None)
        )
    ).one()
    return Figures(accounts=row[0], out=int(row[1]))


def rows_of(
    session: Session,
    ledger_id: UUID,
    *,
    text: str = "",
    group_id: UUID | None = None,
    order: str = "name",
    closed: bool = False,
    page: int = 1,
) -> Rows:
    """Return the accounts of members, organisations and sub-networks in a ledger, page by page.

    Args:
        text: parts of a name or a neighbourhood.
        order: ``name``, ``lowest`` or ``highest`` balance first.
    """
    conditions = [
        Account.ledger_id == ledger_id,
        Account.kind.in_(LIMITED_KINDS),
        Account.closed_at.is_not(None) if closed else Account.closed_at.is_(None),
        *named(text),
    ]
    if group_id is not None:
        conditions.append(Account.group_id == group_id)
    total = (
        session.scalar(with_names(sa.select(sa.func.count()).select_from(Account)).where(*conditions)) or 0
    )
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    by_name = sa.func.lower(sa.func.coalesce(sa.func.nullif(Account.name, ""), Person.first_name))
    by = {"lowest": Account.balance.asc(), "highest": Account.balance.desc()}.get(order, by_name)
    found: Sequence[Any] = session.execute(
        with_names(sa.select(Account, Member.place, *NAMED_BY))
        .where(*conditions)
        .order_by(by, by_name, Account.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    rows = [
        Row(account=account, place=place or "", title=title_of(*named_by))
        for account, place, *named_by in found
    ]
    return Rows(rows=rows, total=total, page=page, pages=pages)


def named(text: str) -> list[sa.ColumnElement[bool]]:
    """Return what a selection with names must satisfy to be found by the words of ``text``."""
    subnetwork = NAMED_BY[-1]
    return [
        sa.or_(
            *(
                column.icontains(word, autoescape=True)
                for column in (Account.name, Person.first_name, Member.place, subnetwork)
            )
        )
        for word in text.split()
    ]


def levies_of(session: Session, ledger: Ledger) -> list[tuple[Levy, str, int]]:
    """Return the levies of a ledger, those in force first, with where each goes and what came in there."""
    kept = list(
        session.scalars(
            sa.select(Levy)
            .where(Levy.ledger_id == ledger.id)
            .order_by(Levy.ended_at.is_not(None), Levy.id.desc())
        )
    )
    names = names_of(session, {levy.account_id for levy in kept})
    totals = _taken(session, ledger, {levy.account_id for levy in kept})
    return [(levy, names[levy.account_id], totals.get((levy.account_id, levy.name), 0)) for levy in kept]


def _taken(session: Session, ledger: Ledger, account_ids: set[UUID]) -> dict[tuple[UUID, str], int]:
    """Return what came in by levies that still stand: amounts by account and name of the levy."""
    undoing = aliased(Transfer)
    rows = session.execute(
        sa.select(Transfer.payee_id, TransferMemo.text, sa.func.sum(Transfer.amount))
        .join(TransferMemo, TransferMemo.transfer_id == Transfer.id)
        .where(
            Transfer.ledger_id == ledger.id,
            Transfer.reason == levies.REASON,
            Transfer.payee_id.in_(account_ids),
            ~sa.exists().where(undoing.reverses_id == Transfer.id),
        )
        .group_by(Transfer.payee_id, TransferMemo.text)
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}


def ledgers_looked_after(
    session: Session, subnetwork_ids: Collection[UUID] | None
) -> list[tuple[Ledger, Subnetwork]]:
    """Return the ledgers of sub-networks with these, or with ``None`` of the whole territory in scope."""
    statement = (
        sa.select(Ledger, Subnetwork)
        .join(Subnetwork, Subnetwork.id == Ledger.subnetwork_id)
        .order_by(Subnetwork.name, Ledger.purpose, Ledger.name)
    )
    if subnetwork_ids is not None:
        statement = statement.where(Ledger.subnetwork_id.in_(subnetwork_ids))
    return [(row[0], row[1]) for row in session.execute(statement)]
