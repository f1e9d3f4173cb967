"""Settings of a territory."""

import pytest

from app.territories.models import Territory
from app.testing import factories
from app.testing.factories import post, sign_in

GOOD = {
    "description": "A valley.", "joining": "approval", "questions": "Who are you?\n\n  What  brings you? \n",
    "confirm_after_days": "10", "language": "en", "time_zone": "Europe/Brussels",
}  # fmt: skip


@pytest.fixture
def inside(session, client):
    place = factories.territory(session, "saint-girons")
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"])
    session.commit()
    sign_in(client, lou.person)
    return place


def test_an_administrator_changes_how_the_territory_works(session, client, inside):
    saved = post(client, "/t/saint-girons/settings", **GOOD)

    place = session.get_one(Territory, inside.id, populate_existing=True)
    assert saved.status_code == 302
    assert place.description == "A valley."
    assert place.questions == ["Who are you?", "What brings you?"]
    assert (place.joining, place.confirm_after_days) == ("approval", 10)
    assert (place.language, place.time_zone) == ("en", "Europe/Brussels")


@pytest.mark.parametrize(
    ("field", "value"),
    [("confirm_after_days", "0"), ("confirm_after_days", "91"), ("time_zone", "Mars/Base"),
     ("language", "xx"), ("joining", "bribe"), ("questions", ""), ("questions", "\n".join("abcdefg"))],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changes(session, client, inside, field, value):
    answer = post(client, "/t/saint-girons/settings", **{**GOOD, field: value})

    place = session.get_one(Territory, inside.id, populate_existing=True)
    assert answer.status_code == 422
    assert (place.joining, place.confirm_after_days, place.description) == ("open", 14, "")


def test_a_form_sets_no_field_it_does_not_show(session, client, inside):
    post(client, "/t/saint-girons/settings", **GOOD, slug="other", population="7", name="Mine")

    place = session.get_one(Territory, inside.id, populate_existing=True)
    assert (place.slug, place.population, place.name) == (
        "saint-girons",
        None,
        "Saint Girons",
    )


def test_a_mere_member_does_not_find_the_settings(session, client, inside):
    ana = factories.member(session, inside, first_name="Ana")
    session.commit()
    sign_in(client, ana.person)

    assert client.get("/t/saint-girons/settings").status_code == 404
