"""The whole story through the interface for programs alone: two neighbours, each with a token."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.territories.models import Territory
from app.testing import factories
from tests.api.conftest import Program
from tests.api.story import BEAUTY, SENTENCE, Story, begin, help_in_the_garden, tell


@pytest.fixture
def story(app: Flask, session: Session, program: Callable[..., Program]) -> Story:
    """Talence, as its people have just come to live there."""
    return begin(app, session, program)


def test_a_neighbour_is_helped_and_the_town_sees_what_it_brought(
    story: Story, session: Session, program: Callable[..., Program]
) -> None:
    tell(story)

    figures = story.get(program(), "impact")
    assert (figures["exchanges"], figures["people"], figures["sentences"]) == (None, None, [])
    assert [(one["measure"], one["quantity"]) for one in figures["measures"]] == [("time_bank.minutes", None)]
    assert {figure for one in figures["dimensions"] for figure in one["felt"].values()} == {0, None}

    town = session.scalars(sa.select(Territory).where(Territory.slug == story.slug)).one()
    more = [factories.member(session, town, first_name=name) for name in ("Emma", "Farid", "Gilles", "Hanna")]
    session.commit()
    emma, farid, gilles, hanna = (program(member) for member in more)
    help_in_the_garden(story, emma, farid, minutes=60)
    help_in_the_garden(story, gilles, hanna, minutes=45)

    figures = story.get(program(), "impact")
    assert (figures["exchanges"], figures["people"], figures["sentences"]) == (3, 6, [SENTENCE])
    assert [(one["measure"], one["quantity"]) for one in figures["measures"]] == [("time_bank.minutes", 195)]
    served = next(one for one in figures["dimensions"] if one["code"] == BEAUTY[0])
    assert served["felt"] == {"answers": 6, "better": 6, "worse": 0}
    component = next(
        one for one in story.get(program(), f"impact/{BEAUTY[0]}")["components"] if one["code"] == BEAUTY
    )
    assert component["levels"] == [0, 0, 0, 4, 2]
