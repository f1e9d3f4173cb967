"""A ledger against a model of plain dictionaries: whatever people do, in whatever order, both agree."""

import os
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from app.ledgers import finding, watch
from app.testing import factories
from app.web.database import db
from tests.ledgers.machine.governing import Governing
from tests.ledgers.machine.life import MEMBERS, picks
from tests.ledgers.machine.requests import Correct, Keep
from tests.ledgers.machine.sending import Sending, gives

STEPS = 40
SHARE = {"sqlite": (60, 300), "postgresql": (20, 100)}
"""Lives of a ledger tried by every run of the tests, and by ``script/bar T2``: 16,000 steps."""


class Ledgers(Sending, Governing):
    """Everything that can happen to a ledger."""

    @rule(request=gives | st.builds(Keep, picks, st.none()) | st.builds(Correct, picks), pick=picks)
    def a_check_stops_it_for_a_while(self, request: Any, pick: int) -> None:
        watch.stop(self.session, self.place.ledger_id)
        self.session.commit()
        self.model.stopped = True

        self.ask(request)
        self.give_up(pick)
        self.holds_expire()

        finding.resume(self.session, self.place.ledger_id)
        self.session.commit()
        self.model.stopped = False


def test_a_ledger_does_what_a_model_of_it_does(app, session, database):
    territory = factories.territory(session)
    machine = type(
        "Machine",
        (Ledgers,),
        {
            "url": db_url(app),
            "territory_id": territory.id,
            "subnetwork_id": factories.subnetwork(session, territory).id,
            "member_ids": {
                name: factories.member(session, territory, first_name=name).id for name in MEMBERS
            },
        },
    )
    session.commit()

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(database),
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=phases(),
        ),
    )


def db_url(app: Any) -> sa.URL:
    with app.app_context():
        return db.engine.url


def examples(database: str) -> int:
    """Return how many lives are tried; TOGETHER_STATE_MACHINE=N asks for N times the whole."""
    times = int(os.environ.get("TOGETHER_STATE_MACHINE", "0"))
    few, all_of_them = SHARE[database]
    return times * all_of_them or few


def phases() -> list[Phase]:
    """Return what is done with an example: a mutant need not be explained, only found."""
    return [Phase.generate] if "TOGETHER_NO_SHRINKING" in os.environ else list(Phase)
