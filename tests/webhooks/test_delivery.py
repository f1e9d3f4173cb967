"""Deliveries arrive at least once, in order for one object; receivers that misbehave harm nothing."""

from collections.abc import Callable
from datetime import timedelta

from app import clock
from tests.webhooks.conftest import SECRET, Town
from tests.webhooks.receivers import Receiver, answer


def test_an_event_is_delivered_signed_and_says_little(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    object_id = town.happens("exchange.agreed")

    taken = town.deliver()

    (request,), (delivery,) = receiver.requests, town.log()
    assert taken == 1
    assert request.line == "POST /events?of=ours HTTP/1.1"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["content-type"] == "application/json"
    assert request.id == str(delivery.id)
    assert request.is_signed_with(SECRET)
    assert request.said == {
        "id": str(delivery.event_id),
        "type": "exchange.agreed",
        "timestamp": delivery.created_at.isoformat(),
        "data": {
            "territory": "bordeaux",
            "subnetwork": "time-bank",
            "object": {
                "type": "exchange",
                "id": str(object_id),
                "url": f"https://example.org/api/v1/bordeaux/exchanges/{object_id}",
            },
        },
    }
    assert (delivery.state, delivery.tries, delivery.status, delivery.answer, delivery.trouble) == (
        "delivered",
        1,
        200,
        "thanks",
        None,
    )
    assert (town.now(hook).failures, town.now(hook).claimed_until) == (0, None)
