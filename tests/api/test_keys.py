"""Idempotency keys: one effect and one answer, however often and however close together a request comes."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.api import keys, subnetworks
from app.api.models import KeptAnswer
from app.roles import Role
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories

NETWORKS = "/bordeaux/subnetworks"
NEW = {"theme": "free", "name": "Lifts in the valley"}


@pytest.fixture
def ada(session):
    member = factories.member(
        session, factories.territory(session), first_name="Ada", roles=[Role.ADMINISTRATOR]
    )
    session.commit()
    return member


def count(session, model=Subnetwork):
    with Session(session.get_bind()) as own:
        return own.scalar(sa.select(sa.func.count()).select_from(model))


def test_the_same_request_under_the_same_key_happens_once_and_answers_the_same(session, ada, program):
    mine = program(ada)

    first = mine.post(NETWORKS, json=NEW, key="one")
    again = mine.post(NETWORKS, json=dict(reversed(NEW.items())), key="one")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert again.content_type == first.content_type
    assert count(session) == 1


def test_without_a_key_or_under_another_it_happens_again(session, ada, program):
    mine = program(ada)

    for key in (None, None, "one", "two"):
        assert mine.post(NETWORKS, json=NEW, key=key).status_code == 201

    assert count(session) == 4


def test_another_body_or_address_under_the_same_key_is_refused(session, ada, program):
    mine = program(ada)
    first = mine.post(NETWORKS, json=NEW, key="one")

    other_body = mine.post(NETWORKS, json={**NEW, "name": "Another"}, key="one")
    other_address = mine.post(f"{NETWORKS}/{first.json['slug']}/close", key="one")

    assert [answer.status_code for answer in (other_body, other_address)] == [422, 422]
    assert other_body.json["type"].endswith("#idempotency")
    assert count(session) == 1
    assert mine.get(f"{NETWORKS}/{first.json['slug']}").json["closed"] is False


def test_a_refusal_is_an_answer_too(session, ada, program):
    mine = program(ada)
    network = mine.post(NETWORKS, json=NEW).json
    leave = f"{NETWORKS}/{network['slug']}/leave"

    first = mine.post(leave, key="leave")
    other = factories.member(session, session.get(Territory, ada.territory_id), first_name="Bo")
    session.commit()
    mine.post(f"{NETWORKS}/{network['slug']}/coordinators", json={"member_id": str(other.id)})
    again = mine.post(leave, key="leave")

    assert (first.status_code, again.status_code) == (409, 409)
    assert again.json == first.json
    assert again.content_type == first.content_type
    assert mine.get(f"{NETWORKS}/{network['slug']}").json["joined"] is True
    assert mine.post(leave, key="now").status_code == 200


def test_the_key_of_another_person_is_another_key(session, ada, program):
    bo = factories.member(
        session,
        session.get(Territory, ada.territory_id),
        first_name="Bo",
        roles=[Role.ADMINISTRATOR],
    )
    session.commit()

    first = program(ada).post(NETWORKS, json=NEW, key="one")
    other = program(bo).post(NETWORKS, json=NEW, key="one")

    assert first.json["id"] != other.json["id"]
    assert other.json["coordinators"] == [{"first_name": "Bo", "member_id": str(bo.id)}]


def test_a_key_counts_for_every_token_of_its_person(session, ada, program):
    first = program(ada).post(NETWORKS, json=NEW, key="one")

    again = program(ada).post(NETWORKS, json=NEW, key="one")

    assert again.data == first.data
    assert count(session) == 1


def test_what_is_not_found_or_badly_formed_keeps_no_key(session, ada, program):
    mine = program(ada)

    missing = mine.post(f"{NETWORKS}/lifts-in-the-valley/close", key="one")
    wrong = mine.post(NETWORKS, json={"theme": "none", "name": ""}, key="two")
    mine.post(NETWORKS, json=NEW)

    assert (missing.status_code, wrong.status_code) == (404, 422)
    assert count(session, KeptAnswer) == 0
    assert mine.post(f"{NETWORKS}/lifts-in-the-valley/close", key="one").status_code == 200
    assert mine.post(NETWORKS, json=NEW, key="two").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "é", "x" * 256, "two words"])
def test_a_key_is_made_of_visible_characters(session, ada, program, key):
    answer = program(ada).post(
        NETWORKS, json=NEW, headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )

    assert answer.status_code == 422
    assert answer.json["type"].endswith("#idempotency")
    assert count(session) == 0


def test_after_a_crash_nothing_was_done_and_nothing_is_kept(app, session, ada, program, monkeypatch):
    mine = program(ada)
    honest = subnetworks.told

    def crash(subnetwork):
        raise RuntimeError("the power went")

    monkeypatch.setattr(subnetworks, "told", crash)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        crashed = mine.post(NETWORKS, json=NEW, key="one")
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    left = count(session), count(session, KeptAnswer)
    monkeypatch.setattr(subnetworks, "told", honest)

    assert crashed.status_code == 500
    assert crashed.mimetype == "application/problem+json"
    assert left == (0, 0)
    assert mine.post(NETWORKS, json=NEW, key="one").status_code == 201
    assert count(session) == 1


def test_of_many_at_once_one_acts_and_all_hear_the_same(session, ada, program):
    programs = [program(ada) for _ in range(6)]
    ready, answers = threading.Barrier(len(programs)), []

    def send(mine):
        ready.wait()
        answers.append(mine.post(NETWORKS, json=NEW, key="one"))

    threads = [threading.Thread(target=send, args=(mine,)) for mine in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201] * len(programs)
    assert len({answer.data for answer in answers}) == 1
    assert sorted("Idempotency-Replayed" in answer.headers for answer in answers) == [False] + [True] * 5
    assert count(session) == 1


def test_an_answer_is_kept_for_a_week(session, ada, program):
    program(ada).post(NETWORKS, json=NEW, key="one")

    clock.shift(timedelta(days=7) - timedelta(minutes=1))
    early = keys.forget_old(session)
    clock.shift(timedelta(days=7, minutes=1))
    late = keys.forget_old(session)

    assert (early, late) == (0, 1)
