"""Example values for the URLs of webhooks."""

from typing import Any

from sqlalchemy.orm import Session

from app.db import new_id
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.webhooks.models import Webhook, WebhookDelivery


def hook_values(session: Session, network: Subnetwork, owner: Member, canary: str) -> dict[str, Any]:
    """A webhook of ``network`` with one delivery in its log."""
    scoped = {"territory_id": network.territory_id}
    hook = Webhook(
        **scoped,
        subnetwork_id=network.id,
        name=f"{canary}Our site",
        url=f"https://example.org/{canary.strip()}",
        kinds=["listing.published"],
        made_by_id=owner.id,
        secret_sealed=b"sealed",
    )
    session.add(hook)
    session.flush()
    delivery = WebhookDelivery(
        **scoped,
        webhook_id=hook.id,
        event_id=new_id(),
        kind="listing.published",
        object_id=new_id(),
        answer=f"{canary}Thanks",
    )
    session.add(delivery)
    session.flush()
    return {"webhook_id": hook.id, "delivery_id": delivery.id}
