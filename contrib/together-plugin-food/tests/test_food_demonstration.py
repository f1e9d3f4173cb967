"""The plugin's share of the demonstration stands by the rules that people keep."""

from datetime import UTC, datetime
from random import Random
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from app.plugin_api import Exchange, Installation, Listing, State, clock
from app.testing import factories
from app.testing.village import Settle

from together_plugin_food import demonstration, plugin
from together_plugin_food.demonstration_texts import TEXTS
from together_plugin_food.models import Meal, Surplus, Waiting


@pytest.mark.parametrize("month", [2, 5, 9, 12])
def test_it_puts_on_the_board_what_people_have_in_that_month(village: Settle, month: int) -> None:
    here = village(plugin)
    there = clock.now()
    now = datetime(there.year + 1, month, 10, 9, tzinfo=UTC)
    clock.shift(now - there)
    eaters = factories.subnetwork(here.session, here.territory, "gardens", plugins=(), theme="healthy_eating")
    members = [
        factories.member(here.session, here.territory, first_name=f"Neighbour {number}")
        for number in range(9)
    ]
    world = SimpleNamespace(
        random=Random(7),
        now=now,
        plugins=here.plugins,
        territories={here.territory.slug: here.territory.id},
        members={here.territory.slug: [member.id for member in members]},
        subnetworks={"gardens": eaters.id, here.network.slug: here.network.id},
    )

    demonstration.build(here.session, world)
    here.session.commit()

    listings = here.session.scalars(sa.select(Listing)).all()
    states = here.session.scalars(sa.select(Exchange.state)).all()
    couscous = here.session.scalars(sa.select(Meal).where(Meal.dish.contains("couscous"))).one()
    assert sorted(one.title for one in listings) == sorted(
        text.title for text in TEXTS if month in text.months
    )
    assert {one.subnetwork_id for one in listings} == {eaters.id}
    assert len(states) == sum(len(text.asked) for text in TEXTS if month in text.months)
    assert set(states) == {State.ASKED, State.AGREED}
    assert (couscous.seats, couscous.taken) == (4, 4)
    assert len(here.session.scalars(sa.select(Waiting)).all()) == 2
    assert all(one.taken <= one.kilograms for one in here.session.scalars(sa.select(Surplus)))
    assert here.session.scalars(
        sa.select(Installation.plugin).where(Installation.subnetwork_id == eaters.id)
    ).all() == ["food"]
