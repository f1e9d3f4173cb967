"""Webhooks of sub-networks: registering them, changing them, looking at what was sent."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields, validate

from app.api import cursors
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Text
from app.api.operations import Operations
from app.api.scopes import Scope
from app.subnetworks.views import coordinated
from app.web.access import May
from app.web.context import here
from app.web.database import db
from app.webhooks import queries, services, signing
from app.webhooks.addresses import LONGEST
from app.webhooks.blueprint import found_hook, the_settings
from app.webhooks.kinds import KINDS, about, path_of
from app.webhooks.models import DeliveryState, Pause, Webhook, WebhookDelivery
from app.webhooks.sending import Trouble

bp = Operations("webhooks", __name__, description="Addresses that are told what happens in a sub-network.")

ALL = "/<territory>/subnetworks/<slug>/webhooks"
ONE = f"{ALL}/<uuid:webhook_id>"
SECRET = "^whsec_([A-Za-z0-9+/]{4}){8,20}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"  # noqa: S105  # a form
COORDINATES: dict[str, Any] = {"may": May.COORDINATE, "scope": Scope.COORDINATE}


class WebhookSchema(Schema):
    """A webhook; its secret is told to nobody."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True)
    kinds = fields.List(fields.String(validate=validate.OneOf([*KINDS])), required=True)
    paused = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf([*Pause]),
        metadata={"description": "Why nothing is sent; `null` when it is not paused."},
    )
    failures = fields.Integer(required=True, metadata={"description": "Failed tries in a row."})
    waiting = fields.Integer(required=True, metadata={"description": "Events that are still to be sent."})
    delivered_at = Instant(required=True, allow_none=True, metadata={"description": "The last time."})
    secret_since = Instant(required=True)
    created_at = Instant(required=True)


def _kinds(**more: Any) -> fields.List[str]:
    one = fields.String(validate=validate.OneOf([*KINDS]))
    return fields.List(one, validate=validate.Length(min=1, max=len(KINDS)), **more)


def _url(**more: Any) -> fields.String:
    described = {"description": "Begins with `https://`; public addresses, ports 443 and 8443."}
    return Text(least=1, most=LONGEST, metadata=described, **more)


def _secret() -> fields.String:
    said = "`whsec_` and the base64 of at least 24 random bytes of your own; it is never told again."
    return fields.String(
        required=True, validate=validate.Regexp(SECRET), metadata={"description": said, "format": "password"}
    )


class WebhookNewSchema(Schema):
    """A webhook to be registered."""

    name = Text(required=True, least=1, most=services.LONGEST_NAME)
    url = _url(required=True)
    kinds = _kinds(required=True)
    secret = _secret()


class WebhookChangeSchema(Schema):
    """What is to change about a webhook; what is left out stays."""

    name = Text(least=1, most=services.LONGEST_NAME)
    url = _url()
    kinds = _kinds()


class WebhookSecretSchema(Schema):
    """The secret with which deliveries are signed from now on."""

    secret = _secret()


class WebhookMoveSchema(Schema):
    """What a webhook is to do."""

    do = fields.String(required=True, validate=validate.OneOf(["test", "pause", "resume"]))


class EventObjectSchema(Schema):
    """What an event is about."""

    type = fields.String(required=True)
    id = fields.UUID(required=True)
    url = fields.String(required=True, metadata={"description": "Where it is read, a path of this site."})


class DeliverySchema(Schema):
    """One event on its way to a webhook."""

    id = fields.UUID(required=True, metadata={"description": "`webhook-id` of the request."})
    event_id = fields.UUID(required=True, metadata={"description": "`id` in its body."})
    type = fields.String(required=True, metadata={"examples": ["exchange.agreed"]})
    object = fields.Nested(EventObjectSchema, required=True)
    state = fields.String(required=True, validate=validate.OneOf([*DeliveryState]))
    tries = fields.Integer(required=True)
    created_at = Instant(required=True)
    next_try_at = Instant(required=True, metadata={"description": "Not before, while it is waiting."})
    tried_at = Instant(required=True, allow_none=True)
    delivered_at = Instant(required=True, allow_none=True)
    status = fields.Integer(required=True, allow_none=True, metadata={"description": "Of the last answer."})
    milliseconds = fields.Integer(required=True, allow_none=True)
    answer = fields.String(required=True, metadata={"description": "How the last answer began."})
    trouble = fields.String(required=True, allow_none=True, validate=validate.OneOf([*Trouble]))


@bp.operation(ALL, **COORDINATES, query=Cursor, gives=page_of(WebhookSchema))
def webhooks(query: dict[str, Any], slug: str) -> Page[dict[str, Any]]:
    """List the webhooks of a sub-network that one looks after, the newest first."""
    wanted = sa.select(Webhook).where(Webhook.subnetwork_id == coordinated(slug).id)
    found = cursors.page(db.session, wanted, [(Webhook.id, lambda line: line.id)], query)
    return Page(_told(found.items), found.next)


