"""What a delivery says: what happened, to what, and where a program reads more with a token of its own."""

import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from app.webhooks.kinds import about, path_of
from app.webhooks.models import WebhookDelivery


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where a webhook belongs."""

    base_url: str
    territory: str
    """Its slug, as that of the sub-network."""
    subnetwork: str


def payload(delivery: WebhookDelivery, home: Home) -> dict[str, Any]:
    """Return what is sent: no names and no words of people."""
    path = path_of(delivery.kind, delivery.object_id, territory=home.territory, subnetwork=home.subnetwork)
    return {
        "id": str(delivery.event_id),
        "type": delivery.kind,
        "timestamp": delivery.created_at.astimezone(UTC).isoformat(),
        "data": {
            "territory": home.territory,
            "subnetwork": home.subnetwork,
            "object": {
                "type": about(delivery.kind),
                "id": str(delivery.object_id),
                "url": f"{home.base_url}{path}",
            },
        },
    }


def body(delivery: WebhookDelivery, home: Home) -> bytes:
    """Return what is sent, byte by byte the same however often."""
    return json.dumps(payload(delivery, home), separators=(",", ":")).encode()
