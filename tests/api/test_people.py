"""Signing up and asking for a token by a program: the same rules, limits and silence as on the pages."""

import threading
import time
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.api import keys
from app.api.models import ApiToken, KeptAnswer
from app.api.scopes import Scope
from app.members.models import Member, Person
from app.notifications.models import OutgoingMail
from app.testing import factories
from app.testing.factories import PASSWORD, post

NEW = {"first_name": "Inès", "email": "ines@example.org", "password": "chez mamie le dimanche"}


@pytest.fixture
def ana(session):
    person = factories.person(session, "Ana", email="ana@example.org")
    session.commit()
    return person


@pytest.fixture
def limits(app):
    """Switch the limits on tries on for one test."""
    app.extensions["together_limiter"].enabled = True
    yield
    app.extensions["together_limiter"].enabled = False


@pytest.fixture
def even(app):
    """Let answers take the same time for one test, as they do in service."""
    app.extensions["together_even_seconds"] = 0.3
    yield
    app.extensions["together_even_seconds"] = 0.0


def look(session, statement):
    with Session(session.get_bind(), expire_on_commit=False) as own:
        return own.scalars(statement).all()


def mails(session):
    return look(session, sa.select(OutgoingMail).order_by(OutgoingMail.created_at, OutgoingMail.id))


def link_of(mail):
    return mail.path.rpartition("/")[2].partition("?")[0]


def asked(**values):
    return {"email": "ana@example.org", "password": PASSWORD, "name": "Phone", "scopes": ["read"], **values}


def test_from_nothing_to_a_token(session, program):
    new = program()

    signed_up = new.post("/people", json={**NEW, "language": "fr"})
    [mail] = mails(session)
    wish = {"email": NEW["email"], "password": NEW["password"], "name": "Phone", "scopes": ["read"]}
    early = new.post("/tokens", json=wish)
    confirmed = new.post("/people/confirm", json={"token": link_of(mail)})
    made = new.post("/tokens", json=wish)

    assert (signed_up.status_code, early.status_code) == (202, 401)
    assert (confirmed.status_code, made.status_code) == (204, 201)
    assert mail.language == "fr"
    me = program().get("/me", headers={"Authorization": f"Bearer {made.json['token']}"}).json
    assert (me["first_name"], me["email"], me["language"]) == ("Inès", "ines@example.org", "fr")


def test_a_known_address_gets_a_mail_and_the_program_the_same_answer(session, ana, program):
    known = program().post("/people", json={**NEW, "email": "ana@example.org"})
    fresh = program().post("/people", json={**NEW, "email": "ines@example.org"})

    assert known.status_code == fresh.status_code == 202
    assert {**known.json, "email": ""} == {**fresh.json, "email": ""}
    assert dict(known.headers).keys() == dict(fresh.headers).keys()
    assert [mail.kind for mail in mails(session)] == ["account.welcome_existing", "account.welcome"]
    assert look(session, sa.select(Person.first_name).where(Person.email == "ana@example.org")) == ["Ana"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "ines"}, "email"),
        ({"email": "ines@example.org\nBcc: x@example.org"}, "email"),
        ({"first_name": "   "}, "first_name"),
        ({"first_name": "x" * 61}, "first_name"),
        ({"password": "short"}, "password"),
        ({"password": "ines@example.org"}, "password"),
        ({"password": "x" * 201}, "password"),
        ({"language": "tlh"}, "language"),
        ({"is_operator": True}, "is_operator"),
        ({"confirmed_at": "2026-01-01"}, "confirmed_at"),
    ],
)
def test_what_the_page_refuses_the_program_hears(session, program, wrong, field):
    answer = program().post("/people", json=NEW | wrong)

    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json["errors"]} == {f"#/{field}"}
    assert look(session, sa.select(Person)) == []


