"""Questions about debts and rounds of clearing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.clearing.models import ClearingConsent, ClearingPart, ClearingRound, Debt, DebtState, RoundState
from app.ledgers.models import Account, AccountHolder, AccountKind, Ledger, Right
from app.members.models import Member, Person

OPEN = (DebtState.NOTED, DebtState.CONFIRMED)


@dataclass(frozen=True, kw_only=True)
class DebtView:
    """A debt with the names of both sides, as pages show it."""

    debt: Debt
    ledger: Ledger
    debtor: str
    creditor: str
    debtor_member_id: UUID | None
    creditor_member_id: UUID | None
    cleared: int = 0
    """What a round cancels of it, when it is shown as part of one."""

    def is_owed_by(self, member_id: UUID) -> bool:
        """Tell whether the member is the one who owes."""
        return self.debtor_member_id == member_id


def _views() -> sa.Select[Debt, Ledger, str, str, UUID | None, UUID | None]:
    debtor, creditor = aliased(Account), aliased(Account)
    debtor_member, creditor_member = aliased(Member), aliased(Member)
    debtor_person, creditor_person = aliased(Person), aliased(Person)
    return (
        sa.select(
            Debt,
            Ledger,
            sa.func.coalesce(debtor_person.first_name, debtor.name),
            sa.func.coalesce(creditor_person.first_name, creditor.name),
            debtor.member_id,
            creditor.member_id,
        )
        .join(Ledger, Ledger.id == Debt.ledger_id)
        .join(debtor, debtor.id == Debt.debtor_id)
        .join(creditor, creditor.id == Debt.creditor_id)
        .outerjoin(debtor_member, debtor_member.id == debtor.member_id)
        .outerjoin(debtor_person, debtor_person.id == debtor_member.person_id)
        .outerjoin(creditor_member, creditor_member.id == creditor.member_id)
        .outerjoin(creditor_person, creditor_person.id == creditor_member.person_id)
    )


def _view(row: Any, cleared: int = 0) -> DebtView:
    debt, ledger, debtor, creditor, debtor_member_id, creditor_member_id = row[:6]
    return DebtView(
        debt=debt,
        ledger=ledger,
        debtor=debtor,
        creditor=creditor,
        debtor_member_id=debtor_member_id,
        creditor_member_id=creditor_member_id,
        cleared=cleared,
    )


def accounts_in_charge(session: Session, member_id: UUID) -> set[UUID]:
    """Return the accounts for which a member may answer: their own and those they may pay from freely."""
    may_pay = sa.exists().where(
        AccountHolder.account_id == Account.id,
        AccountHolder.member_id == member_id,
        AccountHolder.right == Right.PAY,
    )
    found = sa.select(Account.id).where(sa.or_(Account.member_id == member_id, may_pay))
    return set(session.scalars(found))


def organisations(session: Session, ledger_ids: Collection[UUID]) -> Sequence[Account]:
    """Return the open accounts of organisations and sub-networks in some ledgers, by name."""
    return session.scalars(
        sa.select(Account)
        .where(
            Account.ledger_id.in_(ledger_ids),
            Account.kind.in_([AccountKind.ORGANISATION, AccountKind.SUBNETWORK]),
            Account.closed_at.is_(None),
        )
        .order_by(Account.name, Account.id)
    ).all()


def open_debts(account_ids: Collection[UUID]) -> sa.Select[Any]:
    """Select the debts on one or the other side of these accounts that are not done with."""
    concerned = sa.or_(Debt.debtor_id.in_(account_ids), Debt.creditor_id.in_(account_ids))
    return sa.select(Debt).where(concerned, Debt.state.in_(OPEN))


def debts_of(session: Session, account_ids: Collection[UUID]) -> list[DebtView]:
    """Return the debts on one or the other side of these accounts that are not done with, newest first."""
    found = open_debts(account_ids).order_by(Debt.id.desc())
    return views_of(session, [one.id for one in session.scalars(found)])


def views_of(session: Session, debt_ids: Sequence[UUID]) -> list[DebtView]:
    """Return debts with the names of both sides, in the order of their ids."""
    rows = session.execute(_views().where(Debt.id.in_(debt_ids)))
    found = {view.debt.id: view for view in map(_view, rows)}
    return [found[debt_id] for debt_id in debt_ids if debt_id in found]


def debt_for(session: Session, debt_id: UUID, account_ids: Collection[UUID]) -> DebtView | None:
    """Return a debt to one of its two sides; to others it is not found."""
    row = session.execute(
        _views()
        .where(Debt.id == debt_id)
        .where(sa.or_(Debt.debtor_id.in_(account_ids), Debt.creditor_id.in_(account_ids)))
    ).one_or_none()
    return None if row is None else _view(row)


def confirmed(session: Session, ledger_id: UUID, without: Collection[UUID] = ()) -> Sequence[Debt]:
    """Return the debts of a ledger that count, the oldest first.

    Args:
        without: accounts that are to be left out.
    """
    return session.scalars(
        sa.select(Debt)
        .where(Debt.ledger_id == ledger_id, Debt.state == DebtState.CONFIRMED, Debt.owed > 0)
        .where(Debt.debtor_id.not_in(without), Debt.creditor_id.not_in(without))
        .order_by(Debt.id)
    ).all()


def parts_of(session: Session, round_id: UUID) -> list[DebtView]:
    """Return the debts that a round cancels, with how much of each."""
    rows = session.execute(
        _views()
        .join(ClearingPart, ClearingPart.debt_id == Debt.id)
        .where(ClearingPart.round_id == round_id)
        .add_columns(ClearingPart.amount)
        .order_by(Debt.id)
    )
    return [_view(row, cleared=row[-1]) for row in rows]


def rounds_of_ledger(session: Session, ledger_id: UUID) -> list[tuple[ClearingRound, int, int]]:
    """Return the rounds of a ledger, newest first, each with what it cancels and how many accounts it has."""
    cleared = (
        sa.select(sa.func.coalesce(sa.func.sum(ClearingPart.amount), 0))
        .where(ClearingPart.round_id == ClearingRound.id)
        .scalar_subquery()
    )
    people = sa.select(sa.func.count()).where(ClearingConsent.round_id == ClearingRound.id).scalar_subquery()
    rows = session.execute(
        sa.select(ClearingRound, cleared, people)
        .where(ClearingRound.ledger_id == ledger_id)
        .order_by(ClearingRound.id.desc())
    )
    return [(found, int(amount), int(accounts)) for found, amount, accounts in rows]


def consents_of(session: Session, round_id: UUID) -> list[tuple[ClearingConsent, str]]:
    """Return what each account of a round answered, by the name of its holder."""
    rows = session.execute(
        sa.select(ClearingConsent, sa.func.coalesce(Person.first_name, Account.name))
        .join(Account, Account.id == ClearingConsent.account_id)
        .outerjoin(Member, Member.id == Account.member_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(ClearingConsent.round_id == round_id)
        .order_by(sa.func.coalesce(Person.first_name, Account.name))
    )
    return [(consent, name) for consent, name in rows]


def rounds_to_answer(session: Session, account_ids: Collection[UUID]) -> list[ClearingRound]:
    """Return the proposed rounds in which one of these accounts has a part."""
    has_part = sa.exists().where(
        ClearingConsent.round_id == ClearingRound.id, ClearingConsent.account_id.in_(account_ids)
    )
    found = session.scalars(
        sa.select(ClearingRound)
        .where(ClearingRound.state == RoundState.PROPOSED, has_part)
        .order_by(ClearingRound.id.desc())
    )
    return list(found)


def overdue(session: Session, now: datetime) -> Sequence[ClearingRound]:
    """Return the proposed rounds whose time to answer is over."""
    return session.scalars(
        sa.select(ClearingRound).where(
            ClearingRound.state == RoundState.PROPOSED, ClearingRound.answer_before < now
        )
    ).all()


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What clearing did in a ledger, as anybody may read it."""

    rounds: int
    cleared: int
    owed: int


def totals(session: Session, ledger_id: UUID) -> Totals:
    """Sum up the rounds of a ledger that were posted, and what is still owed."""
    row = session.execute(
        sa.select(
            sa.func.count(sa.distinct(ClearingRound.id)),
            sa.func.coalesce(sa.func.sum(ClearingPart.amount), 0),
        )
        .join(ClearingPart, ClearingPart.round_id == ClearingRound.id)
        .where(ClearingRound.ledger_id == ledger_id, ClearingRound.state == RoundState.POSTED)
    ).one()
    owed = session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Debt.owed), 0)).where(
            Debt.ledger_id == ledger_id, Debt.state == DebtState.CONFIRMED
        )
    )
    return Totals(rounds=row[0], cleared=int(row[1]), owed=int(owed or 0))
