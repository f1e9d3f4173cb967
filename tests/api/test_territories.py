"""Territories by programs: what each says of itself, and what its administrators change."""

import pytest

from app.roles import Role
from app.territories.models import Territory
from app.testing import factories

PATH = "/territories/bordeaux"


@pytest.fixture
def ada(session):
    member = factories.member(
        session, factories.territory(session), first_name="Ada", roles=[Role.ADMINISTRATOR]
    )
    session.commit()
    return member


def test_only_territories_that_are_open_are_shown(session, ada, program):
    factories.territory(session, "asleep", active=False)
    factories.territory(session, "albi")
    session.commit()

    shown = program().get("/territories").json["items"]

    assert [line["slug"] for line in shown] == ["albi", "bordeaux"]
    assert program().get("/territories/asleep").status_code == 404
    assert program().get(PATH).json == shown[1]


def test_an_administrator_changes_what_is_named_and_nothing_else(ada, program):
    mine = program(ada)
    before = mine.get(PATH).json

    changed = mine.patch(
        PATH, json={"joining": "approval", "questions": ["  Why   here? ", ""], "confirm_after_days": 7}
    )

    after = {"joining": "approval", "questions": ["Why here?"], "confirm_after_days": 7}
    assert changed.json == before | after
    assert mine.get(PATH).json == changed.json


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"joining": "approval"}, 409),
        ({"joining": "never"}, 422),
        ({"questions": ["?"] * 7}, 409),
        ({"confirm_after_days": 0}, 422),
        ({"confirm_after_days": 91}, 422),
        ({"time_zone": "Europe/Atlantis"}, 422),
        ({"language": "tlh"}, 422),
        ({"name": "Mine"}, 422),
        ({"slug": "mine"}, 422),
        ({"active": False}, 422),
        ({"description": "x" * 5001}, 422),
    ],
)
def test_what_the_page_refuses_is_refused(ada, program, wrong, status):
    mine = program(ada)
    before = mine.get(PATH).json

    answer = mine.patch(PATH, json=wrong)

    assert answer.status_code == status
    assert mine.get(PATH).json == before


def test_a_member_changes_nothing(session, ada, program):
    bo = factories.member(session, session.get(Territory, ada.territory_id), first_name="Bo")
    session.commit()

    assert program(bo).patch(PATH, json={"description": "Mine"}).status_code == 403
    assert program().patch(PATH, json={"description": "Mine"}).status_code == 401