def test_a_program_of_somebody_is_told_each_time_what_is_wrong_whatever_its_key(limits, ana, program):
    answers = [program(ana).post("/people", json=NEW | {"email": "nobody"}, key="once") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json == answers[1].json


def test_confirming_again_is_no_harm_and_a_made_up_link_nothing(session, program):
    program().post("/people", json=NEW)
    token = link_of(mails(session)[0])

    answers = [program().post("/people/confirm", json={"token": sent}).status_code for sent in (token, token)]
    made_up = program().post("/people/confirm", json={"token": token[:-3] + "abc"})

    assert answers == [204, 204]
    assert made_up.status_code == 422
    assert made_up.json["errors"][0]["pointer"] == "#/token"


def test_a_token_is_made_with_the_password_and_told_by_mail(session, ana, program):
    made = program().post("/tokens", json=asked(scopes=["payments", "read", "read"], days=30))

    [token] = look(session, sa.select(ApiToken))
    [mail] = mails(session)
    assert made.status_code == 201
    assert made.json["token"].startswith("tgr_")
    assert made.json["hint"] == made.json["token"][-4:]
    assert (token.person_id, token.scopes) == (ana.id, ["payments", "read"])
    assert timedelta(days=29, hours=23) < token.expires_at - clock.now() <= timedelta(days=30)
    assert (mail.recipient, mail.path) == ("ana@example.org", "/settings/tokens")
    assert "“Phone”" in mail.text
    assert "- Pay from my accounts\n- Read what I can read" in mail.text
    assert made.json["token"] not in mail.text


def test_wrong_password_unknown_address_and_unconfirmed_account_sound_the_same(session, ana, program):
    factories.person(session, "Bo", email="bo@example.org", confirmed=False)
    session.commit()

    answers = [
        program().post("/tokens", json=asked(password="not hers at all")),
        program().post("/tokens", json=asked(email="nobody@example.org")),
        program().post("/tokens", json=asked(email="bo@example.org")),
        program().post("/tokens", json=asked(email="no address")),
    ]

    assert [answer.status_code for answer in answers] == [401] * 4
    assert len({answer.data for answer in answers}) == 1
    assert look(session, sa.select(ApiToken)) == []


def test_an_account_with_a_second_step_makes_its_tokens_on_the_page(session, ana, program):
    ana.tf_primary_method, ana.tf_totp_secret = "authenticator", "secret"
    session.commit()

    right = program().post("/tokens", json=asked())
    wrong = program().post("/tokens", json=asked(password="not hers at all"))

    assert right.status_code == 403
    assert right.json["detail"] == "Your account asks for a second step: make the token in your settings."
    assert wrong.status_code == 401
    assert look(session, sa.select(ApiToken)) == []


def test_a_token_makes_no_other_token(session, ana, program):
    mine = program(ana, Scope.READ)

    answer = program().post(
        "/tokens", json=asked(scopes=["payments"]), headers={"Authorization": f"Bearer {mine.token}"}
    )
    with_scope = program(ana).post("/tokens", json=asked(), key="one")

    assert (answer.status_code, with_scope.status_code) == (403, 403)
    assert len(look(session, sa.select(ApiToken))) == 2


def test_under_a_key_a_token_is_made_once_and_its_text_kept_nowhere(session, ana, program):
    first = program().post("/tokens", json=asked(), key="one")
    again = program().post("/tokens", json=asked(), key="one")
    other_body = program().post("/tokens", json=asked(name="Another"), key="one")
    other_key = program().post("/tokens", json=asked(), key="two")

    kept = look(session, sa.select(KeptAnswer))
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other_body.status_code == 422
    assert other_key.json["token"] != first.json["token"]
    assert len(look(session, sa.select(ApiToken))) == 2
    assert len(mails(session)) == 2
    assert all(first.json["token"] not in answer.body for answer in kept)
    assert program().post("/tokens", json=asked(), key="a b").status_code == 422


def test_a_key_of_long_ago_makes_no_second_token(session, ana, program):
    program().post("/tokens", json=asked(), key="one")
    clock.shift(timedelta(days=8))
    keys.forget_old(session)
    session.commit()

    answers = [program().post("/tokens", json=asked(), key="one").status_code for _ in range(2)]

    assert answers == [422, 422]
    assert len(look(session, sa.select(ApiToken))) == 1


def test_the_key_of_one_person_gives_nobody_else_their_token(session, ana, program):
    factories.person(session, "Bo", email="bo@example.org")
    session.commit()

    hers = program().post("/tokens", json=asked(), key="one")
    his = program().post("/tokens", json=asked(email="bo@example.org"), key="one")

    assert (hers.status_code, his.status_code) == (201, 201)
    assert hers.json["token"] != his.json["token"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"scopes": []}, 422),
        ({"scopes": ["everything"]}, 422),
        ({"days": 367}, 422),
        ({"days": 0}, 422),
        ({"days": 10**30}, 422),
        ({"days": "30"}, 422),
        ({"name": " "}, 422),
        ({"name": "x" * 81}, 422),
        ({"territory": "nowhere"}, 404),
        ({"territory": ""}, 201),
    ],
)
def test_a_token_has_bounds(ana, program, wrong, status):
    assert program().post("/tokens", json=asked(**wrong)).status_code == status


