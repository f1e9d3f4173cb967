"""Workshops count the time of many at once, for everybody or for nobody."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.ledgers import services as ledgers
from app.ledgers.models import Transfer
from app.ledgers.verification import faults
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.testing import factories
from plugins.time_bank import services, workshops
from plugins.time_bank.workshop_models import Coming, WhoPays, Workshop, WorkshopState

SETTINGS = {"time_bank": {"welcome_minutes": 0, "lowest_balance_minutes": -120}}


@dataclass
class Circle:
    """A time bank in which Lea leads and the others come."""

    session: Session
    subnetwork: Subnetwork
    people: dict[str, Member]

    def plan(self, who_pays: WhoPays = WhoPays.EACH, **values: Any) -> Workshop:
        usual = {"minutes": 60, "places": None}
        return workshops.plan(
            self.session,
            self.subnetwork,
            leader_id=self.people["Lea"].id,
            title="Bread",
            text="",
            where="The mill",
            starts_at=clock.now() + timedelta(days=1),
            who_pays=who_pays,
            **(usual | values),
        )

    def come(self, workshop: Workshop, *names: str) -> list[str]:
        return [str(workshops.sign_up(self.session, workshop, self.people[name]).state) for name in names]

    def count(self, workshop: Workshop, *names: str) -> int:
        return workshops.count(
            self.session,
            workshop,
            present={self.people[name].id for name in names},
            by_id=self.people["Lea"].id,
        )

    def guests(self, workshop: Workshop) -> dict[str, str]:
        found = workshops.guests(self.session, workshop.id)
        return {guest.member.first_name: guest.attendance.state for guest in found}

    def balances(self) -> dict[str, int]:
        book = services.ledger(self.session, self.subnetwork)
        assert book is not None
        assert faults(self.session, book.id) == []
        found = {}
        for name, member in self.people.items():
            account = ledgers.account_of(self.session, book, member.id)
            self.session.refresh(account)
            found[name] = account.balance
        community = ledgers.community_account(self.session, book)
        self.session.refresh(community)
        return found | {"community": community.balance}


@pytest.fixture
def circle(session: Session) -> Circle:
    territory = factories.territory(session)
    network = factories.subnetwork(session, territory, settings=SETTINGS)
    people = {
        name: factories.member(session, territory, first_name=name) for name in ("Lea", "Max", "Nour", "Omar")
    }
    session.flush()
    return Circle(session, network, people)


@pytest.mark.parametrize(
    ("who_pays", "expected"),
    [
        (WhoPays.EACH, {"Lea": 120, "Max": -60, "Nour": -60, "Omar": 0, "community": 0}),
        (WhoPays.SHARED, {"Lea": 60, "Max": -30, "Nour": -30, "Omar": 0, "community": 0}),
        (WhoPays.THROUGH, {"Lea": 60, "Max": -60, "Nour": -60, "Omar": 0, "community": 60}),
        (WhoPays.COMMUNITY, {"Lea": 60, "Max": 0, "Nour": 0, "Omar": 0, "community": -60}),
    ],
)
def test_the_time_of_all_is_counted_as_it_was_announced(
    circle: Circle, who_pays: WhoPays, expected: dict[str, int]
) -> None:
    workshop = circle.plan(who_pays)
    circle.come(workshop, "Max", "Nour", "Omar")

    circle.count(workshop, "Max", "Nour")

    assert circle.balances() == expected
    assert workshop.state == WorkshopState.HELD
    states = {
        guest.member.first_name: guest.attendance.state
        for guest in workshops.guests(circle.session, workshop.id)
    }
    assert states == {"Max": Coming.CAME, "Nour": Coming.CAME, "Omar": Coming.STAYED_AWAY}


def test_a_shared_hour_stays_an_hour_to_the_minute(circle: Circle) -> None:
    workshop = circle.plan(WhoPays.SHARED, minutes=100)
    circle.come(workshop, "Max", "Nour", "Omar")

    circle.count(workshop, "Max", "Nour", "Omar")

    assert circle.balances() == {"Lea": 100, "Max": -34, "Nour": -33, "Omar": -33, "community": 0}


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_shares_add_up_to_the_whole_and_differ_by_one_at_most(minutes: int, people: int) -> None:
    found = workshops.shares(minutes, people)

    assert sum(found) == minutes
    assert max(found) - min(found) <= 1


def test_who_cannot_pay_is_named_and_nothing_is_counted(circle: Circle) -> None:
    workshop = circle.plan(minutes=180)
    circle.come(workshop, "Max", "Nour")

    with pytest.raises(Refusal, match=r"The accounts of Max, Nour do not allow this"):
        circle.count(workshop, "Max", "Nour")

    assert set(circle.balances().values()) == {0}


def test_a_workshop_is_counted_once(circle: Circle) -> None:
    workshop = circle.plan()
    circle.come(workshop, "Max")
    circle.count(workshop, "Max")

    with pytest.raises(Refusal, match="held and counted"):
        circle.count(workshop, "Max")

    assert circle.session.query(Transfer).count() == 1


def test_a_workshop_to_which_nobody_came_is_not_counted(circle: Circle) -> None:
    workshop = circle.plan()
    circle.come(workshop, "Max")

    with pytest.raises(Refusal, match="Tick who was there"):
        circle.count(workshop)


def test_a_mistake_goes_back_for_all_together(circle: Circle) -> None:
    workshop = circle.plan(WhoPays.THROUGH)
    circle.come(workshop, "Max", "Nour")
    circle.count(workshop, "Max", "Nour")
    assert workshop.transfer_id is not None

    ledgers.reverse(circle.session, workshop.transfer_id, key="back")

    assert set(circle.balances().values()) == {0}


def test_who_waits_longest_gets_the_place_that_becomes_free(circle: Circle) -> None:
    workshop = circle.plan(places=1)
    states = circle.come(workshop, "Max", "Nour", "Omar")

    next_one = workshops.leave(circle.session, workshop, circle.people["Max"].id)

    assert states == [Coming.COMING, Coming.WAITING, Coming.WAITING]
    assert next_one is circle.people["Nour"]
    assert circle.come(workshop, "Max") == [Coming.WAITING]


def test_leaving_the_waiting_list_frees_no_place(circle: Circle) -> None:
    workshop = circle.plan(places=1)
    circle.come(workshop, "Max", "Nour", "Omar")

    assert workshops.leave(circle.session, workshop, circle.people["Nour"].id) is None
    assert [guest.member.first_name for guest in workshops.guests(circle.session, workshop.id)] == [
        "Max",
        "Omar",
    ]


def test_who_leads_does_not_sign_up(circle: Circle) -> None:
    with pytest.raises(Refusal, match="You lead this workshop"):
        circle.come(circle.plan(), "Lea")


def test_a_cancelled_workshop_takes_nobody_any_more(circle: Circle) -> None:
    workshop = circle.plan()
    circle.come(workshop, "Max")

    told = workshops.cancel(circle.session, workshop)

    assert [member.first_name for member in told] == ["Max"]
    with pytest.raises(Refusal, match="was cancelled"):
        circle.come(workshop, "Nour")
