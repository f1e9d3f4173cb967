"""Notifications by programs: one's own, in one's language, and of one territory where the token says so."""

import pytest

from app.api.scopes import Scope
from app.notifications.services import notify
from app.testing import factories


@pytest.fixture
def bordeaux(session):
    return factories.territory(session)


@pytest.fixture
def ana(session, bordeaux):
    """Somebody who was told three things, in two territories."""
    member = factories.member(session, bordeaux)
    lyon = factories.territory(session, "lyon")
    for number, place in enumerate((bordeaux, lyon, bordeaux)):
        notify(
            session,
            person_id=member.person_id,
            kind="membership.approved",
            path=f"/t/{place.slug}/",
            territory_id=place.id,
            values={"territory": f"{place.name} {number}"},
        )
    session.commit()
    return member


def test_the_newest_come_first_each_as_a_sentence(ana, program):
    mine = program(ana, Scope.READ)

    first = mine.get("/me/notifications?limit=2").json
    second = mine.get("/me/notifications", query_string={"limit": 2, "cursor": first["next"]}).json

    lines = first["items"] + second["items"]
    assert [line["path"] for line in lines] == ["/t/bordeaux/", "/t/lyon/", "/t/bordeaux/"]
    assert ["Bordeaux 2" in lines[0]["sentence"], "Lyon 1" in lines[1]["sentence"]] == [True, True]
    assert [line["read_at"] for line in lines] == [None] * 3
    assert second["next"] is None


def test_what_was_read_is_told_apart(ana, program):
    mine = program(ana)
    first = mine.get("/me/notifications").json["items"][0]

    read = mine.post(f"/me/notifications/{first['id']}/read").json
    again = mine.post(f"/me/notifications/{first['id']}/read").json
    unread = mine.get("/me/notifications?unread=true").json["items"]

    assert read["read_at"] is not None
    assert again == read
    assert len(unread) == 2
    assert first["id"] not in [line["id"] for line in unread]


def test_nobody_finds_what_others_were_told(session, ana, program):
    bo = factories.person(session, "Bo")
    session.commit()
    first = program(ana).get("/me/notifications").json["items"][0]

    assert program(bo).get("/me/notifications").json["items"] == []
    assert program(bo).post(f"/me/notifications/{first['id']}/read").status_code == 404


def test_a_token_of_one_territory_hears_of_that_one(ana, bordeaux, program):
    bound, everywhere = program(ana, territory=bordeaux), program(ana)
    of_lyon = everywhere.get("/me/notifications").json["items"][1]

    heard = bound.get("/me/notifications").json["items"]

    assert [line["path"] for line in heard] == ["/t/bordeaux/", "/t/bordeaux/"]
    assert bound.post(f"/me/notifications/{of_lyon['id']}/read").status_code == 404
