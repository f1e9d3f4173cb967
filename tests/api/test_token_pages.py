"""The page on which people look at the tokens of their programs, make one, and revoke one."""

import re
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.api.models import ApiToken
from app.api.scopes import Scope
from app.notifications.models import OutgoingMail
from app.testing import factories
from app.testing.factories import PASSWORD, post, sign_in
from tests.members.conftest import words

NEW = "/settings/tokens/new"
GOOD = {"key": "one", "name": "Agenda", "scopes": ["read", "listings"], "territory": "", "days": "90"}


@pytest.fixture
def ana(session):
    member = factories.member(session, factories.territory(session))
    session.commit()
    return member


@pytest.fixture
def browser(app, ana):
    """A browser in which Ana is signed in."""
    client = app.test_client()
    sign_in(client, ana.person)
    return client


def kept(session, model=ApiToken):
    with Session(session.get_bind(), expire_on_commit=False) as own:
        return own.scalars(sa.select(model).order_by(model.id)).all()


def text_in(page):
    return re.search(r"tgr_[\w-]{43}", page.text)[0]


def test_a_token_is_made_shown_once_and_works(session, browser, program):
    empty = words(browser.get("/settings/tokens"))
    form = browser.get(NEW)
    made = post(browser, NEW, **GOOD)
    listed = browser.get("/settings/tokens")

    [token], [mail] = kept(session), kept(session, OutgoingMail)
    text = text_in(made)
    assert "No program acts for you" in empty
    assert "Read what I can read" in words(form)
    assert made.status_code == 200
    assert "no-store" in made.headers["Cache-Control"]
    assert "X-Offline" not in made.headers
    assert token.scopes == ["listings", "read"]
    assert timedelta(days=89) < token.expires_at - clock.now() <= timedelta(days=90)
    assert mail.path == "/settings/tokens"
    assert text not in listed.text
    assert f"ends in {text[-4:]}" in words(listed)
    answer = program().get("/me", headers={"Authorization": f"Bearer {text}"})
    assert answer.json["first_name"] == "Ana"
    assert "last used" in words(browser.get("/settings/tokens"))


def test_a_double_click_makes_one_token_and_shows_it_twice(session, browser):
    first, second = post(browser, NEW, **GOOD), post(browser, NEW, **GOOD)
    other = post(browser, NEW, **{**GOOD, "key": "two"})

    assert text_in(first) == text_in(second) != text_in(other)
    assert len(kept(session)) == 2
    assert len(kept(session, OutgoingMail)) == 2


def test_a_double_click_on_the_last_token_that_is_possible_shows_it_too(session, browser, ana, program):
    for _ in range(49):
        program(ana)

    first, second = post(browser, NEW, **GOOD), post(browser, NEW, **GOOD)

    assert text_in(first) == text_in(second)
    assert len(kept(session)) == 50


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "  "}, "Give it a name."),
        ({"name": "x" * 81}, "That is a bit long"),
        ({"scopes": []}, "Choose what the program may do."),
        ({"scopes": ["everything"]}, "not a valid choice"),
        ({"days": "3650"}, "Not a valid choice"),
        ({"territory": "00000000-0000-0000-0000-000000000000"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(session, browser, wrong, said):
    page = post(browser, NEW, **{**GOOD, **wrong})

    assert page.status_code == 422
    assert said in words(page)
    assert 'value="one"' in page.text
    assert ("name" in wrong) or 'value="Agenda"' in page.text
    assert kept(session) == []


def test_somebody_with_too_many_tokens_reads_so(session, browser, ana, program):
    for _ in range(50):
        program(ana)

    page = post(browser, NEW, **GOOD)

    assert page.status_code == 422
    assert "You have 50 tokens; revoke one first." in words(page)
    assert 'value="Agenda"' in page.text


def test_a_token_for_one_territory_counts_only_there(session, browser, ana, program):
    lyon = factories.territory(session, "lyon")
    factories.member(session, lyon, ana.person)
    factories.territory(session, "nantes")
    session.commit()

    form = words(browser.get(NEW))
    made = post(browser, NEW, **GOOD | {"territory": str(lyon.id)})
    bearer = {"Authorization": f"Bearer {text_in(made)}"}

    assert "Wherever I take part Bordeaux Lyon" in form
    assert "Nantes" not in form
    assert "Lyon" in words(made)
    assert program().get("/lyon/me", headers=bearer).status_code == 200
    assert program().get("/bordeaux/me", headers=bearer).status_code == 403


def test_who_signed_in_a_while_ago_is_asked_for_the_password(session, browser):
    with browser.session_transaction() as cookie:
        cookie["fs_paa"] = time.time() - 16 * 60

    asked = browser.get(NEW)
    refused = post(browser, NEW, **GOOD)
    before = kept(session)
    post(browser, asked.location, password=PASSWORD)

    assert asked.status_code == 302
    assert asked.location.startswith("/settings/verify?next=/settings/tokens/new")
    assert refused.location.startswith("/settings/verify")
    assert before == []
    assert browser.get(NEW).status_code == 200


def test_revoking_takes_one_confirmation_and_is_at_once(session, browser, ana, program):
    mine, other = program(ana, Scope.READ), program(ana, Scope.READ)
    page = browser.get("/settings/tokens")

    revoked = post(browser, f"/settings/tokens/{mine.token_id}/revoke")
    again = post(browser, f"/settings/tokens/{mine.token_id}/revoke")

    assert page.text.count("<details") >= 2
    assert revoked.location == "/settings/tokens"
    assert again.status_code == 404
    assert mine.get("/me").status_code == 401
    assert other.get("/me").status_code == 200
    assert words(browser.get("/settings/tokens")).count("Yes, revoke it") == 1


def test_nobody_sees_or_revokes_the_tokens_of_others(session, app, browser, ana, program):
    bo = factories.person(session, "Bo")
    session.commit()
    his = app.test_client()
    sign_in(his, bo)
    mine = program(ana)

    page = words(his.get("/settings/tokens"))
    revoked = post(his, f"/settings/tokens/{mine.token_id}/revoke")

    assert "No program acts for you" in page
    assert revoked.status_code == 404
    assert mine.get("/me").status_code == 200


def test_a_name_is_shown_as_it_was_written(browser):
    post(browser, NEW, **GOOD | {"name": "<b>Agenda</b> & co"})

    page = browser.get("/settings/tokens")

    assert "&lt;b&gt;Agenda&lt;/b&gt; &amp; co" in page.text


def test_tokens_and_kept_answers_are_in_what_one_takes_away(browser, ana, program):
    mine = program(ana)
    mine.post("/bordeaux/members", json={"agree": True}, key="one")

    taken = browser.get("/settings/my-data.json")

    [token], [answer] = taken.json["tokens_of_programs"], taken.json["answers_to_programs"]
    assert (token["name"], token["hint"]) == ("A program of the tests", mine.token[-4:])
    assert (answer["key"], answer["status"]) == ("one", 201)
    assert mine.token not in taken.text
    assert "digest" not in taken.text


def test_the_settings_lead_to_the_tokens(browser):
    assert 'href="/settings/tokens"' in browser.get("/settings").text
