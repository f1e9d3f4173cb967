"""Telling people about what is owed and about rounds of clearing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clearing.models import ClearingConsent, ClearingRound, Debt
from app.ledgers.models import Account, AccountHolder, Ledger, Right
from app.members.models import Member
from app.notifications.services import notify
from app.territories.models import Territory


def tell_of_debt(session: Session, debt: Debt, *, by: Member, kind: str, amount: str) -> None:
    """Tell the other side of a debt what was noted or answered."""
    sides = _people_of(
        session, sa.select(Account.id).where(Account.id.in_([debt.debtor_id, debt.creditor_id]))
    )
    for member in sides:
        if member.id == by.id:
            continue
        _tell(
            session, member, debt.territory_id, kind, "debts",
            name=by.first_name, amount=amount, text=debt.text,
        )  # fmt: skip


def tell_of_round(session: Session, proposed: ClearingRound, *, kind: str) -> None:
    """Tell everybody with an account in a round how it stands."""
    ledger = session.get_one(Ledger, proposed.ledger_id)
    accounts = sa.select(ClearingConsent.account_id).where(ClearingConsent.round_id == proposed.id)
    for member in _people_of(session, accounts):
        _tell(session, member, proposed.territory_id, kind, f"clearing/{proposed.id}", ledger=ledger.name)


def _people_of(session: Session, accounts: sa.Select[UUID]) -> Iterable[Member]:
    holders = sa.select(AccountHolder.member_id).where(
        AccountHolder.account_id.in_(accounts), AccountHolder.right == Right.PAY
    )
    owners = sa.select(Account.member_id).where(Account.id.in_(accounts))
    return session.scalars(sa.select(Member).where(sa.or_(Member.id.in_(owners), Member.id.in_(holders))))


def _tell(session: Session, member: Member, territory_id: UUID, kind: str, page: str, **values: Any) -> None:
    territory = session.get_one(Territory, territory_id)
    notify(
        session,
        person_id=member.person_id,
        kind=f"clearing.{kind}",
        path=f"/t/{territory.slug}/{page}",
        territory_id=territory_id,
        values=values,
    )