@bp.operation(ALL, method="POST", **COORDINATES, body=WebhookNewSchema, gives=WebhookSchema, status=201)
def register(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Register an address and send it a test.

    You bring the secret with which deliveries are signed, so that no answer has to tell one.
    """
    settings = the_settings()
    hook = services.register(
        db.session,
        signing.cipher(settings.data_dir),
        subnetwork=coordinated(slug),
        by=here.member,
        private=settings.webhook_private,
        **body,
    )
    return _told([hook])[0]


@bp.operation(ONE, **COORDINATES, gives=WebhookSchema)
def show(slug: str, webhook_id: UUID) -> dict[str, Any]:
    """Show a webhook."""
    return _told([found_hook(slug, webhook_id)[1]])[0]


@bp.operation(ONE, method="PATCH", **COORDINATES, body=WebhookChangeSchema, gives=WebhookSchema)
def change(body: dict[str, Any], slug: str, webhook_id: UUID) -> dict[str, Any]:
    """Change the name, the address or what a webhook is told of."""
    _subnetwork, hook = found_hook(slug, webhook_id)
    values = {"name": hook.name, "url": hook.url, "kinds": hook.kinds} | body
    services.change(db.session, hook, **values, private=the_settings().webhook_private)
    return _told([hook])[0]


@bp.operation(ONE, method="DELETE", **COORDINATES, status=204)
def delete(slug: str, webhook_id: UUID) -> None:
    """Delete a webhook with its log; what waits is not sent."""
    services.delete(db.session, found_hook(slug, webhook_id)[1])


MOVES: dict[str, Callable[..., None]] = {
    "test": services.ping,
    "pause": services.pause,
    "resume": services.resume,
}


@bp.operation(f"{ONE}/moves", method="POST", **COORDINATES, body=WebhookMoveSchema, gives=WebhookSchema)
def move(body: dict[str, Any], slug: str, webhook_id: UUID) -> dict[str, Any]:
    """Send a test, pause or resume."""
    _subnetwork, hook = found_hook(slug, webhook_id)
    MOVES[body["do"]](db.session, hook)
    return _told([hook])[0]


@bp.operation(f"{ONE}/secret", method="PUT", **COORDINATES, body=WebhookSecretSchema, gives=WebhookSchema)
def renew_secret(body: dict[str, Any], slug: str, webhook_id: UUID) -> dict[str, Any]:
    """Sign with another secret from now on, and for a day with the one before, too."""
    _subnetwork, hook = found_hook(slug, webhook_id)
    cipher = signing.cipher(the_settings().data_dir)
    services.renew_secret(db.session, cipher, hook, secret=body["secret"])
    return _told([hook])[0]


@bp.operation(f"{ONE}/deliveries", **COORDINATES, query=Cursor, gives=page_of(DeliverySchema))
def deliveries(query: dict[str, Any], slug: str, webhook_id: UUID) -> Page[dict[str, Any]]:
    """List what was sent, or is to be sent, to a webhook in the last thirty days, the newest first."""
    _subnetwork, hook = found_hook(slug, webhook_id)
    by = [(WebhookDelivery.id, lambda line: line.id)]
    found = cursors.page(db.session, queries.deliveries(hook.id), by, query)
    return Page([_delivery(one, slug) for one in found.items], found.next)


@bp.operation(
    f"{ONE}/deliveries/<uuid:delivery_id>/resend", method="POST", **COORDINATES, gives=DeliverySchema
)
def resend(slug: str, webhook_id: UUID, delivery_id: UUID) -> dict[str, Any]:
    """Send a delivery once more, under the same id."""
    _subnetwork, hook = found_hook(slug, webhook_id)
    delivery = queries.find_delivery(db.session, hook.id, delivery_id)
    if delivery is None:
        abort(404)
    services.resend(db.session, hook, delivery)
    return _delivery(delivery, slug)


def _told(hooks: Sequence[Webhook]) -> list[dict[str, Any]]:
    standings = queries.standings(db.session, [hook.id for hook in hooks])
    names = ("id", "name", "url", "kinds", "failures", "secret_since", "created_at")
    return [
        {
            **{name: getattr(hook, name) for name in names},
            "paused": hook.pause,
            "waiting": standings[hook.id].waiting,
            "delivered_at": standings[hook.id].delivered_at,
        }
        for hook in hooks
    ]


def _delivery(delivery: WebhookDelivery, slug: str) -> dict[str, Any]:
    territory = here.territory.slug or "" if here.territory else ""
    path = path_of(delivery.kind, delivery.object_id, territory=territory, subnetwork=slug)
    about_it = {"type": about(delivery.kind), "id": delivery.object_id, "url": path}
    names = (
        *("id", "event_id", "state", "tries", "created_at", "next_try_at", "tried_at", "delivered_at"),
        *("status", "milliseconds", "answer", "trouble"),
    )
    told = {name: getattr(delivery, name) for name in names}
    return {**told, "type": delivery.kind, "object": about_it}
