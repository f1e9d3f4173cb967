"""Webhooks by program: the same rules as on pages, and no answer that tells a secret."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from app.api.scopes import Scope
from app.testing import factories
from app.webhooks import signing
from app.webhooks.models import Webhook, WebhookDelivery
from tests.api.conftest import Program
from tests.webhooks.conftest import Town, town

__all__ = ["town"]

ALL = "/bordeaux/subnetworks/time-bank/webhooks"
SECRET = signing.new_secret()
NEW = {
    "name": "Our site",
    "url": "https://receiver.example.org/in",
    "kinds": ["exchange.agreed", "listing.published"],
    "secret": SECRET,
}


@pytest.fixture
def mine(program: Callable[..., Program], town: Town) -> Program:
    """A program of the coordinator."""
    return program(town.coordinator)


def test_a_program_registers_a_webhook_and_brings_its_secret(town: Town, mine: Program) -> None:
    made = mine.post(ALL, NEW, key="once")
    again = mine.post(ALL, NEW, key="once")

    (hook,) = town.session.query(Webhook)
    assert (made.status_code, again.status_code) == (201, 201)
    assert made.json == again.json == mine.get(f"{ALL}/{hook.id}").json
    assert made.json == {
        "id": str(hook.id),
        "name": "Our site",
        "url": "https://receiver.example.org/in",
        "kinds": ["listing.published", "exchange.agreed"],
        "paused": None,
        "failures": 0,
        "waiting": 1,
        "delivered_at": None,
        "secret_since": hook.secret_since.isoformat(),
        "created_at": hook.created_at.isoformat(),
    }
    assert town.cipher.open(hook.secret_sealed, hook.id) == SECRET
    assert mine.get(ALL).json == {"items": [made.json], "next": None}


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"url": "https://127.0.0.1/"}, "#/url"),
        ({"url": "http://receiver.example.org/"}, "#/url"),
        ({"name": " "}, "#/name"),
        ({"secret": "whsec_short"}, "#/secret"),
        ({"kinds": []}, "#/kinds"),
        ({"kinds": ["listing.eaten"]}, "#/kinds/0"),
        ({"colour": "blue"}, "#/colour"),
    ],
)
def test_what_cannot_be_is_refused_with_a_pointer(
    town: Town, mine: Program, values: dict[str, Any], pointer: str
) -> None:
    response = mine.post(ALL, NEW | values)

    assert response.status_code == 422
    assert [one["pointer"] for one in response.json["errors"]] == [pointer]
    assert town.session.query(Webhook).count() == 0


def test_it_is_changed_paused_resumed_tested_and_deleted(town: Town, mine: Program) -> None:
    one = f"{ALL}/{mine.post(ALL, NEW).json['id']}"
    changed = mine.patch(one, {"kinds": ["member.joined"]})
    paused = mine.post(f"{one}/moves", {"do": "pause"})
    refused = mine.post(f"{one}/moves", {"do": "test"})
    resumed = mine.post(f"{one}/moves", {"do": "resume"})
    tested = mine.post(f"{one}/moves", {"do": "test"})
    deleted = mine.delete(one)

    assert (changed.json["kinds"], changed.json["name"]) == (["member.joined"], "Our site")
    assert (paused.json["paused"], resumed.json["paused"]) == ("by_hand", None)
    assert (refused.status_code, refused.json["reasons"]) == (
        409,
        ["This webhook is paused. Resume it first."],
    )
    assert tested.json["waiting"] == 1
    assert (deleted.status_code, mine.get(one).status_code) == (204, 404)


def test_the_secret_is_renewed_and_told_nowhere(town: Town, mine: Program) -> None:
    one = f"{ALL}/{mine.post(ALL, NEW).json['id']}"
    renewed = signing.new_secret()
    answers = [mine.put(f"{one}/secret", {"secret": renewed}) for _ in range(2)]

    (hook,) = town.session.query(Webhook)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer for answer in answers if "whsec_" in answer.text] == []
    assert town.cipher.open(hook.secret_sealed, hook.id) == renewed
    assert hook.former_sealed is not None
    assert town.cipher.open(hook.former_sealed, hook.id) == SECRET


def test_the_log_is_read_in_pages_and_a_delivery_sent_once_more(town: Town, mine: Program) -> None:
    one = f"{ALL}/{mine.post(ALL, NEW).json['id']}"
    object_id = town.happens("exchange.agreed")
    first = mine.get(f"{one}/deliveries?limit=1").json
    second = mine.get(f"{one}/deliveries?limit=1&cursor={first['next']}").json
    delivery = town.session.get_one(WebhookDelivery, UUID(first["items"][0]["id"]))
    delivery.state, delivery.tries, delivery.status = "delivered", 1, 200
    town.session.commit()
    resent = mine.post(f"{one}/deliveries/{delivery.id}/resend")
    unknown = mine.post(f"{one}/deliveries/{object_id}/resend")

    assert [line["type"] for line in (*first["items"], *second["items"])] == ["exchange.agreed", "ping"]
    assert second["next"] is None
    assert first["items"][0]["object"] == {
        "type": "exchange",
        "id": str(object_id),
        "url": f"/api/v1/bordeaux/exchanges/{object_id}",
    }
    assert (resent.json["state"], resent.json["status"]) == ("waiting", 200)
    assert unknown.status_code == 404


def test_it_takes_the_scope_and_the_sub_network(
    program: Callable[..., Program], town: Town, mine: Program
) -> None:
    other = factories.subnetwork(town.session, town.territory, "gardens", plugins=("goods",))
    neighbour = factories.member(town.session, town.territory, first_name="Nour")
    factories.takes_part(town.session, other, neighbour, coordinates=True)
    town.session.commit()
    hook_id = mine.post(ALL, NEW).json["id"]
    theirs, reader = program(neighbour), program(town.coordinator, Scope.READ)

    assert theirs.get(ALL).status_code == 404
    assert theirs.get(f"/bordeaux/subnetworks/gardens/webhooks/{hook_id}").status_code == 404
    assert theirs.delete(f"/bordeaux/subnetworks/gardens/webhooks/{hook_id}").status_code == 404
    assert reader.get(ALL).status_code == 403
    assert program().get(ALL).status_code == 401


def test_what_an_event_points_to_is_an_address_of_the_interface(town: Town, mine: Program) -> None:
    from app.webhooks.kinds import KINDS, PING, path_of

    rules = mine.client.application.url_map.bind("localhost")
    paths = [
        path_of(kind, town.network.id, territory="bordeaux", subnetwork="time-bank")
        for kind in (*KINDS, PING)
    ]

    assert [path for path in paths if not rules.test(path, method="GET")] == []
