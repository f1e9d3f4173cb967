"""Use cases of ledgers. They flush; the caller commits.

Who commits after a refusal remembers it: the same key is then answered in the same way for ever
(``remembering`` does it). Who rolls back, as an exchange that cannot be agreed does, may try again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.ledgers import keys, levies
from app.ledgers.accounts import (
    apply_limits,
    close_account,
    find_or_open,
    follow_ledger_limits,
    give_right,
    open_account,
    open_ledger,
    put_in_group,
    set_group,
    set_own_limits,
    take_right,
)
from app.ledgers.levies import end_levy, set_levy
from app.ledgers.models import Account, AccountKind, Hold, HoldState, Ledger, Transfer
from app.ledgers.posting import Posting, Step, close_hold, move, post, set_aside
from app.ledgers.refusals import LedgerRefusal, refusal
from app.ledgers.statements import HOLD

__all__ = [
    "Part",
    "account_of",
    "apply_limits",
    "close_account",
    "community_account",
    "end_levy",
    "expire_holds",
    "follow_ledger_limits",
    "give_right",
    "hold",
    "open_account",
    "open_ledger",
    "post_hold",
    "put_in_group",
    "remembering",
    "reverse",
    "set_group",
    "set_levy",
    "set_of",
    "set_own_limits",
    "take_right",
    "transfer",
    "transfer_together",
    "void_hold",
]

LARGEST_AMOUNT = 10**12


def account_of(session: Session, ledger: Ledger, member_id: UUID) -> Account:
    """Return the member's account, opened on demand; what the ledger gives in welcome is given once."""
    account, opened = find_or_open(session, ledger, AccountKind.MEMBER, member_id)
    if opened and ledger.welcome > 0:
        transfer(
            session,
            ledger=ledger,
            payer_id=community_account(session, ledger).id,
            payee_id=account.id,
            amount=ledger.welcome,
            reason="welcome",
            key=f"welcome:{member_id}",
        )
    return account


def community_account(session: Session, ledger: Ledger, name: str = "") -> Account:
    """Return the account of the community itself, or its fund of that name; neither has limits."""
    return find_or_open(session, ledger, AccountKind.COMMUNITY, None, name=name)[0]


