"""Problem documents, ETags, rates and origins: what all operations share."""

import secrets
from dataclasses import replace

import pytest

from app.api.interface import PREFIX
from app.api.scopes import Scope
from app.config import prepare
from app.factory import create_app
from app.territories.models import Territory
from app.testing import factories
from app.testing.program import Program
from app.web.database import db
from app.web.problems import TYPE


@pytest.fixture
def ana(session):
    member = factories.member(session, factories.territory(session))
    session.commit()
    return member


@pytest.fixture
def rated(app):
    """Let each token ask three times a minute, for one test."""
    settings = app.extensions["together_settings"]
    app.extensions["together_settings"] = replace(settings, api_rate="3 per minute")
    yield
    app.extensions["together_settings"] = settings


def problem(answer):
    assert answer.mimetype == TYPE
    assert answer.json["status"] == answer.status_code
    assert answer.json["title"]
    return answer.json


def test_every_kind_of_no_is_a_problem_document(session, ana, program):
    mine, reader, nobody = program(ana), program(ana, Scope.READ), program()
    network = factories.subnetwork(session, session.get(Territory, ana.territory_id))
    factories.takes_part(session, network, ana, coordinates=True)
    session.commit()

    answers = {
        401: nobody.get("/me"),
        403: reader.patch("/me", json={}),
        404: mine.get("/bordeaux/subnetworks/none"),
        405: mine.delete("/bordeaux/subnetworks"),
        409: mine.post("/bordeaux/subnetworks/time-bank/leave"),
        415: mine.patch("/me", data="first_name: Zoé", headers={"Content-Type": "text/yaml"}),
        422: mine.patch("/me", json={"first_name": ""}),
    }

    found = {status: problem(answer)["status"] for status, answer in answers.items()}
    assert found == {status: status for status in answers}
    assert answers[401].headers["WWW-Authenticate"].startswith("Bearer")
    assert "GET" in answers[405].headers["Allow"]


def test_no_address_of_the_interface_answers_with_a_page(program):
    for path in ("/nothing", "/bordeaux", "/bordeaux/nothing", "/territories/none", "/none/subnetworks"):
        assert problem(program().get(path))["status"] == 404


def test_a_refusal_says_every_reason_in_the_language_of_the_person(session, ana, program):
    network = factories.subnetwork(session, session.get(Territory, ana.territory_id))
    factories.takes_part(session, network, ana, coordinates=True)
    ana.person.language = "fr"
    session.commit()

    said = problem(program(ana).post("/bordeaux/subnetworks/time-bank/leave"))

    assert said["type"] == "/api/v1/docs#refused"
    assert said["title"] == "Refusé"
    assert [reason.split()[0] for reason in said["reasons"]] == ["Nommez"]
    assert said["detail"] == said["reasons"][0]


def test_wrong_values_are_pointed_at(ana, program):
    mine = program(ana)

    body = problem(mine.patch("/me", json={"first_name": 5, "langauge": "fr", "theme": "pink"}))
    query = problem(mine.get("/bordeaux/members?limit=0&subnetwrok=x"))

    assert body["type"] == "/api/v1/docs#invalid"
    assert {error["pointer"] for error in body["errors"]} == {"#/first_name", "#/langauge", "#/theme"}
    assert {error["parameter"] for error in query["errors"]} == {"limit", "subnetwrok"}


@pytest.mark.parametrize(
    "sent",
    [
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"12",
        b"\xff\xfe",
        b'{"first_name": "\\ud800"}',
        b'{"first_name": "a\\u0000b"}',
        b'{"first_name": ' + b"9" * 5000 + b"}",
        b'{"first_name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"first_name": 1e999}',
        b'{"first_name": NaN}',
        b'{"first_name": {"a": 1}}',
        b'{"first_name": null}',
    ],
)
def test_no_body_breaks_anything(ana, program, sent):
    mine = program(ana)

    answer = mine.patch("/me", data=sent, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 413, 422)
    assert problem(answer)
    assert mine.get("/me").json["first_name"] == "Ana"


