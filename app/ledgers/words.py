"""Balances and movements in the words of those who read them."""

from app.text import _, lazy

REASONS = {
    "exchange": lazy("Exchange"),
    "welcome": lazy("Welcome"),
    "correction": lazy("Correction"),
    "issue": lazy("Issued"),
    "opening": lazy("Brought over from before"),
}


def reason_in_words(reason: str) -> str:
    """Name why an amount moved."""
    return str(REASONS.get(reason, _("Transfer")))


def standing_in_words(balance: int) -> str:
    """Say to the holder what a balance means."""
    if balance > 0:
        return _("You have given more than you received. Your turn to ask for something.")
    if balance < 0:
        return _("You have received more than you gave. Somebody may be glad of your help.")
    return _("What you gave and what you received are equal.")


def standing_of(balance: int, name: str) -> str:
    """Say to somebody else what a member's balance means."""
    if balance > 0:
        return _("%(name)s has given more than they received.", name=name)
    if balance < 0:
        return _("%(name)s has received more than they gave.", name=name)
    return _("What %(name)s gave and received are equal.", name=name)
