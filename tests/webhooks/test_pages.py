"""Coordinators look after webhooks on pages: nothing is lost, nothing is shown that should not be."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import new_id
from app.testing import factories
from app.testing.factories import post, sign_in
from app.webhooks import services
from app.webhooks.kinds import KINDS
from app.webhooks.models import Webhook, WebhookDelivery
from tests.webhooks.conftest import Town

PAGES = "/t/bordeaux/networks/time-bank/webhooks"
URL = "https://receiver.example.org/in"


@pytest.fixture
def browser(app: Flask, town: Town) -> FlaskClient:
    """The coordinator's browser."""
    client = app.test_client()
    sign_in(client, town.coordinator.person)
    return client


@pytest.fixture
def hook(town: Town) -> Webhook:
    """A webhook that leads to a public address."""
    return town.hook(URL)


def filled(**values: object) -> dict[str, object]:
    kinds = ["listing.published", "exchange.agreed"]
    return {"name": "Our site", "url": URL, "kinds": kinds, "key": f"{new_id()} seed"} | values


def secret_on(page: str) -> str | None:
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", page)
    return found[0] if found else None


def test_a_webhook_is_registered_and_its_secret_shown_once(town: Town, browser: FlaskClient) -> None:
    response = post(browser, f"{PAGES}/new", **filled())

    (hook,) = town.session.query(Webhook)
    (ping,) = town.log()
    secret = secret_on(response.text)
    assert (hook.name, hook.url, hook.kinds) == ("Our site", URL, ["listing.published", "exchange.agreed"])
    assert (hook.subnetwork_id, hook.made_by_id) == (town.network.id, town.coordinator.id)
    assert town.cipher.open(hook.secret_sealed, hook.id) == secret
    assert (ping.kind, ping.object_id, ping.state) == ("ping", hook.id, "waiting")
    assert "no-store" in response.headers["Cache-Control"]
    for path in (f"{PAGES}/", f"{PAGES}/{hook.id}", f"{PAGES}/{hook.id}/edit"):
        assert "whsec_" not in browser.get(path).text


