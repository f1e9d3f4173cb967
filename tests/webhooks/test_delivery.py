"""Deliveries arrive at least once, in order for one object; receivers that misbehave harm nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.notifications.models import Notification, OutgoingMail
from app.testing import factories
from app.webhooks import services, signing
from app.webhooks.delivery import deliver_due
from app.webhooks.models import DeliveryState, Webhook
from app.webhooks.noting import CLAIM, TRIES, pause_after, rest_after
from app.webhooks.sending import Outcome, Sender
from tests.webhooks.conftest import SECRET, Town
from tests.webhooks.receivers import Receiver, Request, answer, drip, hang

MINUTE = timedelta(minutes=1)
_passed = timedelta(0)


@pytest.fixture(autouse=True)
def no_time_has_passed() -> None:
    global _passed
    _passed = timedelta(0)


def passes(by: timedelta) -> None:
    """Let time go by, on top of what has gone by."""
    global _passed
    _passed += by
    clock.shift(_passed)


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


def test_a_delivery_goes_to_each_webhook_that_wants_it_with_the_id_of_one_event(
    town: Town, receivers: Callable[..., Receiver]
) -> None:
    first, second, third = receivers(), receivers(), receivers()
    town.hook(first.url)
    town.hook(second.url, kinds=["exchange.agreed"])
    town.hook(third.url, kinds=["listing.published"])
    town.happens("exchange.asked", "exchange.agreed")

    town.deliver()

    assert [one.said["type"] for one in first.requests] == ["exchange.asked", "exchange.agreed"]
    assert [one.said["type"] for one in second.requests] == ["exchange.agreed"]
    assert first.requests[1].said["id"] == second.requests[0].said["id"]
    assert first.requests[1].id != second.requests[0].id
    assert third.requests == []


def test_a_sub_network_does_not_hear_of_another(town: Town, receiver: Receiver) -> None:
    other = factories.subnetwork(town.session, town.territory, "gardens", plugins=("goods",))
    town.session.commit()
    town.hook(receiver.url, network=other)
    town.happens("exchange.agreed")

    assert (town.deliver(), town.log(), receiver.requests) == (0, [], [])


# What waits


def test_a_receiver_that_was_away_gets_everything_once_it_is_back_in_order(
    town: Town, receiver: Receiver
) -> None:
    town.hook(receiver.url)
    receiver.stop()
    kinds = ("exchange.asked", "exchange.proposed", "exchange.agreed", "exchange.done")
    first, second = town.happens(*kinds), town.happens(*kinds)
    while_away = [town.deliver(), town.deliver()]
    receiver.start()
    clock.shift(MINUTE)
    back = town.deliver()

    assert (while_away, back) == ([0, 0], 8)
    for object_id in (first, second):
        told = [one.said["type"] for one in receiver.requests if one.object_id == str(object_id)]
        assert told == list(kinds)


def test_the_earliest_try_is_noted_and_the_receiver_rests_longer_each_time(
    town: Town, receiver: Receiver
) -> None:
    hook = town.hook(receiver.url)
    receiver.stop()
    town.happens("listing.published")
    town.happens("listing.published")
    rests = []
    for _ in range(4):
        town.deliver()
        rest = (town.now(hook).rests_until or clock.now()) - clock.now()
        rests.append(round(rest / MINUTE))
        passes(rest + timedelta(seconds=1))

    assert rests == [1, 1, 2, 4]
    assert [(one.tries, one.trouble) for one in town.log()] == [(4, "connection"), (0, None)]
    assert town.now(hook).failures == 4


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (400, 360)])
def test_pauses_between_tries_grow_from_a_minute_to_six_hours(tries: int, minutes: int) -> None:
    assert pause_after(tries) == minutes * MINUTE


@pytest.mark.parametrize(("failing", "rest"), [(0, 1), (1, 1), (2, 2), (128, 128), (500, 360), (9999, 360)])
def test_a_receiver_rests_as_long_as_it_has_been_failing(failing: int, rest: int) -> None:
    assert rest_after(failing * MINUTE) == rest * MINUTE


def refusing(object_ids: set[str], status: int = 500) -> Callable[[socket.socket, Request], None]:
    """Say no to events of some objects and yes to all others."""
    return lambda line, request: answer(status if request.object_id in object_ids else 200)(line, request)


def test_an_event_that_is_refused_holds_up_its_own_object_only(town: Town, receiver: Receiver) -> None:
    town.hook(receiver.url)
    stuck = town.happens("exchange.asked", "exchange.agreed")
    free = town.happens("exchange.asked", "exchange.agreed")
    refused = {str(stuck)}
    receiver.behave = refusing(refused)
    town.deliver()
    before = [(one.object_id, one.said["type"]) for one in receiver.requests]
    waiting = {one.next_try_at for one in town.log() if one.object_id == stuck}
    refused.clear()
    town.deliver()
    too_early = len(receiver.requests)
    clock.shift(2 * MINUTE)
    town.deliver()
    after = [(one.object_id, one.said["type"]) for one in receiver.requests[len(before) :]]

    assert before == [
        (str(stuck), "exchange.asked"),
        (str(free), "exchange.asked"),
        (str(free), "exchange.agreed"),
    ]
    assert too_early == len(before)
    assert len(waiting) == 1, "what comes later is put off with the first, so that nobody looks at it before"
    assert after == [(str(stuck), "exchange.asked"), (str(stuck), "exchange.agreed")]
    assert receiver.requests[0].id == receiver.requests[3].id
    assert receiver.requests[0].body == receiver.requests[3].body


def test_what_is_refused_for_days_is_given_up_and_lets_its_object_go_on(
    town: Town, receiver: Receiver
) -> None:
    hook = town.hook(receiver.url)
    stuck = town.happens("exchange.asked", "exchange.agreed")
    receiver.behave = refusing({str(stuck)}, 400)
    for _ in range(TRIES):
        town.happens("listing.changed")  # others are taken: the receiver is well
        town.deliver()
        passes(timedelta(hours=6))
    receiver.behave = answer(200)
    town.deliver()

    refused, taken = [one for one in town.log() if one.object_id == stuck]
    assert (refused.state, refused.tries, refused.status) == (DeliveryState.GIVEN_UP, TRIES, 400)
    assert taken.state == DeliveryState.DELIVERED
    assert town.now(hook).paused_at is None


def test_a_receiver_that_fails_for_three_days_is_paused_and_its_coordinators_are_told(
    town: Town, receiver: Receiver
) -> None:
    hook = town.hook(receiver.url)
    receiver.behave = answer(500)
    town.happens("exchange.asked")
    while town.now(hook).paused_at is None and len(receiver.requests) < 40:
        passes(timedelta(hours=1))
        town.deliver()

    now = town.now(hook)
    told, mail = town.session.query(Notification).one(), town.session.query(OutgoingMail).one()
    assert (now.pause, now.failures) == ("failures", TRIES)
    assert timedelta(days=3) <= _passed <= timedelta(days=4)
    assert (told.person_id, told.kind) == (town.coordinator.person_id, "webhook.paused")
    assert told.path == f"/t/bordeaux/networks/time-bank/webhooks/{hook.id}"
    assert (mail.recipient, mail.subject) == (
        town.coordinator.person.email,
        "The webhook “Our site” is paused",
    )


def test_a_receiver_that_fails_often_within_an_hour_is_not_paused(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    receiver.behave = answer(500)
    for _ in range(30):
        town.happens("listing.published")

    town.deliver()

    assert (town.now(hook).failures, town.now(hook).paused_at) == (30, None)
    assert len(receiver.requests) == 30


def test_a_receiver_that_says_it_is_gone_is_paused_at_once(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    receiver.behave = answer(410)
    town.happens("listing.published")
    town.happens("listing.published")

    town.deliver()

    assert (town.now(hook).pause, len(receiver.requests)) == ("gone", 1)
    assert town.session.query(OutgoingMail).count() == 1


def test_a_receiver_that_is_busy_is_left_in_peace(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    receiver.behave = answer(503)
    for _ in range(5):
        town.happens("listing.published")

    town.deliver()

    assert len(receiver.requests) == 1
    assert town.now(hook).rests_until is not None


def test_a_receiver_that_says_for_how_long_it_is_busy_rests_so_long(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    receiver.behave = answer(429, b"", "Retry-After: 7200")
    town.happens("listing.published")

    town.deliver()
    passes(timedelta(minutes=119))
    town.deliver()
    early = len(receiver.requests)
    passes(timedelta(minutes=2))
    receiver.behave = answer(200)
    town.deliver()

    assert (early, len(receiver.requests)) == (1, 2)
    assert town.now(hook).rests_until is None


def test_what_happens_during_a_pause_waits_and_goes_when_it_is_over(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    services.pause(town.session, hook)
    town.session.commit()
    town.happens("exchange.asked", "exchange.agreed")
    during = town.deliver()
    services.resume(town.session, town.now(hook))
    town.session.commit()
    after = town.deliver()

    assert (during, after) == (0, 2)
    assert [one.said["type"] for one in receiver.requests] == ["exchange.asked", "exchange.agreed"]


def test_resuming_tries_at_once_what_had_to_wait_for_hours(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    receiver.behave = answer(500)
    town.happens("exchange.asked")
    for _ in range(8):
        town.deliver()
        passes(timedelta(hours=2))
    receiver.behave = answer(200)
    services.resume(town.session, town.now(hook))
    town.session.commit()

    assert town.deliver() == 1
    assert (town.now(hook).failures, town.now(hook).failing_since) == (0, None)


# Receivers that misbehave


def test_a_receiver_that_hangs_does_not_keep_the_others_waiting(
    town: Town, receivers: Callable[..., Receiver]
) -> None:
    hanging = [receivers(behave=hang) for _ in range(5)] + [receivers(behave=drip(b"HTTP/1.1 2"))]
    arrived: list[float] = []

    def note(line: socket.socket, request: Request) -> None:
        arrived.append(time.monotonic())
        answer(200)(line, request)

    well = receivers(behave=note)
    for one in (*hanging, well):
        town.hook(one.url, kinds=["listing.published"])
    town.happens("listing.published")
    began = time.monotonic()

    taken = town.deliver(limit=4.0)

    assert taken == 1
    assert arrived[0] - began < 3.5
    assert time.monotonic() - began < 10
    assert {one.trouble for one in town.log() if one.state == DeliveryState.WAITING} == {"slow"}


def test_what_is_written_while_a_receiver_lets_us_wait_goes_to_the_others_at_once(
    town: Town, receivers: Callable[..., Receiver]
) -> None:
    hanging, well = receivers(behave=hang), receivers()
    town.hook(hanging.url, kinds=["listing.published"])
    town.hook(well.url, kinds=["listing.ended"])
    town.happens("listing.published")
    with ThreadPoolExecutor(1) as worker:
        running = worker.submit(town.deliver, limit=6.0)
        hanging.wait_for(1)
        began = time.monotonic()
        town.happens("listing.ended")
        well.wait_for(1)
        waited = time.monotonic() - began
        taken = running.result()

    assert (taken, len(well.requests)) == (1, 1)
    assert waited < 5


def test_a_redirect_into_the_machine_is_not_followed(town: Town, receivers: Callable[..., Receiver]) -> None:
    canary = receivers()
    receiver = receivers(behave=answer(302, b"", f"Location: {canary.url}"))
    town.hook(receiver.url)
    town.happens("listing.published")

    town.deliver()

    (waiting,) = town.log()
    assert (waiting.state, waiting.status, waiting.trouble) == ("waiting", 302, "status")
    assert canary.connections == 0


def test_without_leave_of_the_operator_nothing_goes_to_a_private_address(
    town: Town, receiver: Receiver
) -> None:
    town.hook(receiver.url)
    town.happens("listing.published")

    town.deliver(private=False)

    assert [(one.trouble, one.tries) for one in town.log()] == [("address", 1)]
    assert receiver.connections == 0


# Workers


def test_several_workers_at_once_send_everything_once_and_in_order(town: Town, receiver: Receiver) -> None:
    town.hook(receiver.url)
    kinds = ("exchange.asked", "exchange.proposed", "exchange.agreed")
    objects = [str(town.happens(*kinds)) for _ in range(15)]

    with ThreadPoolExecutor(4) as workers:
        taken = sum(workers.map(lambda _: town.deliver(), range(4)))

    told = defaultdict(list)
    for request in receiver.requests:
        told[request.object_id].append(request.said["type"])
    assert taken == len(receiver.requests) == 45
    assert dict(told) == {one: list(kinds) for one in objects}


DELIVER = """
import sys
from importlib import import_module
from pathlib import Path
import sqlalchemy as sa
from app.db.engine import engine_options, protect
from app.wiring import MODELS
from app.webhooks import signing
from app.webhooks.delivery import Post, deliver_due
from app.webhooks.sending import Sender
for module in MODELS:
    import_module(module)
