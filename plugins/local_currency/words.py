"""The words of slips, means and states, for pages and printed sheets."""

from app.plugin_api import Member, _, amount_in_words, lazy
from plugins.local_currency.bank_models import LineState
from plugins.local_currency.desk_models import Means, SlipKind
from plugins.local_currency.models import OrganisationKind, OrganisationState
from plugins.local_currency.owners import name_of
from plugins.local_currency.programme_models import ReconversionState

SLIPS = {
    SlipKind.OPENING: lazy("Brought over"),
    SlipKind.ISSUE: lazy("Units issued"),
    SlipKind.RECONVERSION: lazy("Changed back into euros"),
    SlipKind.DEPOSIT: lazy("Cash brought to the bank"),
    SlipKind.DIFFERENCE: lazy("Difference of a count"),
    SlipKind.MADE_GOOD: lazy("Difference made good"),
}
MEANS = {
    Means.CASH: lazy("cash"),
    Means.CARD: lazy("card"),
    Means.TRANSFER: lazy("transfer"),
    Means.STATEMENT: lazy("from a bank statement"),
}
KINDS = {
    OrganisationKind.PROFESSIONAL: lazy("Professional"),
    OrganisationKind.ASSOCIATION: lazy("Association"),
    OrganisationKind.PUBLIC: lazy("Public body"),
}
STATES = {
    OrganisationState.ASKED: ("asked", lazy("The committee reads it")),
    OrganisationState.APPROVED: ("agreed", lazy("Takes part")),
    OrganisationState.REFUSED: ("refused", lazy("Not accepted")),
    OrganisationState.WITHDRAWN: ("closed", lazy("No longer takes part")),
}
REQUESTS = {
    ReconversionState.ASKED: ("asked", lazy("Asked")),
    ReconversionState.EXECUTED: ("done", lazy("Paid out")),
    ReconversionState.REFUSED: ("refused", lazy("Refused")),
    ReconversionState.WITHDRAWN: ("closed", lazy("Taken back")),
}
LINES = {
    LineState.MATCHED: ("agreed", lazy("Reference found")),
    LineState.SUGGESTION: ("waiting", lazy("Name found")),
    LineState.UNKNOWN: ("asked", lazy("Unknown")),
    LineState.ISSUED: ("done", lazy("Issued")),
    LineState.RECORDED: ("done", lazy("Issued at a desk")),
    LineState.IGNORED: ("closed", lazy("Set aside")),
}


def slip_kind(kind: str) -> str:
    """Name what a slip is the proof of."""
    return str(SLIPS[SlipKind(kind)])


def means_in_words(means: str) -> str:
    """Name how euros came in or went out."""
    return str(MEANS[Means(means)])


def organisation_kind(kind: str) -> str:
    """Name what kind of organisation it is."""
    return str(KINDS[OrganisationKind(kind)])


def whole_name(member: Member | None) -> str:
    """Return the whole name of a member who may be gone by now."""
    if member is None or member.person.erased_at is not None:
        return _("Former member")
    return name_of(member)


def rate_in_words(rate: int) -> str:
    """Write a rate of hundredths of a percent: ``5 %``, ``2.50 %``."""
    whole, rest = divmod(rate, 100)
    number = amount_in_words(rate, "", scale=2).strip() if rest else str(whole)
    return _("%(number)s %%", number=number)


_AT_THE_DESK = lazy("This was done at an exchange desk. Undo it there: the euros go back with it.")
_ON_PAPER = lazy("This moved paper notes. Undo it on the page of the notes: the stock goes back with it.")
UNDONE_ELSEWHERE = {
    "issue": _AT_THE_DESK,
    "reconversion": _AT_THE_DESK,
    "deposit": _AT_THE_DESK,
    "difference": _AT_THE_DESK,
    "made_good": _AT_THE_DESK,
    "paper": _ON_PAPER,
}
"""Transfers that are half of something: the other half is euros of the fund, or notes of a stock."""
