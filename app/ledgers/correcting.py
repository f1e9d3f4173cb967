"""Putting a mistake right: what was wrong goes back and what should have been is entered, in one step."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from babel import dates
from sqlalchemy.orm import Session

from app import clock, text
from app.amounts import amount as amount_in_words
from app.errors import Refusal
from app.ledgers import levies, services
from app.ledgers.models import Account, Ledger, Transfer, TransferMemo
from app.ledgers.naming import names_of
from app.ledgers.payments import first_time
from app.ledgers.posting import Posting
from app.ledgers.services import Part
from app.ledgers.sharing import page_of, users_of
from app.ledgers.words import UNDONE_ELSEWHERE
from app.members.models import Member
from app.notifications.services import notify
from app.territories.models import Territory
from app.text import _, speaking


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What should have been in the place of a transfer; nothing at all when it is only undone."""

    payer_id: UUID
    payee_id: UUID
    amount: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One movement that a correction will make."""

    payer: str
    payee: str
    amount: int
    goes_back: bool
    is_levy: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What will happen: every movement, and where the accounts will stand."""

    steps: list[Step]
    stands: list[tuple[str, int, int]]
    """Name, balance now, balance after."""


def head_of(session: Session, transfer: Transfer) -> Transfer:
    """Return the payment that a transfer belongs to, which is what can be corrected."""
    return transfer if transfer.part_of_id is None else session.get_one(Transfer, transfer.part_of_id)


def reversal_of(session: Session, transfer_id: UUID) -> Transfer | None:
    """Return what took a transfer back, ``None`` while it stands."""
    return session.scalar(sa.select(Transfer).where(Transfer.reverses_id == transfer_id))


def preview(session: Session, old: Transfer, correction: Correction | None) -> Preview:
    """Say what a correction would do; nothing is written.

    Raises:
        Refusal: it is undone somewhere else.
    """
    _refuse_what_is_undone_elsewhere(old)
    ledger = session.get_one(Ledger, old.ledger_id)
    moves = [
        (one.payee_id, one.payer_id, one.amount, True, one.reason) for one in services.set_of(session, old)
    ]
    if correction is not None:
        right = _posting(old, correction)
        wanted = [right, *levies.of(session, ledger, right)]
        moves += [(one.payer_id, one.payee_id, one.amount, False, one.reason) for one in wanted]
    names = names_of(session, {side for move in moves for side in move[:2]})
    changes: dict[UUID, int] = {}
    for payer_id, payee_id, amount, *_rest in moves:
        changes[payer_id] = changes.get(payer_id, 0) - amount
        changes[payee_id] = changes.get(payee_id, 0) + amount
    balances = dict(
        session.execute(sa.select(Account.id, Account.balance).where(Account.id.in_(changes))).all()
    )
    return Preview(
        steps=[
            Step(
                payer=names[payer_id],
                payee=names[payee_id],
                amount=amount,
                goes_back=goes_back,
                is_levy=reason == levies.REASON,
            )
            for payer_id, payee_id, amount, goes_back, reason in moves
        ],
        stands=[
            (names[account_id], balances[account_id], balances[account_id] + change)
            for account_id, change in changes.items()
        ],
    )


def _refuse_what_is_undone_elsewhere(old: Transfer) -> None:
    if (where := UNDONE_ELSEWHERE.get(old.reason)) is not None:
        raise Refusal(str(where))


def _posting(old: Transfer, correction: Correction) -> Posting:
    return Posting(
        id=old.id,
        payer_id=correction.payer_id,
        payee_id=correction.payee_id,
        amount=correction.amount,
        reason=old.reason,
    )