def issuance_account(session: Session, ledger: Ledger) -> Account:
    """Return the account from which units are issued; what is out stands on it below zero."""
    return find_or_open(session, ledger, AccountKind.ISSUANCE, None)[0]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of several transfers that are made together, all or none."""

    payer_id: UUID
    payee_id: UUID
    amount: int
    reason: str
    memo: str = ""
    exchange_id: UUID | None = None
    component: str | None = None
    entered_for_id: UUID | None = None


def transfer(
    session: Session,
    *,
    ledger: Ledger,
    payer_id: UUID,
    payee_id: UUID,
    amount: int,
    reason: str,
    key: str,
    exchange_id: UUID | None = None,
    component: str | None = None,
    memo: str = "",
    entered_by_id: UUID | None = None,
    entered_for_id: UUID | None = None,
) -> Transfer:
    """Move ``amount`` (smallest units) from one account to another, once for each ``key``.

    Levies of the ledger are posted with a payment, or nothing is.

    Raises:
        Refusal: a limit of one of the accounts, or the key came with another request.
    """
    posting = Posting(
        id=new_id(),
        payer_id=payer_id,
        payee_id=payee_id,
        amount=amount,
        reason=reason,
        memo=memo,
        exchange_id=exchange_id,
        component=component,
        entered_by_id=entered_by_id,
        entered_for_id=entered_for_id,
    )
    return _post_once(session, ledger, key, [posting, *levies.of(session, ledger, posting)])


def transfer_together(
    session: Session,
    *,
    ledger: Ledger,
    parts: Sequence[Part],
    key: str,
    entered_by_id: UUID | None = None,
) -> list[Transfer]:
    """Make several transfers of a ledger, all or none, once for each ``key``; levies are not added.

    The others name the first in ``part_of_id`` and are reversed with it.

    Raises:
        Refusal: a limit of one of the accounts, or the key came with another request.
    """
    postings: list[Posting] = []
    for part in parts:
        first = postings[0].id if postings else None
        postings.append(_posting(part, entered_by_id, first))
    if not postings:
        raise ValueError("a set of transfers has at least one")
    if any(part.reason == levies.REASON for part in parts):
        raise ValueError("a levy follows from its payment, it is not asked for")
    return set_of(session, _post_once(session, ledger, key, postings))


def hold(
    session: Session,
    *,
    ledger: Ledger,
    payer_id: UUID,
    payee_id: UUID,
    amount: int,
    key: str,
    exchange_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> Hold:
    """Set ``amount`` aside for an agreed exchange, once for each ``key``.

    It counts against the payer's floor and the payee's ceiling, so that posting it cannot fail.

    Raises:
        Refusal: a limit of one of the accounts, or the key came with another request.
    """
    said = keys.digest(
        what="hold", payer=payer_id, payee=payee_id, amount=amount, exchange=exchange_id, expires=expires_at
    )
    wanted = Hold(
        id=new_id(),
        payer_id=payer_id,
        payee_id=payee_id,
        amount=amount,
        levies=levies.owed_by_payer(session, ledger, payer_id, amount),
        exchange_id=exchange_id,
        expires_at=expires_at,
    )
    return set_aside(session, ledger, key, said, wanted, _unfit(payer_id, payee_id, amount))


def post_hold(
    session: Session,
    hold_id: UUID,
    *,
    key: str,
    amount: int | None = None,
    reason: str = "exchange",
    memo: str = "",
    component: str | None = None,
    entered_by_id: UUID | None = None,
) -> Transfer:
    """Turn a hold into a transfer, of the amount set aside or of another ``amount``.

    Raises:
        Refusal: the hold is no longer open, or a larger amount passes a limit.
    """
    found, ledger = _held(session, hold_id)
    posting = Posting(
        id=new_id(),
        payer_id=found.payer_id,
        payee_id=found.payee_id,
        amount=found.amount if amount is None else amount,
        reason=reason,
        memo=memo,
        exchange_id=found.exchange_id,
        component=component,
        entered_by_id=entered_by_id,
        hold=found,
    )
    return _post_once(session, ledger, key, [posting, *levies.of(session, ledger, posting)])


def _held(session: Session, hold_id: UUID) -> tuple[Hold, Ledger]:
    """Return a hold and its ledger by one question."""
    both = sa.select(Hold, Ledger).join(Ledger, Ledger.id == Hold.ledger_id).where(Hold.id == hold_id)
    hold, ledger = session.execute(both).one()
    return hold, ledger


def void_hold(session: Session, hold_id: UUID) -> Hold:
    """Give back what a hold set aside; a hold that was given back before stays so.

    Raises:
        Refusal: it was posted, or the ledger is stopped.
    """
    session.flush()
    found, ledger = _held(session, hold_id)
    if ledger.stopped_at is not None and found.state == HoldState.OPEN:
        raise refusal(session, ledger, "stopped")
    if close_hold(session, hold_id, HoldState.VOIDED):
        _give_back(session, ledger, [_Released(found.payer_id, found.payee_id, found.amount, found.levies)])
    session.refresh(found, ["state", "resolved_at"])
    if found.state == HoldState.POSTED:
        raise refusal(session, ledger, "hold_closed")
    return found


def expire_holds(session: Session) -> int:
    """Give back what every hold past its day set aside; return how many there were."""
    session.flush()
    now = clock.now()
    stopped = sa.select(Ledger.id).where(Ledger.stopped_at.is_not(None))
    rows = session.execute(
        sa.update(HOLD)
        .where(HOLD.c.state == HoldState.OPEN, HOLD.c.expires_at < now, HOLD.c.ledger_id.not_in(stopped))
        .values(state=HoldState.EXPIRED, resolved_at=now)
        .returning(HOLD.c.ledger_id, HOLD.c.payer_id, HOLD.c.payee_id, HOLD.c.amount, HOLD.c.levies)
    ).all()
    by_ledger: dict[UUID, list[_Released]] = {}
    for row in rows:
        released = _Released(row.payer_id, row.payee_id, row.amount, row.levies)
        by_ledger.setdefault(row.ledger_id, []).append(released)
    for ledger_id in sorted(by_ledger):
        _give_back(session, session.get_one(Ledger, ledger_id), by_ledger[ledger_id])
    return len(rows)


def reverse(
    session: Session,
    transfer_id: UUID,
    *,
    key: str,
    memo: str = "",
    entered_by_id: UUID | None = None,
    instead: Part | None = None,
) -> Transfer:
    """Correct a transfer by its opposite, which names it; what was posted with it goes back too.

    A transfer is reversed at most once.

    Args:
        instead: what should have been; it is posted with its own levies in the same step, so that the
            limits hold for what both do together, and can be corrected again.

    Raises:
        Refusal: it was reversed before, is a reversal or a part itself, or a limit says no.
    """
    old = session.get_one(Transfer, transfer_id)
    ledger = session.get_one(Ledger, old.ledger_id)
    refused = "is_reversal" if old.reverses_id else "is_part" if old.part_of_id else None
    postings: list[Posting] = []
    for one in set_of(session, old):
        postings.append(
            Posting(
                id=new_id(),
                payer_id=one.payee_id,
                payee_id=one.payer_id,
                amount=one.amount,
                reason="correction",
                memo=memo if one is old else "",
                exchange_id=one.exchange_id,
                component=one.component,
                entered_by_id=entered_by_id,
                reverses_id=one.id,
                part_of_id=postings[0].id if postings else None,
            )
        )
    if instead is not None:
        right = _posting(instead, entered_by_id)
        postings += [right, *levies.of(session, ledger, right)]
    return _post_once(session, ledger, key, postings, refused=refused)


def _posting(part: Part, entered_by_id: UUID | None, part_of_id: UUID | None = None) -> Posting:
    return Posting(
        id=new_id(),
        payer_id=part.payer_id,
        payee_id=part.payee_id,
        amount=part.amount,
        reason=part.reason,
        memo=part.memo,
        exchange_id=part.exchange_id,
        component=part.component,
        entered_by_id=entered_by_id,
        entered_for_id=part.entered_for_id,
        part_of_id=part_of_id,
    )


def set_of(session: Session, first: Transfer) -> list[Transfer]:
    """Return a transfer with those that were posted with it."""
    others = session.scalars(
        sa.select(Transfer).where(Transfer.part_of_id == first.id).order_by(Transfer.id)
    ).all()
    return [first, *others]


@contextmanager
def remembering(session: Session) -> Iterator[None]:
    """Commit a refusal of the block, so that its key is answered in the same way for ever.

    Only for blocks that do nothing but one keyed request to a ledger.
    """
    try:
        yield
    except LedgerRefusal:
        session.commit()
        raise


def _post_once(
    session: Session, ledger: Ledger, key: str, postings: Sequence[Posting], refused: str | None = None
) -> Transfer:
    """Post a set under its key; return the first transfer of it."""
    for posting in postings:
        refused = refused or _unfit(posting.payer_id, posting.payee_id, posting.amount)
    return post(session, ledger, key, _digest(postings), postings, refused)


def _digest(postings: Sequence[Posting]) -> str:
    """Return the digest of what was asked for; levies and parts of a reversal follow from it."""
    first, *others = postings
    asked = [first, *(one for one in others if one.reason != levies.REASON and one.reverses_id is None)]
    if len(asked) > 1:
        return keys.digest(what="together", parts=[_asked(one) for one in asked])
    return keys.digest(what="transfer", **_asked(asked[0]))


def _asked(posting: Posting) -> dict[str, object]:
    return {
        "payer": posting.payer_id,
        "payee": posting.payee_id,
        "amount": posting.amount,
        "reason": posting.reason,
        "memo": posting.memo,
        "exchange": posting.exchange_id,
        "component": posting.component,
        "reverses": posting.reverses_id,
        "hold": posting.hold.id if posting.hold is not None else None,
    }


def _unfit(payer_id: UUID, payee_id: UUID, amount: int) -> str | None:
    """Return the code of what speaks against a transfer whatever the accounts are."""
    if type(amount) is not int:  # 1.5 would be rounded by one database and kept by the other
        raise TypeError(f"an amount is a whole number of the smallest unit, not {amount!r}")
    if payer_id == payee_id:
        return "same_account"
    if amount <= 0:
        return "no_amount"
    return "too_much" if amount > LARGEST_AMOUNT else None


class _Released(NamedTuple):
    """What a hold had set aside."""

    payer_id: UUID
    payee_id: UUID
    amount: int
    levies: int


def _give_back(session: Session, ledger: Ledger, released: Sequence[_Released]) -> None:
    held: dict[UUID, int] = {}
    expected: dict[UUID, int] = {}
    for one in released:
        held[one.payer_id] = held.get(one.payer_id, 0) - one.amount - one.levies
        expected[one.payee_id] = expected.get(one.payee_id, 0) - one.amount
    steps = [
        Step(account_id=account_id, held=held.get(account_id, 0), expected=expected.get(account_id, 0))
        for account_id in held.keys() | expected.keys()
    ]
    move(session, ledger, *steps)
