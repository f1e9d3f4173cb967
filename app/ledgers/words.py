"""Balances and movements in the words of those who read them."""

from typing import Any

from app.ledgers.models import Account, AccountKind, Ledger, Right
from app.text import _, lazy

REASONS = {
    "exchange": lazy("Exchange"),
    "payment": lazy("Payment"),
    "levy": lazy("Levy"),
    "gift": lazy("Gift"),
    "debt": lazy("Debt paid"),
    "clearing": lazy("Circle of debts"),
    "welcome": lazy("Welcome"),
    "correction": lazy("Correction"),
    "issue": lazy("Issued"),
    "bonus": lazy("Bonus"),
    "reconversion": lazy("Changed back into euros"),
    "commission": lazy("Stays with the association"),
    "paper": lazy("Paper notes"),
    "melting": lazy("Melting"),
    "share": lazy("Yearly share"),
    "opening": lazy("Brought over from before"),
}
TOLD_IN_PUBLIC = frozenset({"payment", "levy", "welcome", "melting", "share", "opening"})
"""Reasons whose words a public statement shows; those on others may be about somebody."""
UNDONE_ELSEWHERE: dict[str, Any] = {}
"""Reasons of transfers that are not corrected here, with a sentence that says where; plugins name theirs."""
CONFIDENTIAL: set[str] = set()
"""Reasons by which a common account pays who must not be guessed; plugins name theirs."""
RIGHTS = {
    Right.SEE: lazy("may see it"),
    Right.PAY_UP_TO: lazy("may see it and pay, up to an amount"),
    Right.PAY: lazy("may see it and pay"),
}
COMMON = {
    AccountKind.COMMUNITY: lazy(
        "The account of the community itself: what it gives in welcome, and what it is given."
    ),
    AccountKind.LEVIES: lazy("What is kept back of payments for what everybody shares."),
    AccountKind.ISSUANCE: lazy("Units are issued here: what is out stands on it below zero."),
    AccountKind.ROUNDING: lazy("What rounding leaves over, a hair at a time."),
}
FUND = lazy("A fund of the community: everybody may see what goes in and what goes out.")


def reason_in_words(reason: str) -> str:
    """Name why an amount moved."""
    return str(REASONS.get(reason, _("Transfer")))


def right_in_words(right: str) -> str:
    """Say what somebody may do with an account that is not theirs."""
    return str(RIGHTS[Right(right)])


def standing_in_words(balance: int, unit: str = "minutes") -> str:
    """Say to the holder what a balance means."""
    if unit != "minutes":
        return _to_spend(balance)
    if balance > 0:
        return _("You have given more than you received. Your turn to ask for something.")
    if balance < 0:
        return _("You have received more than you gave. Somebody may be glad of your help.")
    return _("What you gave and what you received are equal.")


def _to_spend(balance: int) -> str:
    if balance > 0:
        return _("Ready to be spent with whoever accepts it here.")
    if balance < 0:
        return _("More has gone out than has come in: what you earn next brings it back.")
    return _("Nothing is on it at the moment.")


def standing_of(balance: int, name: str) -> str:
    """Say to somebody else what a member's balance means."""
    if balance > 0:
        return _("%(name)s has given more than they received.", name=name)
    if balance < 0:
        return _("%(name)s has received more than they gave.", name=name)
    return _("What %(name)s gave and received are equal.", name=name)


def about(account: Account, ledger: Ledger, title: str, *, mine: bool) -> str:
    """Say what an account is, or what its balance means to who reads it."""
    if account.kind in COMMON:
        return str(FUND if account.name else COMMON[AccountKind(account.kind)])
    if account.kind != AccountKind.MEMBER:
        return _("An account of %(name)s, used by the people it is entrusted to.", name=title)
    if mine:
        return standing_in_words(account.balance, ledger.unit)
    return standing_of(account.balance, title) if ledger.unit == "minutes" else ""
