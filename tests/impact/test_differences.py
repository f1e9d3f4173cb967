"""Comparing reports: no two of them tell what one person felt."""

from datetime import date
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.conversations import services as conversations
from app.db import new_id
from app.exchanges.models import Exchange
from app.impact import queries
from app.impact.blocks import Answers, closed
from app.impact.forms import PeriodForm
from app.impact.models import Degree, ImpactEntry
from app.impact.queries import FEWEST_PEOPLE, Felt, Scope
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories

TODAY = date(2026, 11, 23)


class Valley:
    """A territory in which people say what they felt."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.territory: Territory = factories.territory(session)
        self.repair = factories.subnetwork(session, self.territory, "repair")
        self.garden = factories.subnetwork(session, self.territory, "garden")
        self.members = [
            factories.member(session, self.territory, first_name=f"Person {number}") for number in range(14)
        ]

    def feel(self, who: range, day: date, *, where: Subnetwork | None = None, level: int = 1) -> None:
        where = where or self.repair
        for number in who:
            member = self.members[number]
            self.session.add(
                ImpactEntry(
                    territory_id=self.territory.id,
                    exchange_id=self._exchange(where).id,
                    subnetwork_id=where.id,
                    day=day,
                    degree=Degree.FELT,
                    code="A08",
                    letter="A",
                    level=level,
                    member_id=member.id,
                )
            )
        self.session.flush()

    def _exchange(self, where: Subnetwork) -> Exchange:
        owner, asker = self.members[:2]
        listing = factories.listing(self.session, owner, where, "A ladder")
        conversation = conversations.open_conversation(
            self.session, territory_id=self.territory.id, subject="A ladder", member_ids=(asker.id, owner.id)
        )
        exchange = Exchange(
            territory_id=self.territory.id,
            subnetwork_id=where.id,
            kind=listing.kind,
            listing=listing,
            asker=asker,
            owner=owner,
            giver=owner,
            receiver=asker,
            conversation=conversation,
            awaits_id=None,
            proposals=[],
        )
        self.session.add(exchange)
        self.session.flush()
        return exchange

    def felt(self, since: date, until: date, where: Subnetwork | None = None) -> Felt:
        scope = Scope(
            territory_id=self.territory.id,
            since=since,
            until=until,
            subnetwork_id=where.id if where is not None else None,
        )
        found = queries.compute(self.session, scope).dimensions.get("A")
        return found.felt if found is not None else queries.NOTHING_FELT


@pytest.fixture
def valley(session: Session) -> Valley:
    return Valley(session)


def test_one_more_person_a_month_later_changes_nothing(valley: Valley) -> None:
    valley.feel(range(7), date(2026, 3, 4))
    before = valley.felt(date(2026, 1, 1), date(2026, 4, 30))

    valley.feel(range(7, 8), date(2026, 4, 3), level=-2)

    assert before.levels == (0, 0, 0, 7, 0)
    assert valley.felt(date(2026, 1, 1), date(2026, 4, 30)) == before


def test_they_count_once_there_are_enough_of_them(valley: Valley) -> None:
    valley.feel(range(7), date(2026, 3, 4))
    valley.feel(range(7, 8), date(2026, 4, 3), level=-2)
    valley.feel(range(8, 13), date(2026, 5, 3), level=2)

    felt = valley.felt(date(2026, 1, 1), date(2026, 5, 31))

    assert felt.levels == (1, 0, 0, 7, 5)
    assert felt.people == 13


def test_a_report_that_cuts_a_block_says_only_that_they_are_too_few(valley: Valley) -> None:
    valley.feel(range(3), date(2026, 3, 4))
    valley.feel(range(3, 7), date(2026, 4, 3))

    cut = valley.felt(date(2026, 4, 1), date(2026, 4, 30))

    assert not cut.shown
    assert cut.answers == 0


def test_a_part_is_shown_only_where_the_rest_tells_nothing_of_one_person(valley: Valley) -> None:
    valley.feel(range(7), date(2026, 3, 4))
    valley.feel(range(7, 8), date(2026, 3, 9), where=valley.garden, level=-2)

    part = valley.felt(date(2026, 3, 1), date(2026, 3, 31), valley.repair)
    whole = valley.felt(date(2026, 3, 1), date(2026, 3, 31))

    assert whole.answers == 8
    assert not part.shown
    assert part.answers == 0


def test_any_two_reports_differ_by_many_people_or_by_nobody(valley: Valley) -> None:
    for month, who in enumerate((range(1), range(2, 9), range(3), range(9, 14), range(1, 2), range(6)), 1):
        valley.feel(who, date(2026, month, 5))
    entries = valley.session.execute(sa.select(ImpactEntry.day, ImpactEntry.member_id)).all()
    ends = [date(2026, month, 28) for month in range(1, 7)]

    reports = [valley.felt(date(2026, 1, 1), end) for end in ends]

    for (one, first), (other, last) in pairwise(zip(reports, ends, strict=True)):
        more = other.answers - one.answers
        between = {member for day, member in entries if day <= last}
        assert more == 0 or more >= FEWEST_PEOPLE, (first, last)
        assert len(between) >= other.people or other.people == 1
    assert reports[-1].answers == len(entries)


def test_blocks_hold_enough_people_and_follow_each_other() -> None:
    people = [new_id() for _number in range(8)]
    answers = [
        Answers(month=f"2026-{month:02}", member_id=people[(month * step) % 8], level=0, times=1)
        for month in range(1, 13)
        for step in range(month % 4 + 1)
    ]

    blocks = list(closed(answers, FEWEST_PEOPLE))

    assert blocks
    assert all(len(block.people) >= FEWEST_PEOPLE for block in blocks)
    assert all(one.last < other.first for one, other in pairwise(blocks))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({"since": "2026-03-04", "until": "2026-03-04"}, (date(2026, 3, 1), date(2026, 3, 31))),
        ({"since": "2026-05-30", "until": "2026-02-10"}, (date(2026, 2, 1), date(2026, 5, 31))),
        ({"until": "2026-11-02"}, (date(2025, 11, 1), TODAY)),
        ({}, (date(2025, 11, 1), TODAY)),
    ],
)
def test_a_report_is_about_whole_months(typed: dict[str, str], days: tuple[date, date]) -> None:
    assert PeriodForm(MultiDict(typed)).days(TODAY) == days
