"""The kinds of events, in words for who chooses among them, and what each is about."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.text import lazy

API = "/api/v1"
PING = "ping"


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """One kind of event."""

    slug: str
    """``exchange.agreed``: what it is about, and what happened to it."""
    label: Any

    @property
    def about(self) -> str:
        """The type of the object: ``listing``, ``exchange``, ``transfer``, ``member``, ``webhook``."""
        return "webhook" if self.slug == PING else self.slug.split(".")[0]


KINDS: dict[str, EventKind] = {
    slug: EventKind(slug=slug, label=label)
    for slug, label in {
        "listing.published": lazy("A listing comes on the board, or is back on it"),
        "listing.changed": lazy("A listing on the board changes"),
        "listing.ended": lazy("A listing leaves the board: paused, ended, hidden or over"),
        "exchange.asked": lazy("Somebody answers a listing"),
        "exchange.proposed": lazy("One side proposes something else"),
        "exchange.kept": lazy("One side prefers what was agreed before"),
        "exchange.agreed": lazy("Both sides agree"),
        "exchange.declined": lazy("The owner of the listing says no"),
        "exchange.cancelled": lazy("An exchange is called off"),
        "exchange.done": lazy("One side says that it is done"),
        "exchange.confirmed": lazy("An exchange is confirmed"),
        "exchange.disputed": lazy("One side says that there is a problem"),
        "exchange.settled": lazy("A coordinator settles a disagreement"),
        "transfer.posted": lazy("An amount has moved in a ledger of the sub-network"),
        "member.joined": lazy("Somebody joins the sub-network"),
        "member.left": lazy("Somebody leaves the sub-network"),
    }.items()
}
"""What a webhook can choose from; ``ping``, the test, goes to every one."""

_PATHS = {
    "listing": "/{territory}/listings/{id}",
    "exchange": "/{territory}/exchanges/{id}",
    "transfer": "/{territory}/transfers/{id}",
    "member": "/{territory}/members/{id}",
    "webhook": "/{territory}/subnetworks/{subnetwork}/webhooks/{id}",
}


def about(kind: str) -> str:
    """Return the type of the object that events of ``kind`` are about."""
    return EventKind(slug=kind, label="").about


def path_of(kind: str, object_id: UUID, *, territory: str, subnetwork: str) -> str:
    """Return where a program reads the object of an event, a path of this site."""
    return API + _PATHS[about(kind)].format(territory=territory, subnetwork=subnetwork, id=object_id)
