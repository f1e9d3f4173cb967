"""Notes are counted wherever they are, and what is out on paper is what the ledger says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.ledgers.models import Ledger
from app.ledgers.services import account_of
from app.ledgers.verification import faults
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.web.database import db
from plugins.local_currency import fund, named_accounts, notes, notes_queries
from plugins.local_currency.notes_models import NoteMove, NotePlace, NoteSeries
from tests.plugins.local_currency.currency import Currency


class Printed(Currency):
    """A currency with a safe, a desk and a hundred notes of five and of ten."""

    def __init__(self, village: Any) -> None:
        super().__init__(village)
        self.safe, self.desk = self.place("Safe"), self.place("Desk")
        self.fives, self.tens = self.series("A", 500), self.series("A", 1000)
        self.session.commit()

    def place(self, name: str) -> NotePlace:
        made = NotePlace(territory_id=self.territory.id, subnetwork_id=self.network.id, name=name)
        self.session.add(made)
        self.session.flush()
        return made

    def series(self, name: str, value: int) -> NoteSeries:
        return notes.add_series(
            self.session,
            self.network,
            name=name,
            value=value,
            printed_on=date(2026, 3, 1),
            first_number=1,
            last_number=100,
            place=self.safe,
            key=f"series-{name}-{value}",
            by=self.ana,
        )

    def carry(self, fives: int, tens: int, key: str = "carry") -> Any:
        return notes.move(
            self.session,
            self.network,
            {self.fives.id: fives, self.tens.id: tens},
            from_place=self.safe,
            to_place=self.desk,
            key=key,
            by=self.ana,
        )

    def hand_out(self, fives: int, tens: int, key: str = "out") -> Any:
        return notes.hand_out(
            self.session,
            self.network,
            self.ledger,
            {self.fives.id: fives, self.tens.id: tens},
            place=self.desk,
            account=self.account(self.nour),
            key=key,
            by=self.ana,
        )

    def take_back(self, fives: int, key: str = "back") -> Any:
        return notes.take_back(
            self.session,
            self.network,
            self.ledger,
            {self.fives.id: fives},
            place=self.desk,
            account=self.account(self.nour),
            key=key,
            by=self.ana,
        )

    def stock(self, place: NotePlace) -> tuple[int, int]:
        there = notes_queries.stock_of(self.session, place.id)
        return there.get(self.fives.id, 0), there.get(self.tens.id, 0)

    def paper(self) -> tuple[int, int, bool]:
        found = notes_queries.paper(self.session, self.network.id, self.ledger)
        return found.by_notes, found.by_ledger, found.is_right


@pytest.fixture
def printed(village) -> Printed:
    return Printed(village)


def test_printed_notes_are_kept_and_not_yet_out(printed):
    assert printed.stock(printed.safe) == (100, 100)
    assert printed.paper() == (0, 0, True)


def test_notes_go_from_the_safe_to_a_desk(printed):
    printed.carry(20, 10)
    printed.carry(20, 10)

    assert printed.stock(printed.safe) == (80, 90)
    assert printed.stock(printed.desk) == (20, 10)


def test_what_is_handed_out_leaves_the_account_and_the_desk(printed):
    printed.issue(printed.nour, 5000)
    printed.carry(20, 10)
    printed.hand_out(2, 3)
    printed.hand_out(2, 3)
    sums = fund.sums(printed.session, printed.network.id)

    assert printed.account(printed.nour).balance == 1000
    assert printed.stock(printed.desk) == (18, 7)
    assert printed.paper() == (4000, 4000, True)
    assert (sums.issued, sums.fund) == (5000, 5000)
    assert faults(printed.session, printed.ledger.id) == []


def test_notes_come_back_onto_the_account(printed):
    printed.issue(printed.nour, 5000)
    printed.carry(20, 10)
    printed.hand_out(4, 3)
    printed.take_back(3)

    assert printed.account(printed.nour).balance == 1500
    assert printed.stock(printed.desk) == (19, 7)
    assert printed.paper() == (3500, 3500, True)


def test_no_desk_hands_out_notes_it_does_not_have(printed):
    printed.issue(printed.nour, 50_000)
    printed.carry(20, 1)

    with pytest.raises(Refusal, match=r"Desk has only 1 note of 10\.00 of the series A\."):
        printed.hand_out(1, 2)
    printed.session.rollback()
    assert printed.paper() == (0, 0, True)


def test_nobody_gets_notes_for_units_they_do_not_have(printed):
    printed.issue(printed.nour, 999)
    printed.carry(20, 10)
    printed.session.commit()

    with pytest.raises(Refusal):
        printed.hand_out(0, 1)
    printed.session.rollback()
    assert printed.stock(printed.desk) == (20, 10)
    assert printed.account(printed.nour).balance == 999


def test_more_notes_than_are_out_cannot_come_back(printed):
    printed.issue(printed.nour, 1000)
    printed.carry(20, 10)
    printed.hand_out(2, 0)

    with pytest.raises(Refusal, match="More notes"):
        printed.take_back(3)


def test_destroyed_and_lost_notes_are_accounted_for(printed):
    for kind, number in ((NoteMove.DESTROYED, 7), (NoteMove.LOST, 2)):
        notes.take_out(
            printed.session,
            printed.network,
            kind,
            {printed.fives.id: number},
            place=printed.safe,
            memo="torn",
            key=kind,
            by=printed.ana,
        )
    found = notes_queries.paper(printed.session, printed.network.id, printed.ledger)

    assert [(line.printed, line.kept, line.out, line.gone) for line in found.lines] == [
        (100, 91, 0, 9),
        (100, 100, 0, 0),
    ]
    assert found.is_right


def count(printed: Printed, fives: int, *, seen: int, memo: str = "") -> Any:
    return notes.count(
        printed.session,
        printed.network,
        {printed.fives.id: fives},
        place=printed.safe,
        seen={printed.fives.id: seen},
        memo=memo,
        key=f"count-{fives}",
        by=printed.ana,
    )


def test_a_count_that_agrees_changes_nothing(printed):
    assert count(printed, 100, seen=100) is None
    assert printed.stock(printed.safe) == (100, 100)


def test_a_difference_has_to_be_explained(printed):
    with pytest.raises(Refusal, match="explain"):
        count(printed, 98, seen=100)
    count(printed, 98, seen=100, memo="two were stuck together")

    assert printed.stock(printed.safe) == (98, 100)
    assert printed.paper() == (0, 0, True)


def test_a_count_of_stocks_that_moved_meanwhile_is_refused(printed):
    printed.carry(5, 0)

    with pytest.raises(Refusal, match="Count again"):
        count(printed, 100, seen=100)


def test_an_operation_is_undone_once_with_its_units(printed):
    printed.issue(printed.nour, 5000)
    printed.carry(20, 10)
    handed = printed.hand_out(4, 3)
    notes.undo(printed.session, printed.network, handed, why="wrong person", key="u1", by=printed.ana)

    assert printed.account(printed.nour).balance == 5000
    assert printed.stock(printed.desk) == (20, 10)
    assert printed.paper() == (0, 0, True)
    with pytest.raises(Refusal, match="undone before"):
        notes.undo(printed.session, printed.network, handed, why="again", key="u2", by=printed.ana)


def test_a_series_is_entered_once(printed):
    again = printed.series("A", 500)

    assert again.id == printed.fives.id
    with pytest.raises(Refusal, match="already"):
        notes.add_series(
            printed.session,
            printed.network,
            name="A",
            value=500,
            printed_on=date(2026, 4, 1),
            first_number=101,
            last_number=200,
            place=printed.safe,
            key="another form",
            by=printed.ana,
        )


def test_the_account_of_paper_is_found_again_under_its_purpose(printed):
    first = named_accounts.find_or_open(printed.session, printed.ledger, named_accounts.PAPER)
    printed.territory.language = "en"
    second = named_accounts.find_or_open(printed.session, printed.ledger, named_accounts.PAPER)

    assert first.id == second.id


class Ids:
    """What two threads need of the village; its rows belong to the session of the test alone."""

    def __init__(self, printed) -> None:
        self.ledger, self.network = printed.ledger.id, printed.network.id
        self.fives, self.desk = printed.fives.id, printed.desk.id
        self.nour, self.ana = printed.nour.id, printed.ana.id
        printed.session.commit()


def test_of_two_who_hand_out_the_last_notes_at_once_one_is_refused(printed, app):
    printed.issue(printed.nour, 50_000)
    printed.carry(15, 0)
    printed.session.commit()
    both, ids = Barrier(2, timeout=30), Ids(printed)

    def hand_out(key: str) -> str:
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            both.wait()
            try:
                ledger = session.get_one(Ledger, ids.ledger)
                notes.hand_out(
                    session,
                    session.get_one(Subnetwork, ids.network),
                    ledger,
                    {ids.fives: 10},
                    place=session.get_one(NotePlace, ids.desk),
                    account=account_of(session, ledger, ids.nour),
                    key=key,
                    by=session.get_one(Member, ids.ana),
                )
                session.commit()
            except Refusal as refusal:
                session.rollback()
                return refusal.reasons[0]
        return "handed out"

    with ThreadPoolExecutor(2) as desks:
        said = sorted(desks.map(hand_out, ["one", "two"]))

    assert said == ["Desk has only 5 notes of 5.00 of the series A.", "handed out"]
    assert printed.stock(printed.desk) == (5, 0)
    assert printed.paper() == (5000, 5000, True)
    assert printed.account(printed.nour).balance == 45_000


def test_sent_twice_at_once_notes_are_handed_out_once(printed, app):
    printed.issue(printed.nour, 50_000)
    printed.carry(15, 0)
    printed.session.commit()
    both, ids = Barrier(2, timeout=30), Ids(printed)

    def hand_out(_click: int) -> object:
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            both.wait()
            ledger = session.get_one(Ledger, ids.ledger)
            made = notes.hand_out(
                session,
                session.get_one(Subnetwork, ids.network),
                ledger,
                {ids.fives: 5},
                place=session.get_one(NotePlace, ids.desk),
                account=account_of(session, ledger, ids.nour),
                key="one click",
                by=session.get_one(Member, ids.ana),
            )
            session.commit()
            return made.id

    with ThreadPoolExecutor(2) as clicks:
        made = set(clicks.map(hand_out, [1, 2]))

    assert len(made) == 1
    assert printed.stock(printed.desk) == (10, 0)
    assert printed.paper() == (2500, 2500, True)