def test_a_token_can_be_for_one_territory_only(session, ana, program):
    factories.territory(session, "lyon")
    factories.territory(session, "asleep", active=False)
    session.commit()

    made = program().post("/tokens", json=asked(territory="lyon"))
    asleep = program().post("/tokens", json=asked(territory="asleep"))

    assert made.json["territory"] == "lyon"
    assert asleep.status_code == 404


def test_ten_wrong_passwords_are_enough_for_pages_and_programs_together(limits, app, ana, program):
    browser = app.test_client()

    for _ in range(5):
        post(browser, "/sign-in", email="ana@example.org", password="not hers")
    tried = [program().post("/tokens", json=asked(password="not hers")).status_code for _ in range(6)]
    right = program().post("/tokens", json=asked(email=" ANA@example.org"))
    page = post(browser, "/sign-in", email="ana@example.org", password=PASSWORD)

    assert tried == [401] * 5 + [429]
    assert right.status_code == 429
    assert 1 <= int(right.headers["Retry-After"]) <= 300
    assert page.status_code == 429


def test_who_guesses_one_password_from_many_machines_is_slowed_down(limits, ana, program):
    statuses = [
        program()
        .post("/tokens", json=asked(password="not hers"), environ_base={"REMOTE_ADDR": f"192.0.2.{n}"})
        .status_code
        for n in range(11)
    ]

    assert statuses == [401] * 10 + [429]


def test_who_tries_many_addresses_from_one_machine_is_slowed_down(limits, session, ana, program):
    statuses = [
        program().post("/tokens", json=asked(email=f"nobody{n}@example.org")).status_code for n in range(11)
    ]

    assert statuses == [401] * 10 + [429]


def test_nobody_signs_up_by_the_dozen(limits, session, program):
    statuses = [
        program().post("/people", json={**NEW, "email": f"ines{n}@example.org"}).status_code
        for n in range(11)
    ]

    assert statuses == [202] * 10 + [429]


def test_the_time_of_an_answer_tells_nobody_who_has_an_account(even, ana, program):
    def took(path, json):
        began = time.perf_counter()
        program().post(path, json=json)
        return time.perf_counter() - began

    times = [
        took("/tokens", asked()),
        took("/tokens", asked(password="not hers at all")),
        took("/tokens", asked(email="nobody@example.org")),
        took("/people", NEW),
        took("/people", {**NEW, "email": "ana@example.org"}),
    ]

    assert min(times) >= 0.29
    assert max(times) - min(times) < 0.25


def test_a_new_password_ends_every_token(app, session, ana, program):
    mine, browser = program(ana), app.test_client()
    post(browser, "/new-password", email="ana@example.org")
    [mail] = mails(session)

    done = post(browser, mail.path, password="la pluie sur la verrière")

    assert done.status_code == 302
    assert mine.get("/me").status_code == 401


def test_a_changed_password_ends_every_token_but_a_refused_change_none(app, session, ana, program):
    mine, browser = program(ana), app.test_client()
    factories.sign_in(browser, ana)
    words = {"new_password": "la pluie sur la verrière"}

    post(browser, "/settings/password", password="not hers", **words)
    before = mine.get("/me").status_code
    post(browser, "/settings/password", password=PASSWORD, **words)

    assert before == 200
    assert mine.get("/me").status_code == 401


def at_once(*sends):
    ready, answers = threading.Barrier(len(sends)), []

    def go(send):
        ready.wait()
        answers.append(send())

    threads = [threading.Thread(target=go, args=(send,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_several_who_sign_up_at_once_with_one_address_one_does(session, program):
    programs = [program() for _ in range(4)]

    answers = at_once(*(partial(one.post, "/people", json=NEW) for one in programs))

    assert [answer.status_code for answer in answers] == [202] * 4
    assert len(look(session, sa.select(Person))) == 1
    kinds = sorted(mail.kind for mail in mails(session))
    assert kinds == ["account.welcome", *["account.welcome_existing"] * 3]


def test_who_joins_several_times_at_once_is_in_once(session, ana, program):
    factories.territory(session)
    session.commit()
    programs = [program(ana) for _ in range(4)]

    answers = at_once(*(partial(one.post, "/bordeaux/members", json={"agree": True}) for one in programs))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert 201 in {answer.status_code for answer in answers}
    assert len(look(session, sa.select(Member.id))) == 1
