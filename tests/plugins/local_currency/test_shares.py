"""The yearly share: who sponsors whom, what it is computed from, and that each year is paid once."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app import clock
from app.errors import Refusal
from app.ledgers.services import community_account, transfer
from app.ledgers.verification import faults
from app.notifications.models import Notification
from plugins.local_currency import issuing, shares, shares_posting
from plugins.local_currency.contributions import Settings
from plugins.local_currency.models import Organisation, OrganisationKind
from plugins.local_currency.shares import Sponsored, divide
from tests.plugins.local_currency.currency import Currency
from tests.plugins.local_currency.unhurried import unhurried

ZONE = "Europe/Paris"


def association(number: int, sponsors: int, base: int, *, approved: bool = True) -> Sponsored:
    return Sponsored(
        organisation_id=UUID(int=number),
        name=str(number),
        account_id=UUID(int=1000 + number) if approved else None,
        sponsors=sponsors,
        base=base,
    )


def test_an_association_with_too_few_sponsors_gets_nothing_and_the_commons_keep_it():
    found = divide(
        [association(1, 30, 100_000), association(2, 29, 50_000), association(3, 40, 10_001, approved=False)],
        rate=300,
        sponsors_needed=30,
    )

    assert [(line.amount, line.has_enough) for line in found.lines] == [(3000, True), (0, False), (0, False)]
    assert (found.whole, found.given, found.rest) == (4800, 3000, 1800)


BASES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10**9), st.booleans()), max_size=12)


@unhurried
@given(BASES, st.integers(0, 10_000), st.integers(0, 40))
def test_parts_and_rest_sum_to_the_share_of_everything(bases: Any, rate: int, needed: int):
    sponsored = [
        association(number, sponsors, base, approved=approved)
        for number, (sponsors, base, approved) in enumerate(bases)
    ]
    found = divide(sponsored, rate=rate, sponsors_needed=needed)

    assert found.whole == sum(base for _sponsors, base, _approved in bases) * rate // 10_000
    assert sum(line.amount for line in found.lines) + found.rest == found.whole
    assert found.rest >= 0
    for line in found.lines:
        exact = line.to.base * rate / 10_000
        assert line.amount == 0 or abs(line.amount - exact) < 2 + exact * 1e-9


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 6, 29), 2025),
        (date(2026, 6, 30), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
    ],
)
def test_the_latest_year_is_that_of_the_last_thirtieth_of_june(today: date, year: int):
    assert shares.latest_year(today) == year


class Sponsoring(Currency):
    """Two associations; Nour, Zoe and three more sponsor the garden, Ana the choir."""

    def __init__(self, village: Any, *, needed: int = 5) -> None:
        super().__init__(village, share_rate=300, share_sponsors=needed)
        self.zoe = self.member("Zoe")
        self.others = [self.member(name) for name in ("Ida", "Lou", "Max")]
        self.garden = self.organisation("Garden", kind=OrganisationKind.ASSOCIATION, by=self.zoe)
        self.choir = self.organisation("Choir", kind=OrganisationKind.ASSOCIATION, by=self.nour)
        for member in (self.nour, self.zoe, *self.others):
            self.choose(member, self.garden)
        self.choose(self.ana, self.choir)

    def choose(self, member: Any, organisation: Organisation | None) -> None:
        shares.choose(self.session, self.network, member, organisation and organisation.id)
        self.session.commit()

    def fund(self, amount: int) -> None:
        """Bring commissions into the common account, as changing back does."""
        self.issue(self.nour, amount)
        transfer(
            self.session,
            ledger=self.ledger,
            payer_id=self.account(self.nour).id,
            payee_id=community_account(self.session, self.ledger).id,
            amount=amount,
            reason="commission",
            key=f"commission-{amount}",
        )
        self.session.commit()

    def computed(self, year: int = 2027) -> list[tuple[str, int, int, int]]:
        found = shares.compute(self.session, self.network, year, zone=ZONE)
        return [(line.to.name, line.to.sponsors, line.to.base, line.amount) for line in found.lines]

    def post(self, seen: int, year: int = 2027) -> Any:
        return shares_posting.post(
            self.session, self.network, self.ledger, year, seen=seen, by=self.ana, zone=ZONE
        )

    def notices(self, kind: str) -> list[dict[str, Any]]:
        return list(
            self.session.scalars(sa.select(Notification.values).where(Notification.kind == kind)).all()
        )


@pytest.fixture
def at() -> Iterator[Any]:
    """``at(2027, 6, 30)``: noon of that day in UTC."""

    def go(year: int, month: int, day: int) -> None:
        clock.shift(timedelta(0))
        then = clock.now().replace(year=year, month=month, day=day, hour=12, minute=0)
        clock.shift(then - clock.now())

    yield go
    clock.shift(timedelta(0))


@pytest.fixture
def sponsoring(village, at) -> Sponsoring:
    at(2026, 9, 1)
    return Sponsoring(village)


def test_what_sponsors_changed_in_the_year_is_the_base(sponsoring, at):
    sponsoring.issue(sponsoring.nour, 10_000)
    sponsoring.issue(sponsoring.zoe, 5_050)
    sponsoring.issue(sponsoring.ana, 70_000)
    undone = sponsoring.issue(sponsoring.zoe, 400)
    issuing.undo(sponsoring.session, sponsoring.network, undone, why="typed twice", by=sponsoring.ana)
    at(2027, 6, 29)
    sponsoring.issue(sponsoring.zoe, 1)
    at(2027, 6, 30)
    sponsoring.issue(sponsoring.zoe, 9_000)

    assert sponsoring.computed() == [("Choir", 1, 70_000, 0), ("Garden", 5, 15_051, 451)]
    assert sponsoring.computed(2028) == [("Choir", 1, 0, 0), ("Garden", 5, 9_000, 270)]


def test_who_left_the_territory_sponsors_nobody(sponsoring):
    sponsoring.issue(sponsoring.zoe, 5_000)
    sponsoring.zoe.status = "left"
    sponsoring.session.commit()

    assert sponsoring.computed() == [("Choir", 1, 0, 0), ("Garden", 4, 0, 0)]


def test_a_member_sponsors_one_association_and_may_change_or_stop(sponsoring):
    sponsoring.choose(sponsoring.nour, sponsoring.choir)
    changed = shares.choice_of(sponsoring.session, sponsoring.network.id, sponsoring.nour.id)
    sponsoring.choose(sponsoring.nour, None)
    stopped = shares.choice_of(sponsoring.session, sponsoring.network.id, sponsoring.nour.id)

    assert (changed, stopped) == (sponsoring.choir.id, None)


def test_only_approved_associations_can_be_chosen(sponsoring):
    bakery = sponsoring.organisation("Bakery")

    with pytest.raises(Refusal, match="list"):
        sponsoring.choose(sponsoring.nour, bakery)


def test_the_share_is_posted_as_one_set_and_associations_are_told(sponsoring, at):
    sponsoring.issue(sponsoring.zoe, 100_000)
    sponsoring.fund(5_000)
    at(2027, 7, 1)
    run = sponsoring.post(3_150)
    sponsoring.session.commit()
    told = sponsoring.notices("local_currency.share_given")

    assert sponsoring.account_of(sponsoring.garden).balance == 3_150
    assert sponsoring.account_of(sponsoring.choir).balance == 0
    assert community_account(sponsoring.session, sponsoring.ledger).balance == 1_850
    assert [
        (part.sponsors, part.base, part.amount, name)
        for part, name in shares_posting.parts_of(sponsoring.session, run)
    ] == [
        (1, 0, 0, "Choir"),
        (5, 105_000, 3_150, "Garden"),
    ]
    assert told == [{"name": "Garden", "amount": "31.50 GR", "year": 2027, "sponsors": 5}]
    assert faults(sponsoring.session, sponsoring.ledger.id) == []


def test_each_year_is_posted_once_for_ever(sponsoring, at):
    sponsoring.fund(100_000)
    at(2027, 7, 1)
    sponsoring.post(3_000)
    sponsoring.session.commit()

    with pytest.raises(Refusal, match="posted once"):
        sponsoring.post(3_000)
    sponsoring.session.rollback()
    assert sponsoring.account_of(sponsoring.garden).balance == 3_000


def test_a_year_that_is_not_over_cannot_be_posted(sponsoring, at):
    sponsoring.fund(100_000)
    at(2027, 6, 29)

    with pytest.raises(Refusal, match="29 June"):
        sponsoring.post(3_000)


def test_an_account_with_too_little_posts_nothing_and_says_what_is_missing(sponsoring, at):
    sponsoring.issue(sponsoring.zoe, 100_000)
    sponsoring.fund(1_000)
    at(2027, 7, 1)

    with pytest.raises(Refusal, match=r"has 10\.00 GR, and the share takes 30\.30 GR"):
        sponsoring.post(3_030)
    sponsoring.session.rollback()
    assert sponsoring.account_of(sponsoring.garden).balance == 0
    assert shares.run_of(sponsoring.session, sponsoring.network.id, 2027) is None


def test_figures_that_changed_since_they_were_shown_are_not_posted(sponsoring, at):
    sponsoring.fund(100_000)
    sponsoring.choose(sponsoring.zoe, sponsoring.choir)
    at(2027, 7, 1)

    with pytest.raises(Refusal, match="changed"):
        sponsoring.post(3_000)


def test_coordinators_are_reminded_once_a_week_after_the_day(sponsoring, at):
    sponsoring.fund(100_000)
    at(2027, 7, 6)
    early = shares_posting.remind(sponsoring.session)
    at(2027, 7, 7)
    first, second = shares_posting.remind(sponsoring.session), shares_posting.remind(sponsoring.session)

    assert (early, first, second) == (0, 1, 0)
    assert sponsoring.notices("local_currency.share_due") == [{"year": 2027, "name": "Time bank"}]


def test_nobody_is_reminded_of_a_year_in_which_nothing_was_changed(sponsoring, at):
    at(2027, 7, 20)

    assert shares_posting.remind(sponsoring.session) == 0


def test_the_settings_of_the_currency_hold_those_of_the_share():
    typed = MultiDict({"name": "Grain", "code": "GR", "share_rate": "2,5", "share_sponsors": "12"})
    form = Settings(MultiDict({**typed.to_dict(), "reconversion_rate": "5", "committee_yeses": "1"}))

    assert form.validate(), form.errors
    assert (form.data["share_rate"], form.data["share_sponsors"]) == (250, 12)


@pytest.mark.parametrize(
    ("rate", "sponsors"), [("-1", "3"), ("21", "3"), ("NaN", "3"), ("3", "0"), ("3", "4"), ("3", "1,5")]
)
def test_settings_that_cannot_be_are_refused(rate: str, sponsors: str):
    typed = MultiDict({"name": "Grain", "code": "GR", "share_rate": rate, "share_sponsors": sponsors})

    assert not Settings(
        MultiDict({**typed.to_dict(), "reconversion_rate": "5", "committee_yeses": "1"})
    ).validate()
