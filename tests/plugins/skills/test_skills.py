"""Lessons are matched by subject and counted in minutes."""

import pytest

from app.listings.models import Direction
from plugins.skills import services
from plugins.skills.models import Lesson


def test_a_card_says_how_and_for_whom() -> None:
    assert services.card(Lesson(setting="group", level="beginner")) == ["In a group", "Beginners"]
    assert services.card(Lesson(setting="online", level="all")) == ["Online"]


def test_places_are_named_for_groups_only() -> None:
    group = dict(services.facts(Lesson(subject="Bread", setting="group", level="all", seats=6)))
    alone = dict(services.facts(Lesson(subject="Bread", setting="one_to_one", level="all", seats=6)))

    assert group["Places"] == "6 places"
    assert "Places" not in alone


@pytest.mark.parametrize(("wanted", "score"), [("  COUTURE ", 1.0), ("cuisine", None)])
def test_the_same_subject_is_a_match(village, wanted: str, score: float | None) -> None:
    here = village("skills")
    offer = here.listing("skills.lesson", subject="Couture")
    request = here.listing("skills.lesson", direction=Direction.REQUEST, subject=wanted)

    found = here.score("skills.subject", offer, request)
    assert found == (None if score is None else (score, "the same subject: Couture"))


@pytest.mark.parametrize(
    ("settings", "agreed", "counted"), [({}, None, 60), ({"usual_minutes": 45}, None, 45), ({}, 90, 90)]
)
def test_minutes_are_those_agreed_or_else_the_usual(
    village, settings: dict[str, int], agreed: int | None, counted: int
) -> None:
    here = village("skills", **settings)
    exchange = here.agree(here.ask(here.listing("skills.lesson", subject="Bread"), quantity=agreed))

    assert here.measured("skills.minutes", exchange) == counted
