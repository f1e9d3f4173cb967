"""From the first page to being signed in, through the mail in the outbox."""

import pytest
import sqlalchemy as sa

from app.members.models import Person
from app.testing import factories
from app.testing.factories import post
from tests.members.conftest import look, stays_here, words

GOOD = {"first_name": "Inès", "email": "ines@example.org", "password": "chez mamie le dimanche"}


def find(session, email):
    return next(iter(look(session, sa.select(Person).where(Person.email == email))), None)


def test_signing_up_confirming_and_being_signed_in(session, client, mails):
    answer = post(client, "/sign-up", **GOOD)
    [mail] = mails()
    before = find(session, "ines@example.org").confirmed_at
    page = client.get(mail.path)
    opened = find(session, "ines@example.org").confirmed_at
    confirmed = post(client, mail.path)
    settings = client.get("/settings")

    assert answer.location == "/sign-up/look-into-your-mail"
    assert mail.recipient == "ines@example.org"
    assert "Inès" in mail.text
    assert before is None
    assert "ines@example.org" in page.text
    assert opened is None  # the mere opening of the link changes nothing
    assert confirmed.location.startswith("/welcome")
    assert find(session, "ines@example.org").confirmed_at is not None
    assert "Inès" in settings.text


def test_in_another_browser_the_password_is_asked_for_after_confirming(app, client, mails):
    post(client, "/sign-up", **GOOD)
    other = app.test_client()

    confirmed = post(other, mails()[0].path)
    settings = other.get("/settings")

    assert confirmed.location.startswith("/sign-in")
    assert settings.location.startswith("/sign-in")


def test_a_link_of_confirmation_works_once(client, mails):
    post(client, "/sign-up", **GOOD)
    path = mails()[0].path
    post(client, path)
    post(client, "/sign-out")

    again = post(client, path)

    assert again.location.startswith("/sign-up/confirm")
    assert client.get("/settings").location.startswith("/sign-in")


def test_the_territory_one_came_for_is_still_known_when_the_mail_is_opened(session, client, mails):
    factories.territory(session, "saint-girons")
    session.commit()

    post(client, "/sign-up", **GOOD, next="/t/saint-girons/join")
    confirmed = post(client, mails()[0].path)
    welcome = client.get(confirmed.location)

    assert welcome.location == "/t/saint-girons/join"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "/%0d%0aevil"]
)
def test_nobody_is_sent_to_another_site_after_confirming(session, client, mails, elsewhere):
    post(client, "/sign-up", **GOOD)

    confirmed = post(client, mails()[0].path, next=elsewhere)
    welcome = client.get(confirmed.location)

    assert stays_here(welcome.location or "/")


def test_the_language_of_the_page_becomes_that_of_the_person(session, client, mails):
    post(client, "/sign-up?lang=en", **GOOD)

    assert find(session, "ines@example.org").language == "en"
    assert mails()[0].language == "en"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("court", "at least 10 characters"),
        ("password123", "first that would be tried"),
        ("motdepasse1", "first that would be tried"),
        ("ines@example.org", "first that would be tried"),
        ("x" * 201, "at most 200"),
    ],
)
def test_a_password_that_is_guessed_at_once_is_not_taken(session, client, password, why):
    answer = post(client, "/sign-up?lang=en", **{**GOOD, "password": password})

    assert why in words(answer)
    assert find(session, "ines@example.org") is None


def test_signing_up_fills_only_the_fields_of_the_form(session, client):
    post(
        client,
        "/sign-up",
        **GOOD,
        is_operator="y",
        confirmed_at="2020-01-01",
        theme="dark",
        last_name="X",
        active="",
    )

    made = find(session, "ines@example.org")
    assert (made.is_operator, made.confirmed_at, made.theme, made.last_name, made.active) == (
        False,
        None,
        "auto",
        "",
        True,
    )


def test_an_address_that_is_known_gets_the_same_page_and_another_mail(app, session, client, mails):
    known = factories.person(session, "Inès", email="known@example.org")
    session.commit()
    other = app.test_client()

    fresh = post(client, "/sign-up", **GOOD)
    again = post(other, "/sign-up", **{**GOOD, "email": known.email})
    with client.session_transaction() as one, other.session_transaction() as two:
        cookies = (sorted(one), sorted(two), len(one["signed_up"]), len(two["signed_up"]))
    to_new, to_known = mails()

    assert (fresh.status_code, fresh.location) == (again.status_code, again.location)
    assert cookies[0] == cookies[1]
    assert cookies[2] == cookies[3]
    assert to_new.kind == "account.welcome"
    assert (to_known.kind, to_known.recipient) == ("account.welcome_existing", "known@example.org")
    pages = [words(browser.get(fresh.location)).replace("known@", "ines@") for browser in (client, other)]
    assert pages[0] == pages[1]


def test_who_signed_up_with_somebody_elses_address_is_not_let_in_by_their_click(app, session, client, mails):
    post(client, "/sign-up", **GOOD)  # a stranger, with a password of theirs
    victim = app.test_client()
    post(victim, "/sign-up", **{**GOOD, "password": "une autre phrase longue"})

    confirmed = post(victim, mails()[1].path)

    assert confirmed.location.startswith("/sign-in")