engine = sa.create_engine(**engine_options(sys.argv[1]))
protect(engine)
cipher = signing.cipher(Path(sys.argv[2]))
deliver_due(Post(engine=engine, sender=Sender(private=True), cipher=cipher, base_url="https://example.org"))
"""


def test_a_worker_that_is_killed_before_it_noted_the_answer_sends_again_under_the_same_id(
    app: Flask, town: Town, receiver: Receiver
) -> None:
    hook = town.hook(receiver.url)
    town.happens("exchange.asked", "exchange.agreed")
    data_dir = app.extensions["together_settings"].data_dir
    url = town.engine.url.render_as_string(hide_password=False)
    receiver.behave = lambda line, request: os.kill(worker.pid, signal.SIGKILL)
    worker = subprocess.Popen([sys.executable, "-c", DELIVER, url, str(data_dir)])
    status = worker.wait(timeout=60)
    receiver.behave = answer(200)
    claimed = town.deliver()
    passes(CLAIM + timedelta(seconds=1))
    later = town.deliver()

    assert (status, claimed, later) == (-signal.SIGKILL, 0, 2)
    assert [one.said["type"] for one in receiver.requests] == [
        "exchange.asked",
        "exchange.asked",
        "exchange.agreed",
    ]
    assert receiver.requests[0].id == receiver.requests[1].id
    assert receiver.requests[0].body == receiver.requests[1].body
    assert town.now(hook).claimed_until is None


def test_a_worker_whose_claim_ran_out_leaves_the_webhook_to_the_one_who_has_it(
    town: Town, receiver: Receiver
) -> None:
    hook = town.hook(receiver.url)
    town.happens("exchange.asked", "exchange.agreed")
    slow: list[int] = []

    def overtaken(line: socket.socket, request: Request) -> None:
        receiver.behave = answer(200)
        passes(CLAIM + timedelta(seconds=1))
        slow.append(town.deliver())  # another worker, while the first one waits for this answer
        answer(200)(line, request)

    receiver.behave = overtaken

    first = town.deliver(limit=10)

    assert (slow, first) == ([2], 0)
    assert [one.said["type"] for one in receiver.requests] == [
        "exchange.asked",
        "exchange.asked",
        "exchange.agreed",
    ]
    assert [(one.state, one.tries) for one in town.log()] == [("delivered", 1), ("delivered", 1)]
    assert town.now(hook).claimed_until is None


class Faulty(Sender):
    """A sender with a fault of our own."""

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        if "faulty" in url:
            raise LookupError("nobody thought of this")
        return super().send(url, headers, body)


def test_a_fault_of_ours_with_one_webhook_stops_no_other(town: Town, receiver: Receiver) -> None:
    faulty = town.hook(receiver.url + "&faulty")
    town.hook(receiver.url)
    town.happens("listing.published")
    post = replace(town.post(), sender=Faulty(private=True))
    first = deliver_due(post)
    passes(CLAIM + timedelta(seconds=1))
    second = town.deliver()

    assert (first, second, len(receiver.requests)) == (1, 1, 2)
    assert [one.tries for one in town.log(faulty)] == [1]


def test_a_webhook_that_is_deleted_while_it_is_served_is_left(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    town.happens("exchange.asked", "exchange.agreed")

    def deleted(line: socket.socket, request: Request) -> None:
        services.delete(town.session, town.now(hook))
        town.session.commit()
        answer(200)(line, request)

    receiver.behave = deleted

    town.deliver(limit=10)

    assert len(receiver.requests) == 1
    assert (town.log(), town.session.query(Webhook).count()) == ([], 0)


# Secrets


def test_after_a_renewal_both_secrets_sign_for_a_day(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    renewed = signing.new_secret()
    services.renew_secret(town.session, town.cipher, hook, secret=renewed)
    town.session.commit()
    town.happens("listing.published")
    town.deliver()
    passes(services.FORMER_LASTS + MINUTE)
    town.happens("listing.published")
    town.deliver()

    during, after = receiver.requests
    assert during.is_signed_with(SECRET)
    assert during.is_signed_with(renewed)
    assert not after.is_signed_with(SECRET)
    assert after.is_signed_with(renewed)


def test_a_secret_stands_nowhere_in_clear(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)

    now = town.now(hook)
    assert SECRET.encode() not in now.secret_sealed
    assert town.cipher.open(now.secret_sealed, hook.id) == SECRET


def test_without_its_key_nothing_is_sent_unsigned(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    hook.secret_sealed = hook.secret_sealed[:-1] + b"?"
    town.session.commit()
    town.happens("listing.published")

    town.deliver()

    assert [one.trouble for one in town.log()] == ["secret"]
    assert receiver.connections == 0


# The log


def test_the_log_is_kept_for_thirty_days(town: Town, receiver: Receiver) -> None:
    town.hook(receiver.url)
    town.happens("listing.published")
    town.deliver()
    passes(timedelta(days=29))
    town.happens("listing.ended")
    kept = services.forget_old(town.session)
    passes(timedelta(days=2))
    gone = services.forget_old(town.session)
    town.session.commit()

    assert (kept, gone) == (0, 1)
    assert [one.kind for one in town.log()] == ["listing.ended"]


def test_what_was_delivered_can_be_sent_again_under_the_same_id(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)
    town.happens("listing.published")
    town.deliver()
    services.resend(town.session, hook, town.log()[0])
    town.session.commit()
    town.deliver()

    first, again = receiver.requests
    assert (first.id, first.body) == (again.id, again.body)
    assert [(one.state, one.tries) for one in town.log()] == [("delivered", 2)]


def test_a_test_that_is_pressed_many_times_goes_once(town: Town, receiver: Receiver) -> None:
    hook = town.hook(receiver.url)

    for _press in range(20):
        services.ping(town.session, hook)
        town.session.commit()
    town.deliver()
    services.ping(town.session, hook)
    town.session.commit()
    town.deliver()

    assert [one.kind for one in town.log()] == ["ping", "ping"]
    assert len(receiver.requests) == 2
