"""What people read about webhooks: how it stands with one, why a delivery did not go."""

from typing import Any

from app.text import lazy
from app.webhooks.models import DeliveryState, Pause, Webhook
from app.webhooks.sending import Trouble

TROUBLES: dict[str, Any] = {
    Trouble.ADDRESS: lazy("The address can no longer be used. Change it."),
    Trouble.PRIVATE: lazy("The name leads to a private network. Only public addresses are possible."),
    Trouble.NAME: lazy("Nobody knows the name in the address."),
    Trouble.CONNECTION: lazy("Nobody answers there, or the answer broke off."),
    Trouble.CERTIFICATE: lazy("The certificate is not valid for the name in the address."),
    Trouble.SLOW: lazy("No answer came within ten seconds."),
    Trouble.ANSWER: lazy("What came back is no answer of a web server."),
    Trouble.STATUS: lazy("The receiver answered, but not with 200 to 299."),
    Trouble.SECRET: lazy("The secret cannot be opened on this site any more. Renew it."),
}
PAUSES: dict[str, Any] = {
    Pause.BY_HAND: lazy("Paused: nothing is sent. What happens meanwhile waits, for thirty days at most."),
    Pause.FAILURES: lazy(
        "Paused, because the receiver took nothing for days. What happens meanwhile waits, for thirty days "
        "at most. When the receiver is well again, resume."
    ),
    Pause.GONE: lazy(
        "Paused, because the receiver answered that it wants nothing more (410). What happens meanwhile "
        "waits, for thirty days at most."
    ),
}
DELIVERIES: dict[str, tuple[str, Any]] = {
    DeliveryState.WAITING: ("waiting", lazy("Waiting")),
    DeliveryState.DELIVERED: ("done", lazy("Delivered")),
    DeliveryState.GIVEN_UP: ("refused", lazy("Given up")),
}
"""The look and the word of each state."""


def standing(hook: Webhook) -> tuple[str, Any]:
    """Return the look and the word for how it stands with a webhook."""
    if hook.paused_at is not None:
        return "closed", lazy("Paused")
    if hook.failures:
        return "refused", lazy("In trouble")
    return "open", lazy("Active")
