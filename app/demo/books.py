"""The ledgers of the demonstration, kept as the services keep them: holds, transfers, entries, keys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.demo.chance import Chance
from app.demo.encounters import Encounter, Step
from app.demo.people import Neighbour
from app.demo.rows import Row, Rows
from app.exchanges.models import GIFT, State
from app.ledgers import keys
from app.ledgers.models import (
    Account,
    AccountKind,
    Entry,
    Hold,
    HoldState,
    IdempotencyKey,
    LinkQueue,
    Transfer,
    TransferMemo,
)

SOLD_BY = 5_000
"""Units of a currency are issued by this many of its smallest, fifty of its own."""


@dataclass(eq=False, frozen=True, kw_only=True)
class Rules:
    """What a plugin wants of a ledger, as it opened it."""

    id: UUID
    territory_id: UUID
    floor: int | None
    ceiling: int | None
    welcome: int
    is_issued: bool
    """Whether units come from an issuer, so that nobody has any before."""
    issuer: Neighbour
    """Who enters what is issued."""


class Book:
    """One ledger, written down in the order of time."""

    def __init__(self, rows: Rows, chance: Chance, rules: Rules) -> None:
        self._rows, self._chance, self._rules = rows, chance, rules
        self._accounts: dict[tuple[AccountKind, UUID | None], Row] = {}
        self._holds: dict[UUID, Row] = {}

    def hold(self, one: Encounter, number: int, at: datetime) -> bool:
        """Set aside what was agreed; tell whether the limits of both sides allow it."""
        payer, payee = self._of(one.receiver, at), self._of(one.giver, at)
        if self._rules.is_issued and payer["balance"] - payer["held"] < one.amount:
            self._issue(one.receiver, payer, one.amount, at - timedelta(minutes=10))
        if not (_above(payer, one.amount) and _below(payee, one.amount)):
            return False
        payer["held"] += one.amount
        payee["expected"] += one.amount
        one.hold_id = self._chance.id("hold", at)
        self._holds[one.hold_id] = self._rows.add(
            Hold,
            id=one.hold_id,
            territory_id=self._rules.territory_id,
            ledger_id=self._rules.id,
            payer_id=payer["id"],
            payee_id=payee["id"],
            amount=one.amount,
            exchange_id=one.id,
            state=HoldState.OPEN.value,
            expires_at=None,
            resolved_at=None,
            created_at=at,
        )
        said = keys.digest(
            what="hold",
            payer=payer["id"],
            payee=payee["id"],
            amount=one.amount,
            exchange=one.id,
            expires=None,
        )
        self._remember(f"exchange:{one.id}:{number}", said, at, hold_id=one.hold_id)
        return True

    def post(self, one: Encounter, at: datetime, entered_by: Neighbour | None) -> None:
        """Let the receiver pay the giver what was set aside."""
        hold = self._close(one, HoldState.POSTED, at)
        one.transfer_id = self._transfer(
            self._of(one.receiver, at),
            self._of(one.giver, at),
            hold["amount"],
            at,
            reason="exchange",
            key=f"exchange:{one.id}:settled",
            memo=one.offered.title,
            exchange_id=one.id,
            hold_id=one.hold_id,
            entered_by=entered_by,
        )

    def void(self, one: Encounter, at: datetime) -> None:
        """Give back what was set aside."""
        self._close(one, HoldState.VOIDED, at)
        one.hold_id = None

    def _close(self, one: Encounter, state: HoldState, at: datetime) -> Row:
        assert one.hold_id is not None
        hold = self._holds[one.hold_id]
        hold["state"], hold["resolved_at"] = state.value, at
        self._of(one.receiver, at)["held"] -= hold["amount"]
        self._of(one.giver, at)["expected"] -= hold["amount"]
        return hold

    def _of(self, member: Neighbour, at: datetime) -> Row:
        """Return the account of a member, opened with the welcome of the ledger."""
        known = self._accounts.get((AccountKind.MEMBER, member.id))
        if known is not None:
            return known
        opened = self._open(AccountKind.MEMBER, member.id, at)
        if self._rules.welcome > 0:
            community = self._nobodys(AccountKind.COMMUNITY, at)
            self._transfer(
                community, opened, self._rules.welcome, at, reason="welcome", key=f"welcome:{member.id}"
            )
        return opened

    def _nobodys(self, kind: AccountKind, at: datetime) -> Row:
        return self._accounts.get((kind, None)) or self._open(kind, None, at)

    def _open(self, kind: AccountKind, member_id: UUID | None, at: datetime) -> Row:
        of_member = kind is AccountKind.MEMBER
        row = self._rows.add(
            Account,
            id=self._chance.id("account", at),
            territory_id=self._rules.territory_id,
            ledger_id=self._rules.id,
            kind=kind.value,
            member_id=member_id,
            balance=0,
            held=0,
            expected=0,
            floor=self._rules.floor if of_member else None,
            ceiling=self._rules.ceiling if of_member else None,
            own_limits=False,
            entries_count=0,
            created_at=at,
        )
        self._accounts[kind, member_id] = row
        return row

    def _issue(self, member: Neighbour, account: Row, wanted: int, at: datetime) -> None:
        short = wanted - (account["balance"] - account["held"])
        amount = -(-short // SOLD_BY) * SOLD_BY
        number = account["entries_count"] + 1
        self._transfer(
            self._nobodys(AccountKind.ISSUANCE, at),
            account,
            amount,
            at,
            reason="issue",
            key=f"issue:demonstration:{member.id}:{number}",
            memo=f"Reçu {at:%Y-%m}-{number}",
            entered_by=self._rules.issuer,
        )

    def _transfer(
        self,
        payer: Row,
        payee: Row,
        amount: int,
        at: datetime,
        *,
        reason: str,
        key: str,
        memo: str = "",
        exchange_id: UUID | None = None,
        hold_id: UUID | None = None,
        entered_by: Neighbour | None = None,
    ) -> UUID:
        transfer_id = self._chance.id("transfer", at)
        territory_id = self._rules.territory_id
        self._rows.add(
            Transfer,
            id=transfer_id,
            territory_id=territory_id,
            ledger_id=self._rules.id,
            payer_id=payer["id"],
            payee_id=payee["id"],
            amount=amount,
            reason=reason,
            exchange_id=exchange_id,
            component=None,
            entered_by_id=entered_by.id if entered_by else None,
            hold_id=hold_id,
            reverses_id=None,
            created_at=at,
        )
        self._rows.add(
            LinkQueue, transfer_id=transfer_id, ledger_id=self._rules.id, territory_id=territory_id
        )
        for account, signed in ((payer, -amount), (payee, amount)):
            account["balance"] += signed
            account["entries_count"] += 1
            self._rows.add(
                Entry,
                account_id=account["id"],
                number=account["entries_count"],
                territory_id=territory_id,
                transfer_id=transfer_id,
                amount=signed,
                balance_after=account["balance"],
            )
        if memo:
            self._rows.add(TransferMemo, transfer_id=transfer_id, territory_id=territory_id, text=memo)
        said = keys.digest(
            what="transfer", payer=payer["id"], payee=payee["id"], amount=amount, reason=reason, memo=memo,
            exchange=exchange_id, component=None, reverses=None, hold=hold_id,
        )  # fmt: skip
        self._remember(key, said, at, transfer_id=transfer_id)
        return transfer_id

    def _remember(
        self,
        key: str,
        digest: str,
        at: datetime,
        *,
        transfer_id: UUID | None = None,
        hold_id: UUID | None = None,
    ) -> None:
        self._rows.add(
            IdempotencyKey,
            scope=f"ledger:{self._rules.id}",
            key=key,
            territory_id=self._rules.territory_id,
            request_digest=digest,
            transfer_id=transfer_id,
            hold_id=hold_id,
            refusal=None,
            created_at=at,
        )


def _above(account: Row, amount: int) -> bool:
    return account["floor"] is None or account["balance"] - account["held"] - amount >= account["floor"]


def _below(account: Row, amount: int) -> bool:
    return (
        account["ceiling"] is None or account["balance"] + account["expected"] + amount <= account["ceiling"]
    )


BookOf = Callable[[Encounter], Book | None]
__all__ = ["Book", "BookOf", "Rules", "keep"]


def keep(encounters: list[Encounter], book_of: BookOf) -> None:
    """Let every agreement, confirmation and cancellation move amounts, in the order of time.

    An agreement that the limits of somebody's account do not allow is made as a gift where the
    listing allows it; otherwise the two do not come to agree.
    """
    moments: list[tuple[datetime, int, Encounter, State, Any]] = sorted(
        (
            (step.at, number, one, step.to, step.by)
            for number, one in enumerate(encounters)
            for step in one.steps
            if step.to in (State.AGREED, State.CONFIRMED, State.CANCELLED)
        ),
        key=lambda moment: moment[:2],
    )
    for at, _number, one, to, by in moments:
        book = book_of(one) if one.amount else None
        if book is None:
            continue
        if to is State.AGREED:
            if not book.hold(one, 2 if one.countered_at else 1, at):
                _do_without(one, at)
        elif one.hold_id is not None and to is State.CONFIRMED:
            book.post(one, at, by if one.step(State.DISPUTED) else None)
        elif one.hold_id is not None:
            book.void(one, at)


def _do_without(one: Encounter, at: datetime) -> None:
    if GIFT in one.offered.terms:
        one.terms, one.amount = GIFT, 0
        return
    one.outcome, one.countered_at = "declined", None
    one.steps = [Step(at=at, to=State.DECLINED, by=one.owner)]
