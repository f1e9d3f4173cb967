"""Tokens: kept as digests, good for their scopes, their territory and their time, and for nothing else."""

import hashlib
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.api import token_ends, tokens
from app.api.models import ApiToken, KeptAnswer
from app.api.scopes import Scope
from app.errors import Refusal
from app.members import farewell
from app.members.models import MemberStatus
from app.members.personal import the_personal
from app.territories.models import Territory
from app.testing import factories
from app.testing.factories import sign_in

BORDEAUX = "/bordeaux/members"


@pytest.fixture
def ana(session):
    member = factories.member(session, factories.territory(session))
    session.commit()
    return member


@pytest.fixture
def bordeaux(session, ana):
    place = session.get(Territory, ana.territory_id)
    session.commit()
    return place


def now_of(session, token_id):
    with Session(session.get_bind()) as own:
        return own.get(ApiToken, token_id)


def count(session, model):
    with Session(session.get_bind()) as own:
        return own.scalar(sa.select(sa.func.count()).select_from(model))


def test_the_database_keeps_a_digest_and_never_the_token(session, ana, program):
    mine = program(ana, Scope.READ)

    kept = now_of(session, mine.token_id)
    row = session.execute(sa.text("SELECT * FROM api_token")).one()

    assert kept.token_digest == hashlib.sha256(mine.token.encode()).digest()
    assert kept.hint == mine.token[-4:]
    assert mine.token not in repr(tuple(row))


def test_a_token_opens_what_its_owner_may(session, ana, program):
    mine = program(ana, Scope.READ)

    assert program().get(BORDEAUX).status_code == 401
    assert mine.get(BORDEAUX).status_code == 200
    assert mine.get("/me").json["email"] == ana.person.email


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer tgr_somethingelse",
        "Bearer ",
        "Bearer",
        "Basic YW5hOnBhc3M=",
        "Basic \u00e9",
        "Bearer \ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "Digest x",
    ],
)
def test_what_is_no_token_is_refused_even_where_nobody_needs_one(ana, program, sent):
    answer = program().get("/territories", headers={"Authorization": sent})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"


def test_a_token_is_good_until_its_last_instant_and_no_longer(ana, program):
    mine = program(ana, Scope.READ)

    clock.shift(timedelta(days=30, seconds=-30))
    before = mine.get("/me").status_code
    clock.shift(timedelta(days=30, seconds=1))

    assert before == 200
    assert mine.get("/me").status_code == 401


def test_a_revoked_token_is_out_at_the_next_request(session, ana, program):
    mine = program(ana, Scope.READ)
    before = mine.get("/me").status_code

    with Session(session.get_bind()) as own:
        assert token_ends.revoke(own, ana.person_id, mine.token_id)
        own.commit()

    assert before == 200
    assert mine.get("/me").status_code == 401


def test_nobody_revokes_a_token_of_somebody_else(session, ana, program):
    bea = factories.person(session, "Béa")
    session.commit()
    mine = program(ana)

    with Session(session.get_bind()) as own:
        assert not token_ends.revoke(own, bea.id, mine.token_id)
    theirs = program(bea).delete(f"/tokens/{mine.token_id}")

    assert theirs.status_code == 404
    assert mine.get("/me").status_code == 200


def test_the_token_of_an_account_that_was_closed_counts_no_more(session, ana, program):
    mine = program(ana, Scope.READ)

    ana.person.active = False
    session.commit()

    assert mine.get("/me").status_code == 401


def test_a_deleted_account_leaves_neither_tokens_nor_answers(app, session, ana, program):
    mine = program(ana)
    mine.patch("/me", json={"first_name": "Anaïs"})
    mine.post("/bordeaux/members", json={"agree": True}, key="once")
    before = count(session, ApiToken), count(session, KeptAnswer)

    with app.app_context(), Session(session.get_bind()) as own:
        person = own.get(type(ana.person), ana.person_id)
        farewell.erase(own, person, the_personal())
        own.commit()

    assert before == (1, 1)
    assert mine.get("/me").status_code == 401
    assert (count(session, ApiToken), count(session, KeptAnswer)) == (0, 0)


def test_a_token_without_the_scope_is_refused_and_changes_nothing(session, ana, program):
    reader = program(ana, Scope.READ)

    answer = reader.patch("/me", json={"first_name": "Zoé"})

    assert answer.status_code == 403
    assert answer.json["detail"] == "This token does not allow “profile”."
    assert program(ana).get("/me").json["first_name"] == "Ana"


def test_a_scope_gives_no_right_that_its_owner_lacks(ana, program):
    answer = program(ana, Scope.ADMINISTER).get("/bordeaux/memberships")

    assert answer.status_code == 403


def test_in_another_territory_a_token_sees_what_the_public_sees(session, ana, bordeaux, program):
    lyon = factories.territory(session, "lyon")
    factories.member(session, lyon, ana.person, roles=["administrator"])
    network = factories.subnetwork(session, lyon)
    coordinator = factories.member(session, lyon, first_name="Max")
    factories.takes_part(session, network, coordinator, coordinates=True)
    session.commit()
    bound = program(ana, territory=bordeaux)
    everywhere, nobody = program(ana), program()

    public = nobody.get("/lyon/subnetworks")

    assert bound.get("/lyon/subnetworks").data == public.data
    assert everywhere.get("/lyon/subnetworks").data != public.data
    assert bound.get("/lyon/members").status_code == 403
    assert bound.get("/lyon/memberships").status_code == 403
    assert bound.post("/lyon/members", json={"agree": True}).status_code == 403
    assert everywhere.get("/lyon/members").status_code == 200


