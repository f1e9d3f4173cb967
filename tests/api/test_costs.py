"""Pages of lists cost the same few queries however many lines they have."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.exchanges import services
from app.exchanges.wishes import Wish
from app.testing import factories
from app.testing.queries import count_queries
from app.web.database import db
from tests.api.conftest import Program
from tests.api.neighbours import HOURS, Town, town


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


def more(town: Town, lines: int) -> None:
    """Let Bilal ask so many times for what Ana offers."""
    for _number in range(lines):
        listing = factories.listing(town.session, town.ana, town.network, terms=[HOURS])
        services.ask(
            town.session,
            town.plugins,
            listing=listing,
            asker=town.bilal,
            text="Please.",
            wish=Wish(quantity=60, terms=HOURS),
        )
    town.session.commit()


@pytest.mark.parametrize("path", ["listings?limit=100", "listings/mine?limit=100", "exchanges?limit=100"])
def test_a_page_of_many_lines_costs_no_more_than_a_page_of_few(town: Town, path: str) -> None:
    def cost() -> int:
        with town.app.app_context():
            engine = db.engine
        with count_queries(engine) as statements:
            answer = town.of_ana.get(town.path(path))
        assert answer.status_code == 200
        return len(statements)

    more(town, 2)
    cost()  # notes the first use of the token
    few = cost()
    more(town, 10)

    assert cost() == few
    assert few < 25