def test_a_body_that_is_no_json_is_not_left_out_quietly(ana, program):
    mine = program(ana)

    form = mine.patch("/me", data={"first_name": "Zoé"})
    text = mine.patch("/me", data='{"first_name": "Zoé"}', headers={"Content-Type": "text/plain"})

    nothing = mine.patch("/me")

    assert [problem(answer)["status"] for answer in (form, text, nothing)] == [415, 415, 400]


@pytest.mark.parametrize("depth", [10, 900, 20_000])
def test_a_body_that_nobody_asked_for_breaks_no_key(session, ana, program, depth):
    factories.subnetwork(session, session.get(Territory, ana.territory_id))
    session.commit()
    mine = program(ana)

    def send(end):
        return mine.post(
            "/bordeaux/subnetworks/time-bank/join",
            data=b"[" * depth + end + b"]" * depth,
            headers={"Content-Type": "application/json"},
            key="one",
        )

    answers = send(b"1"), send(b"1"), send(b"2")

    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert answers[1].data == answers[0].data


def test_an_answer_that_has_not_changed_is_not_sent_again(ana, program):
    mine = program(ana)
    first = mine.get("/me")

    same = mine.get("/me", headers={"If-None-Match": first.headers["ETag"]})
    mine.patch("/me", json={"first_name": "Anaïs"})
    changed = mine.get("/me", headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_no_cache_gives_the_answer_of_one_person_to_another(ana, program):
    answer = program(ana).get("/me")

    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= {
        name.strip() for name in answer.headers["Vary"].split(",")
    }


def test_each_token_and_each_address_has_a_rate_of_its_own(rated, session, ana, program):
    first, second, nobody = program(ana), program(ana), program()

    statuses = [first.get("/me").status_code for _ in range(4)]
    refused = first.get("/me")
    address = {"REMOTE_ADDR": f"2001:db8::{secrets.token_hex(2)}"}  # counted for as long as the process lives
    statuses_of_address = [nobody.get("/territories", environ_base=address).status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]
    assert problem(refused)["detail"] == "At most 3 per minute: wait, then go on."
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert second.get("/me").status_code == 200
    assert statuses_of_address == [200, 200, 200, 429]


def test_who_guesses_tokens_is_counted_by_address(rated, app, ana, program):
    guess, mine = Program(app, "tgr_guessed"), program(ana)
    address = {"REMOTE_ADDR": f"2001:db8::{secrets.token_hex(2)}"}
    elsewhere = {"X-Forwarded-For": "192.0.2.7"}  # without a proxy of ours it is anybody's word

    statuses = [guess.get("/me", environ_base=address, headers=elsewhere).status_code for _ in range(4)]

    assert statuses == [401, 401, 401, 429]
    assert mine.get("/me", environ_base=address).status_code == 200


def test_requests_that_are_refused_count_too(rated, ana, program):
    reader = program(ana, Scope.READ)

    statuses = [reader.patch("/me", json={}).status_code for _ in range(4)]

    assert statuses == [403, 403, 403, 429]


def test_pages_of_other_sites_read_nothing_unless_the_operator_says_so(ana, program):
    answer = program(ana).get("/me", headers={"Origin": "https://other.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.fixture
def let_in(app):
    """A client of an application whose operator lets the pages of friend.example in."""
    settings = replace(app.extensions["together_settings"], api_origins=("https://friend.example",))
    other = create_app(prepare(settings))
    yield other.test_client()
    with other.app_context():
        db.engine.dispose()


def test_the_operator_may_let_pages_of_a_site_in(let_in):
    def ask(origin):
        return let_in.get(f"{PREFIX}/territories", headers={"Origin": origin})

    friend, other = ask("https://friend.example"), ask("https://other.example")
    page = let_in.get("/", headers={"Origin": "https://friend.example"})

    assert friend.headers["Access-Control-Allow-Origin"] == "https://friend.example"
    assert "Access-Control-Allow-Credentials" not in friend.headers
    assert "ETag" in friend.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Access-Control-Allow-Origin" not in page.headers


def test_a_browser_that_asks_first_is_told_yes(let_in):
    answer = let_in.options(
        f"{PREFIX}/me",
        headers={
            "Origin": "https://friend.example",
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "authorization, idempotency-key",
        },
    )

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://friend.example"
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()