def test_sent_twice_there_is_one_webhook_and_the_same_secret(town: Town, browser: FlaskClient) -> None:
    form = filled()
    first, second = (post(browser, f"{PAGES}/new", **form) for _ in range(2))

    assert town.session.query(Webhook).count() == 1
    assert secret_on(first.text) == secret_on(second.text) is not None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": " "}, "Give it a name."),
        ({"name": "x" * 81}, "That is a bit long: at most 80 letters."),
        ({"url": ""}, "Type or paste the address."),
        ({"url": "http://receiver.example.org/in"}, "The address begins with https://."),
        ({"url": "https://127.0.0.1/in"}, "This address belongs to a private network; only public ones are"),
        ({"url": "https://user:password@example.org/"}, "This is not an address of the form"),
        ({"kinds": []}, "Choose at least one kind of event."),
        ({"kinds": ["listing.eaten"]}, "is not a valid choice"),
        ({"key": "spent"}, "This form is spent. Open it again."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_stays_typed(
    town: Town, browser: FlaskClient, values: dict[str, object], sentence: str
) -> None:
    response = post(browser, f"{PAGES}/new", **filled(**values))

    kept = str(values.get("url") or "listing.published")
    assert response.status_code == 422
    assert sentence in response.text
    assert kept in response.text
    assert town.session.query(Webhook).count() == 0


def test_who_knows_the_id_of_a_webhook_does_not_get_its_secret(town: Town, browser: FlaskClient) -> None:
    post(browser, f"{PAGES}/new", **filled())
    known = str(town.session.query(Webhook.id).scalar())
    town.session.rollback()
    answers = [post(browser, f"{PAGES}/new", **filled(key=key)) for key in (known, f"{known} guess")]

    pages = [browser.get(answer.location) for answer in answers]
    assert [page.status_code for page in pages] == [200, 200]
    assert [secret_on(page.text) for page in (*answers, *pages)] == [None] * 4
    assert town.session.query(Webhook).count() == 1


def test_there_is_an_end_to_how_many_there_can_be(town: Town, browser: FlaskClient) -> None:
    for _ in range(services.MOST):
        town.hook(URL)

    response = post(browser, f"{PAGES}/new", **filled())

    assert response.status_code == 422
    assert "There are 10 webhooks already." in response.text
    assert "There are as many as a sub-network may have." in browser.get(f"{PAGES}/").text


def test_a_form_with_an_id_of_another_sub_network_is_refused(town: Town, browser: FlaskClient) -> None:
    other = factories.subnetwork(town.session, town.territory, "gardens", plugins=("goods",))
    town.session.commit()
    foreign = town.hook(URL, network=other)

    response = post(browser, f"{PAGES}/new", **filled(key=str(foreign.id)))

    assert response.status_code == 422
    assert "This form is spent. Open it again." in response.text
    assert secret_on(response.text) is None


def test_its_name_address_and_kinds_can_be_changed(town: Town, browser: FlaskClient, hook: Webhook) -> None:
    response = post(
        browser, f"{PAGES}/{hook.id}/edit", name="Bot", url=f"{URL}/2", kinds=["member.left", "member.joined"]
    )

    now = town.now(hook)
    assert response.status_code == 302
    assert (now.name, now.url, now.kinds) == ("Bot", f"{URL}/2", ["member.joined", "member.left"])


def test_it_is_paused_resumed_and_tested(town: Town, browser: FlaskClient, hook: Webhook) -> None:
    post(browser, f"{PAGES}/{hook.id}/pause")
    paused = browser.get(f"{PAGES}/{hook.id}").text
    post(browser, f"{PAGES}/{hook.id}/test")
    refused = browser.get(f"{PAGES}/{hook.id}")
    post(browser, f"{PAGES}/{hook.id}/resume")
    resumed = browser.get(f"{PAGES}/{hook.id}").text
    post(browser, f"{PAGES}/{hook.id}/test")

    assert "Paused: nothing is sent." in paused
    assert "This webhook is paused. Resume it first." in refused.text
    assert "Send a test" in resumed
    assert [one.kind for one in town.log()] == ["ping"]


def test_a_renewed_secret_is_shown_once_and_pressed_twice_it_is_the_same(
    town: Town, browser: FlaskClient, hook: Webhook
) -> None:
    before = hook.secret_sealed
    first, second = (post(browser, f"{PAGES}/{hook.id}/secret", key="once") for _ in range(2))

    now = town.now(hook)
    assert secret_on(first.text) == secret_on(second.text) == town.cipher.open(now.secret_sealed, hook.id)
    assert now.former_sealed == before
    assert "whsec_" not in browser.get(f"{PAGES}/{hook.id}").text


def test_it_is_deleted_with_its_log(town: Town, browser: FlaskClient, hook: Webhook) -> None:
    town.happens("listing.published")
    asked = browser.get(f"{PAGES}/{hook.id}/delete").text
    post(browser, f"{PAGES}/{hook.id}/delete")

    assert "One event that waits is never sent." in asked
    assert (town.session.query(Webhook).count(), town.session.query(WebhookDelivery).count()) == (0, 0)


def test_the_log_shows_what_was_sent_and_what_came_back(
    town: Town, browser: FlaskClient, hook: Webhook
) -> None:
    object_id = town.happens("exchange.agreed")
    (delivery,) = town.log()
    delivery.tries, delivery.status, delivery.milliseconds = 3, 500, 35
    delivery.trouble, delivery.answer = "status", "<b>Out of order</b>"
    town.session.commit()

    page = browser.get(f"{PAGES}/{hook.id}").text

    assert "Both sides agree" in page
    assert "answer 500 in 35 ms" in page
    assert "3 tries" in page
    assert "The receiver answered, but not with 200 to 299." in page
    assert "&lt;b&gt;Out of order&lt;/b&gt;" in page
    assert f"/api/v1/bordeaux/exchanges/{object_id}" in page
    assert str(delivery.id) in page


def test_the_log_has_pages(town: Town, browser: FlaskClient, hook: Webhook) -> None:
    for _ in range(31):
        town.happens("exchange.agreed")

    first, second = (browser.get(f"{PAGES}/{hook.id}?page={page}").text for page in (1, 2))

    assert (first.count("Look closer"), second.count("Look closer")) == (30, 1)


def test_a_delivery_is_sent_once_more_by_a_press(town: Town, browser: FlaskClient, hook: Webhook) -> None:
    town.happens("exchange.agreed")
    (delivery,) = town.log()
    delivery.state = "given_up"
    town.session.commit()
    post(browser, f"{PAGES}/{hook.id}/deliveries/{delivery.id}/resend")
    unknown = post(browser, f"{PAGES}/{hook.id}/deliveries/{UUID(int=1)}/resend")

    assert [one.state for one in town.log()] == ["waiting"]
    assert unknown.status_code == 404


def test_only_who_looks_after_the_sub_network_finds_them(app: Flask, town: Town, hook: Webhook) -> None:
    other = factories.subnetwork(town.session, town.territory, "gardens", plugins=("goods",))
    neighbour = factories.member(town.session, town.territory, first_name="Nour")
    factories.takes_part(town.session, other, neighbour, coordinates=True)
    town.session.commit()
    client = app.test_client()
    sign_in(client, neighbour.person)
    paths = [f"{PAGES}/", f"{PAGES}/new", f"{PAGES}/{hook.id}", f"{PAGES}/{hook.id}/secret"]
    elsewhere = f"/t/bordeaux/networks/gardens/webhooks/{hook.id}"

    assert [client.get(path).status_code for path in (*paths, elsewhere)] == [404] * 5
    assert post(client, f"{elsewhere}/delete").status_code == 404
    assert town.session.query(Webhook).count() == 1


def test_every_kind_of_event_can_be_chosen(browser: FlaskClient, town: Town) -> None:
    page = browser.get(f"{PAGES}/new").text

    assert set(re.findall(r'name="kinds"[^>]*value="([a-z.]+)"', page)) == set(KINDS)
