"""Questions about payments that were made, and about those that are asked and wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.ledgers import levies
from app.ledgers.models import (
    Account,
    AccountHolder,
    Entry,
    Ledger,
    PaymentRequest,
    Right,
    Transfer,
    TransferMemo,
)
from app.ledgers.naming import names_of
from app.ledgers.payments import JUST_NOW, REASON
from app.ledgers.words import CONFIDENTIAL
from app.members.models import Member

MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A payment with the names of both sides and the levies that went with it."""

    transfer: Transfer
    ledger: Ledger
    payer: str
    payee: str
    text: str
    levies: Sequence[tuple[str, int]]
    """Names and amounts of those that the payer bore."""
    reversed_by: Transfer | None
    entered_by: str | None
    """Who entered it in the payer's place."""


def receipt(
    session: Session, transfer_id: UUID, *, member_id: UUID, coordinates: frozenset[UUID]
) -> Receipt | None:
    """Return a payment to those whose accounts it moved, and to coordinators; to others it is not found."""
    transfer = session.get(Transfer, transfer_id)
    if transfer is None or transfer.reason == levies.REASON or transfer.reverses_id is not None:
        return None
    ledger = session.get_one(Ledger, transfer.ledger_id)
    sides = (transfer.payer_id, transfer.payee_id)
    entered = transfer.entered_by_id == member_id and transfer.reason not in CONFIDENTIAL
    known = ledger.subnetwork_id in coordinates or entered
    if not known and not _concerns(session, sides, member_id):
        return None
    names = names_of(session, sides)
    others = session.scalars(sa.select(Transfer).where(Transfer.part_of_id == transfer.id)).all()
    memos = _memos(session, [transfer.id, *(one.id for one in others)])
    return Receipt(
        transfer=transfer,
        ledger=ledger,
        payer=names[transfer.payer_id],
        payee=names[transfer.payee_id],
        text=memos.get(transfer.id, ""),
        levies=[
            (memos.get(one.id, ""), one.amount)
            for one in others
            if one.reason == levies.REASON and one.payer_id == transfer.payer_id
        ],
        reversed_by=session.scalar(sa.select(Transfer).where(Transfer.reverses_id == transfer.id)),
        entered_by=_first_name(session, transfer.entered_by_id) if transfer.entered_for_id else None,
    )


def _concerns(session: Session, account_ids: Sequence[UUID], member_id: UUID) -> bool:
    mine = sa.select(Account.id).where(Account.id.in_(account_ids), Account.member_id == member_id)
    held = sa.select(AccountHolder.account_id).where(
        AccountHolder.account_id.in_(account_ids), AccountHolder.member_id == member_id
    )
    return session.execute(sa.union(mine, held).limit(1)).first() is not None


def _memos(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        sa.select(TransferMemo.transfer_id, TransferMemo.text).where(TransferMemo.transfer_id.in_(ids))
    )
    return dict(rows.all())


def _first_name(session: Session, member_id: UUID | None) -> str | None:
    member = None if member_id is None else session.get(Member, member_id)
    return None if member is None else member.first_name


def accounts_i_use(member_id: UUID) -> sa.Select[Any]:
    """Select the ids of the accounts that a member owns or may pay from."""
    held = sa.select(AccountHolder.account_id).where(
        AccountHolder.member_id == member_id, AccountHolder.right != Right.SEE
    )
    return sa.select(Account.id).where(sa.or_(Account.member_id == member_id, Account.id.in_(held)))


def uses(session: Session, account_id: UUID, member_id: UUID) -> bool:
    """Tell whether a member owns an account or may pay from it."""
    return session.scalar(accounts_i_use(member_id).where(Account.id == account_id)) is not None


def request_for(
    session: Session, request_id: UUID, *, member_id: UUID, coordinates: frozenset[UUID]
) -> PaymentRequest | None:
    """Return a payment request to the two sides and to coordinators, one by link to every member."""
    request = session.get(PaymentRequest, request_id)
    if request is None:
        return None
    if request.payer_id is None or request.made_by_id == member_id:
        return request
    ledger = session.get_one(Ledger, request.ledger_id)
    if ledger.subnetwork_id in coordinates or _concerns(
        session, (request.payer_id, request.payee_id), member_id
    ):
        return request
    return None


def asked_of(member_id: UUID) -> sa.Select[Any]:
    """Select the open requests to the accounts that a member pays from."""
    return sa.select(PaymentRequest).where(
        PaymentRequest.payer_id.in_(accounts_i_use(member_id)), PaymentRequest.state == "open"
    )


def asked_by(member_id: UUID) -> sa.Select[Any]:
    """Select what a member asked for, or others for their accounts."""
    return sa.select(PaymentRequest).where(
        sa.or_(PaymentRequest.made_by_id == member_id, PaymentRequest.payee_id.in_(accounts_i_use(member_id)))
    )


def requests_to_answer(session: Session, member_id: UUID) -> Sequence[PaymentRequest]:
    """Return the open requests to the accounts that a member pays from, the oldest first."""
    return session.scalars(asked_of(member_id).order_by(PaymentRequest.created_at).limit(MOST_SHOWN)).all()


def requests_made(session: Session, member_id: UUID) -> Sequence[PaymentRequest]:
    """Return what a member asked for, or others for their accounts, the newest first."""
    latest_first = (PaymentRequest.created_at.desc(), PaymentRequest.id.desc())
    return session.scalars(asked_by(member_id).order_by(*latest_first).limit(MOST_SHOWN)).all()


def receipt_is_mine(session: Session, transfer_id: UUID | None, member_id: UUID) -> bool:
    """Tell whether a payment was made from an account that a member uses."""
    transfer = None if transfer_id is None else session.get(Transfer, transfer_id)
    return transfer is not None and uses(session, transfer.payer_id, member_id)


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """A payment request in a list, with the name of the other side."""

    request: PaymentRequest
    ledger: Ledger
    name: str
    """``""`` for a request by link that nobody paid yet."""


def request_rows(
    session: Session, requests: Sequence[PaymentRequest], *, side: Literal["payer", "payee"]
) -> list[RequestRow]:
    """Return requests with the name of the ``side`` that the reader is not."""
    names = names_of(
        session, [one for request in requests if (one := getattr(request, f"{side}_id")) is not None]
    )
    ids = {request.ledger_id for request in requests}
    ledgers = {one.id: one for one in session.scalars(sa.select(Ledger).where(Ledger.id.in_(ids)))}
    return [
        RequestRow(
            request=request,
            ledger=ledgers[request.ledger_id],
            name=names.get(getattr(request, f"{side}_id"), ""),
        )
        for request in requests
    ]


@dataclass(frozen=True, kw_only=True)
class Received:
    """A payment that came in just now."""

    transfer: Transfer
    name: str


def just_received(session: Session, account: Account) -> list[Received]:
    """Return the payments that came in within the last minutes, the newest first."""
    found = session.scalars(
        sa.select(Transfer)
        .join(Entry, Entry.transfer_id == Transfer.id)
        .where(
            Entry.account_id == account.id,
            Entry.amount > 0,
            Entry.number > account.entries_count - MOST_SHOWN,
            Transfer.reason == REASON,
            Transfer.created_at > clock.now() - JUST_NOW,
        )
        .order_by(Entry.number.desc())
        .limit(5)
    ).all()
    names = names_of(session, [one.payer_id for one in found])
    return [Received(transfer=one, name=names[one.payer_id]) for one in found]