def test_a_token_of_one_territory_tells_nothing_of_the_others(session, ana, bordeaux, program):
    lyon = factories.territory(session, "lyon")
    factories.member(session, lyon, ana.person)
    session.commit()
    bound = program(ana, territory=bordeaux)
    everywhere = program(ana)

    def seen(mine):
        return [line["territory"] for line in mine.get("/me/memberships").json["items"]]

    assert seen(bound) == ["bordeaux"]
    assert seen(everywhere) == ["bordeaux", "lyon"]
    assert [line["id"] for line in bound.get("/tokens").json["items"]] == [str(bound.token_id)]
    assert len(everywhere.get("/tokens").json["items"]) == 2
    assert bound.delete(f"/tokens/{everywhere.token_id}").status_code == 404
    assert bound.patch("/me", json={"first_name": "Zoé"}).status_code == 403


def test_a_suspended_member_is_a_visitor_for_programs_too(session, ana, program):
    mine = program(ana)
    ana.status = MemberStatus.SUSPENDED
    session.commit()

    assert mine.get(BORDEAUX).status_code == 403
    assert mine.get("/bordeaux/subnetworks").status_code == 200


def test_a_sign_in_in_a_browser_opens_nothing_for_programs(app, session, ana):
    browser = app.test_client()
    sign_in(browser, ana.person)

    answers = [browser.get(f"/api/v1{path}") for path in ("/me", BORDEAUX, "/tokens")]
    posted = browser.post("/api/v1/bordeaux/subnetworks/none/join")

    assert browser.get("/settings").status_code == 200
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert posted.status_code == 401


def test_a_token_opens_no_page(app, ana, program):
    mine = program(ana)

    page = mine.client.get("/settings", headers={"Authorization": f"Bearer {mine.token}"})

    assert page.status_code == 302
    assert page.location.startswith("/sign-in")


def test_no_answer_to_a_program_sets_a_cookie(session, ana, bordeaux, program):
    network = factories.subnetwork(session, bordeaux)
    session.commit()
    mine = program(ana)

    answers = [
        mine.get("/me"),
        mine.get("/nothing"),
        mine.post(f"/bordeaux/subnetworks/{network.slug}/join"),
        program().get("/territories"),
        program().post(
            "/people",
            json={"first_name": "Zoé", "email": "zoe@example.org", "password": "chez mamie le dimanche"},
        ),
        program().post(
            "/people",
            json={"first_name": "Zoé", "email": ana.person.email, "password": "chez mamie le dimanche"},
        ),
        program().post("/tokens", json={"email": ana.person.email, "password": "wrong wrong"}),
    ]

    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * len(answers)


def test_the_day_of_the_last_use_is_noted_once_a_day_by_reading_and_by_writing(session, ana, program):
    reader, writer = program(ana, Scope.READ), program(ana, Scope.PROFILE)

    before = now_of(session, reader.token_id).used_on
    reader.get("/me")
    writer.patch("/me", json={"last_name": "Sarr"})
    today = clock.today()
    clock.shift(timedelta(days=1))
    reader.get("/me")

    assert before is None
    assert now_of(session, writer.token_id).used_on == today
    assert now_of(session, reader.token_id).used_on == today + timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " \0 "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"lasts": timedelta(days=367)}, "expires_at"),
        ({"lasts": timedelta(0)}, "expires_at"),
    ],
)
def test_a_token_has_a_name_scopes_and_an_end(session, ana, values, field):
    good = {"name": "A program", "scopes": [Scope.READ], "lasts": timedelta(days=1)}

    with pytest.raises(Refusal) as refused:
        tokens.create(session, ana.person, **(good | values))

    assert refused.value.field == field


def test_fifty_tokens_are_enough(session, ana):
    for _ in range(50):
        tokens.create(session, ana.person, name="One", scopes=[Scope.READ], lasts=timedelta(days=1))

    with pytest.raises(Refusal, match="50"):
        tokens.create(session, ana.person, name="One more", scopes=[Scope.READ], lasts=timedelta(days=1))


def test_old_tokens_are_deleted_a_month_after_their_end(session, ana, program):
    mine = program(ana)

    clock.shift(timedelta(days=59))
    early = token_ends.forget_old(session)
    clock.shift(timedelta(days=61))
    late = token_ends.forget_old(session)

    assert (early, late) == (0, 1)
    assert session.get(ApiToken, mine.token_id) is None


def test_a_program_learns_what_its_token_allows(ana, bordeaux, program):
    mine = program(ana, Scope.READ, Scope.PAYMENTS, territory=bordeaux)

    told = mine.get("/me").json["token"]

    assert (told["id"], told["scopes"]) == (str(mine.token_id), ["payments", "read"])
    assert told["territory"] == "bordeaux"
    assert told["expires_at"].endswith("+00:00")