def correct(
    session: Session,
    old: Transfer,
    correction: Correction | None,
    *,
    why: str,
    key: str,
    by: Member,
) -> Transfer:
    """Take a transfer back with all that was posted with it, and make the right one instead.

    Everybody concerned is told. Sent twice with one key, it happens once.

    Args:
        correction: what should have been; ``None`` undoes it.

    Raises:
        Refusal: a limit says no, it was corrected before, nothing would change, or it is undone
            somewhere else.
    """
    _refuse_what_is_undone_elsewhere(old)
    if correction == Correction(payer_id=old.payer_id, payee_id=old.payee_id, amount=old.amount):
        raise Refusal(
            _("That is what was entered. Change the amount or the person, or undo it."), field="what"
        )
    memo = session.get(TransferMemo, old.id)
    instead = None
    if correction is not None:
        instead = Part(
            payer_id=correction.payer_id,
            payee_id=correction.payee_id,
            amount=correction.amount,
            reason=old.reason,
            memo=memo.text if memo is not None else "",
            exchange_id=old.exchange_id,
            component=old.component,
            entered_for_id=old.entered_for_id,
        )
    reversal = services.reverse(
        session, old.id, key=f"correct:{key}", memo=why, entered_by_id=by.id, instead=instead
    )
    if first_time(session, session.get_one(Ledger, old.ledger_id), reversal):
        _tell(session, old, correction, why=why, by=by)
    return reversal


def _tell(session: Session, old: Transfer, correction: Correction | None, *, why: str, by: Member) -> None:
    ledger = session.get_one(Ledger, old.ledger_id)
    sides = {old.payer_id, old.payee_id}
    if correction is not None:
        sides |= {correction.payer_id, correction.payee_id}
    told: set[UUID] = {by.id}
    for account in session.scalars(sa.select(Account).where(Account.id.in_(sides)).order_by(Account.id)):
        for member in users_of(session, account):
            if member.id not in told:
                told.add(member.id)
                _tell_one(session, ledger, account, member, old, correction, why=why, by=by)


def _tell_one(
    session: Session,
    ledger: Ledger,
    account: Account,
    member: Member,
    old: Transfer,
    correction: Correction | None,
    *,
    why: str,
    by: Member,
) -> None:
    zone = session.get_one(Territory, ledger.territory_id).time_zone
    with speaking(member.person.language):
        was = amount_in_words(_of(account.id, old), ledger.unit, ledger.scale)
        values = {
            "name": by.first_name,
            "account": ledger.name
            if account.member_id == member.id
            else names_of(session, [account.id])[account.id],
            "day": _day(old, zone),
            "why": why,
            "amount": was,
        }
        if correction is not None:
            values["was"] = was
            values["amount"] = amount_in_words(_of(account.id, correction), ledger.unit, ledger.scale)
    notify(
        session,
        person_id=member.person_id,
        kind="account.corrected" if correction is None else "account.replaced",
        path=page_of(session, account),
        territory_id=ledger.territory_id,
        values=values,
    )


def _of(account_id: UUID, sides: Transfer | Correction) -> int:
    """Return the amount as far as it is an account's: nothing when it is between others."""
    return sides.amount if account_id in (sides.payer_id, sides.payee_id) else 0


def _day(transfer: Transfer, zone: str) -> str:
    return str(dates.format_date(clock.local(transfer.created_at, zone).date(), "long", locale=text.locale()))


def accounts_to_choose(session: Session, ledger: Ledger, but: Collection[UUID]) -> list[tuple[UUID, str]]:
    """Return the open accounts of a ledger, by name, to say whose it should have been."""
    ids = session.scalars(
        sa.select(Account.id).where(
            Account.ledger_id == ledger.id, Account.closed_at.is_(None), Account.id.not_in(but)
        )
    ).all()
    return sorted(names_of(session, ids).items(), key=lambda found: found[1].casefold())


def owners(session: Session, ledger: Ledger) -> set[UUID]:
    """Return the members who have an account in a ledger."""
    return set(
        session.scalars(
            sa.select(Account.member_id).where(Account.ledger_id == ledger.id, Account.member_id.is_not(None))
        )
    )
