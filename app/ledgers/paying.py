"""A payment on its way through its pages: to whom, from which accounts it can be made, what it costs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy.orm import Session

from app.amounts import amount as in_words
from app.errors import Refusal
from app.ledgers import payees, services
from app.ledgers.models import Account, AccountKind, Ledger, PaymentRequest
from app.ledgers.payees import Payee
from app.ledgers.payments import can_be_paid, coordinates, in_whose_place, takes_payments
from app.ledgers.queries import accounts_of_member, accounts_to_pay_from
from app.ledgers.refusals import refusal
from app.members import queries as members
from app.members.models import Member
from app.text import _
from app.web.context import the_member, the_plugins

NEW = "new"
"""Chosen as a payer: the member's account, which opens with this payment."""


@dataclass(frozen=True, kw_only=True)
class Payer:
    """An account that one can pay from; ``None``: it opens with the payment."""

    title: str
    account: Account | None

    @property
    def value(self) -> str:
        """How a form names it."""
        return NEW if self.account is None else str(self.account.id)

    @property
    def is_usual(self) -> bool:
        """Whether it is the account that a member has by being one."""
        return self.account is None or (self.account.kind == AccountKind.MEMBER and not self.account.name)


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What a payment costs its payer, and where it leaves the account."""

    amount: int
    levies: list[tuple[str, int]]
    balance_after: int
    advised: int | None
    """The lowest balance that is advised, when the payment goes below it."""

    @property
    def total(self) -> int:
        """All that leaves the account."""
        return self.amount + sum(amount for _name, amount in self.levies)


@dataclass(frozen=True, kw_only=True)
class Paying:
    """Who pays whom in which ledger, as far as it is known."""

    ledger: Ledger
    payee: Payee
    payers: list[Payer]
    stead: Member | None = None
    """The member in whose place a coordinator enters it."""
    asked: PaymentRequest | None = None

    def payer(self, value: str | None) -> Payer:
        """Return the chosen payer; another one than those that can be chosen is not found."""
        return next((one for one in self.payers if one.value == self.named(value)), None) or abort(404)

    def named(self, value: str | None) -> str | None:
        """Return the name of the account that a former sending of the same form has opened."""
        if value == NEW and all(one.account is not None for one in self.payers):
            return next((one.value for one in self.payers if one.is_usual), value)
        return value

    def needs_step(self, typed: Any) -> bool:
        """Tell whether something has to be filled in before it can be confirmed."""
        if "change" in typed:
            return True
        says_how_much = self.asked is not None and self.asked.amount is not None
        return not says_how_much and "amount" not in typed


def start(
    session: Session, ledger: Ledger, payee: Payee, *, stead: str = "", asked: PaymentRequest | None = None
) -> Paying:
    """Return a payment to somebody as its pages know it.

    Args:
        stead: id of the member in whose place a coordinator enters it.

    Raises:
        Refusal: the ledger or the payee takes no payments, or there is nothing to pay from.
    """
    if not takes_payments(session, the_plugins(), ledger):
        raise Refusal(_("Payments are not open here at the moment."))
    if ledger.stopped_at is not None:
        raise refusal(session, ledger, "stopped")
    if payee.account is not None and not can_be_paid(session, payee.account):
        raise Refusal(_("This account takes no payments."))
    member = in_stead_of(session, ledger, stead)
    payers = [
        one
        for one in _payers(session, ledger, member)
        if not _is_payee(one, payee, (member or the_member()).id)
    ]
    if asked is not None and asked.payer_id is not None:
        payers = [one for one in payers if one.account is not None and one.account.id == asked.payer_id]
    if not payers:
        raise Refusal(_("This is your own account: ask somebody else to pay."))
    return Paying(ledger=ledger, payee=payee, payers=payers, stead=member, asked=asked)


def in_stead_of(session: Session, ledger: Ledger, stead: str) -> Member | None:
    """Return the member for whom a coordinator acts; nobody else may act for somebody."""
    if not stead:
        return None
    try:
        member = members.active(session, UUID(stead))
    except ValueError:
        abort(404)
    if member is None or not coordinates(session, ledger, the_member().id):
        abort(404)
    return member


def _is_payee(payer: Payer, payee: Payee, member_id: UUID) -> bool:
    if payer.account is None or payee.account is None:
        return payer.account is payee.account and payee.member_id == member_id
    return payer.account.id == payee.account.id


def _payers(session: Session, ledger: Ledger, stead: Member | None) -> list[Payer]:
    if stead is not None:
        views = [
            view
            for view in accounts_of_member(session, stead.id)
            if view.ledger.id == ledger.id and view.account.closed_at is None
        ]
        found = [Payer(title=view.title, account=view.account) for view in views]
        return found or [Payer(title=stead.first_name, account=None)]
    me = the_member()
    found = [
        Payer(title=view.title, account=view.account)
        for view in accounts_to_pay_from(session, me.id, ledger.id)
    ]
    if payees.usual_account(session, ledger, me.id) is None:
        found.insert(0, Payer(title=me.first_name, account=None))
    return found + (common_payers(session, ledger) if coordinates(session, ledger, me.id) else [])


def common_payers(session: Session, ledger: Ledger) -> list[Payer]:
    """Return the accounts of the community, which its coordinators use."""
    return [
        Payer(title=account.name or _("The community"), account=account)
        for account in payees.common_accounts(session, ledger)
    ]


def labels(paying: Paying) -> list[tuple[str, str]]:
    """Return the payers as choices: each with what stands on it."""
    ledger = paying.ledger
    return [
        (
            one.value,
            _(
                "%(account)s: %(balance)s",
                account=one.title,
                balance=in_words(_balance(ledger, one), ledger.unit, ledger.scale),
            ),
        )
        for one in paying.payers
    ]


def _balance(ledger: Ledger, payer: Payer) -> int:
    return ledger.welcome if payer.account is None else payer.account.balance


def costs(session: Session, paying: Paying, payer: Payer, amount: int) -> Costs:
    """Return what a payment costs; what the account does not allow is refused before it is confirmed.

    Raises:
        Refusal: it would pass the lowest balance of the account, or they may not pay that much from it.
    """
    ledger, account = paying.ledger, payer.account
    if account is not None:
        in_whose_place(session, ledger, account, the_member(), amount)
    levies = payees.levies_for(session, ledger, account, amount)
    found = Costs(
        amount=amount,
        levies=levies,
        balance_after=_balance(ledger, payer) - amount - sum(each for _name, each in levies),
        advised=None,
    )
    floor = ledger.floor if account is None and ledger.on_limit == "block" else None
    held, advised = 0, None
    if account is not None:
        floor, held, advised = account.floor, account.held, account.warn_floor
    left = found.balance_after - held
    if floor is not None and left < floor:
        raise _too_low(session, ledger, account, floor)
    if advised is not None and left < advised:
        return Costs(amount=amount, levies=levies, balance_after=found.balance_after, advised=advised)
    return found


def _too_low(session: Session, ledger: Ledger, account: Account | None, floor: int) -> Refusal:
    if account is None or account.member_id == the_member().id:
        limit = in_words(floor, ledger.unit, ledger.scale)
        return Refusal(_("Your account cannot go below %(limit)s.", limit=limit), field="amount")
    said = refusal(session, ledger, "below_floor", account=str(account.id), limit=floor)
    return Refusal(*said.reasons, field="amount")


def accounts(session: Session, paying: Paying, payer: Payer) -> tuple[Account, Account]:
    """Return the two accounts, opened if this is their first payment."""
    ledger = paying.ledger
    from_account = payer.account or services.account_of(session, ledger, (paying.stead or the_member()).id)
    to_account = paying.payee.account
    if to_account is None:
        assert paying.payee.member_id is not None
        to_account = services.account_of(session, ledger, paying.payee.member_id)
    return from_account, to_account
