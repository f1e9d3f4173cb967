"""The whole story through the interface for programs alone: two neighbours, two tokens."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.api.story import Story, four_neighbours, tell


@pytest.fixture
def story(app: Flask, session: Session, program: Callable[..., Program]) -> Story:
    """Talence, with four people and their programs."""
    town, people = four_neighbours(session)
    return Story(
        town.slug or "",
        *(program(member) for member in people.values()),
        ids={name: str(member.id) for name, member in people.items()},
    )


def test_a_neighbour_is_helped_and_the_town_sees_what_it_brought(
    story: Story, session: Session, program: Callable[..., Program]
) -> None:
    tell(story)

    figures = story.get(program(), "impact")
    assert (figures["exchanges"], figures["people"], figures["sentences"]) == (None, None, [])
    assert [(one["measure"], one["quantity"]) for one in figures["measures"]] == [("time_bank.minutes", None)]
