"""Hours are taken when both have agreed, by one exchange at a time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from app.plugin_api import Direction, Exchange, Refusal, clock
from app.testing import factories
from app.testing.village import Settle, Village
from spaces_story import ALL_DAY, ZONE, at, coming, hours, span
from sqlalchemy.exc import IntegrityError

from together_plugin_spaces import booking, keys, plugin, queries
from together_plugin_spaces.models import Booking, Slot
from together_plugin_spaces.spans import Span

DAY = coming(1)


def taken(here: Village) -> list[tuple[datetime, datetime, int]]:
    """Return what is booked, with the number of slots behind it."""
    here.session.expire_all()
    found = []
    for one in here.session.scalars(sa.select(Booking).order_by(Booking.starts_at)):
        slots = sa.select(sa.func.count()).where(Slot.booking_id == one.id)
        found.append((one.starts_at, one.ends_at, here.session.scalar(slots) or 0))
    return found


def refusal(here: Village, do: Any, *args: Any, **wish: Any) -> tuple[str, ...]:
    """Return the reasons why something is refused."""
    with pytest.raises(Refusal) as refused:
        do(*args, **wish)
    here.session.rollback()
    return refused.value.reasons


def test_asking_takes_nothing_and_agreeing_takes_the_hours(village: Settle) -> None:
    here = village(plugin)
    exchange = here.ask(here.listing("spaces.room"), **hours(DAY, 14, 17))
    asked = taken(here)

    here.agree(exchange)

    assert asked == []
    assert taken(here) == [(at(DAY, 14), at(DAY, 17), 12)]


def test_a_day_an_hour_and_a_length_of_time_are_enough(village: Settle) -> None:
    here = village(plugin)

    here.agree(here.ask(here.listing("spaces.room"), starts_at=at(DAY, 14), quantity=90))

    assert taken(here) == [(at(DAY, 14), at(DAY, 15, 30), 6)]


def test_who_comes_second_reads_which_hours_are_taken_and_by_nobody_in_particular(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    late = here.ask(room, by=here.zoe, **hours(DAY, 16, 18))
    here.agree(here.ask(room, **hours(DAY, 14, 17)))
    when = f"{DAY:%A} {DAY.day} {DAY:%B} from 14:00 to 17:00"

    asked = refusal(
        here, here.ask, room, by=factories.member(here.session, here.territory), **hours(DAY, 16, 18)
    )
    agreed = refusal(here, here.agree, late)

    assert asked == agreed == (f"These hours are taken: {when}.",)
    assert taken(here) == [(at(DAY, 14), at(DAY, 17), 12)]


def test_neighbours_in_time_both_fit(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")

    here.agree(here.ask(room, **hours(DAY, 14, 16)))
    here.agree(here.ask(room, by=here.zoe, **hours(DAY, 16, 18)))

    assert taken(here) == [(at(DAY, 14), at(DAY, 16), 8), (at(DAY, 16), at(DAY, 18), 8)]


def test_hours_of_an_exchange_that_is_called_off_are_free_for_others(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    here.cancel(here.agree(here.ask(room, **hours(DAY, 14, 16))))
    free = taken(here)

    here.agree(here.ask(room, by=here.zoe, **hours(DAY, 14, 16)))

    assert free == []
    assert taken(here) == [(at(DAY, 14), at(DAY, 16), 8)]


def test_what_is_declined_never_took_anything(village: Settle) -> None:
    here = village(plugin)

    here.decline(here.ask(here.listing("spaces.room"), **hours(DAY, 14, 16)))

    assert taken(here) == []


def test_hours_move_when_the_two_agree_on_others_and_not_before(village: Settle) -> None:
    here = village(plugin)
    exchange = here.agree(here.ask(here.listing("spaces.room"), **hours(DAY, 14, 16)))
    here.propose(exchange, **hours(DAY, 15, 17))
    proposed = taken(here)

    here.agree(exchange)

    assert proposed == [(at(DAY, 14), at(DAY, 16), 8)]
    assert taken(here) == [(at(DAY, 15), at(DAY, 17), 8)]


def test_a_change_to_hours_of_others_leaves_everything_as_it_was(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    here.agree(here.ask(room, by=here.zoe, **hours(DAY, 16, 18)))
    exchange = here.agree(here.ask(room, **hours(DAY, 14, 16)))
    here.propose(exchange, **hours(DAY, 15, 17))

    reasons = refusal(here, here.agree, exchange)

    assert len(reasons) == 1
    assert taken(here) == [(at(DAY, 14), at(DAY, 16), 8), (at(DAY, 16), at(DAY, 18), 8)]


def test_hours_must_be_said_before_anybody_agrees(village: Settle) -> None:
    here = village(plugin)
    room, bike = here.listing("spaces.room"), here.listing("spaces.common")

    assert refusal(here, here.agree, here.ask(room, starts_at=at(DAY, 0), whole_day=True)) == (
        "Say the day, the hour and for how long before you agree.",
    )
    assert refusal(here, here.agree, here.ask(bike, starts_at=at(DAY, 9))) == (
        "Say from when until when before you agree.",
    )


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (hours(DAY, 7, 9), "On {day} it is open at these hours: 08:00-22:00."),
        (hours(DAY, 21, 23), "On {day} it is open at these hours: 08:00-22:00."),
        (hours(DAY, 9, 15), "The longest booking is 4 h."),
        ({"starts_at": at(DAY, 9), "ends_at": at(DAY, 9, 30)}, "The shortest booking is 1 h."),
        (
            {"starts_at": at(DAY, 9, 10), "ends_at": at(DAY, 11)},
            "Hours begin and end on a quarter of an hour, such as 14:00 or 14:15.",
        ),
        (hours(coming(6), 9, 11), "It is closed on {sunday}."),
    ],
)
def test_hours_that_cannot_be_had_are_refused_when_they_are_asked_for(
    village: Settle, wish: dict[str, Any], sentence: str
) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", **(ALL_DAY | {"sunday": "", "shortest": 60, "longest": 240}))
    words = {"day": said(DAY), "sunday": said(coming(6))}

    reasons = refusal(here, here.ask, room, **wish)

    assert reasons == (sentence.format(**words),)


def said(day: date) -> str:
    """Return a day as the sentences say it."""
    return f"{day:%A} {day.day} {day:%B}"


def test_hours_are_asked_for_neither_too_late_nor_too_early(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", notice_days=60, ahead_days=400)
    far = clock.today(ZONE) + timedelta(days=401)
    gone = clock.today(ZONE) - timedelta(days=3)

    assert refusal(here, here.ask, room, **hours(DAY, 9, 10)) == ("Ask at least 60 days before.",)
    assert refusal(here, here.ask, room, **hours(far, 9, 10)) == (
        f"This is too early: one may ask 400 days ahead, so from {said(far - timedelta(days=400))}.",
    )
    assert refusal(here, here.ask, room, **hours(gone, 9, 10)) == ("These hours have passed.",)


def test_who_looks_after_a_room_may_propose_hours_at_short_notice(village: Settle) -> None:
    here = village(plugin)
    exchange = here.ask(here.listing("spaces.room", notice_days=60))
    here.propose(exchange, by=here.ana, **hours(DAY, 9, 10))

    here.agree(exchange, by=here.nour)

    assert taken(here) == [(at(DAY, 9), at(DAY, 10), 4)]


def test_pieces_of_a_common_good_go_to_several_until_none_is_left(village: Settle) -> None:
    here = village(plugin)
    tables = here.listing("spaces.common", pieces=5)
    last = DAY + timedelta(days=2)
    weekend: dict[str, Any] = {"starts_at": at(DAY, 9), "ends_at": at(last, 18)}
    here.agree(here.ask(tables, quantity=3, **weekend))

    too_many = refusal(here, here.ask, tables, by=here.zoe, quantity=3, **weekend)
    more_than_all = refusal(here, here.ask, tables, by=here.zoe, quantity=6, **weekend)
    here.agree(here.ask(tables, by=here.zoe, quantity=2, **weekend))
    none = refusal(here, here.ask, tables, by=factories.member(here.session, here.territory), **weekend)

    assert too_many == (f"On {said(DAY)} from 09:00 only 2 are free.",)
    assert more_than_all == ("There are only 5 of them.",)
    assert none == (f"On {said(DAY)} from 09:00 none is free.",)
    assert sorted(count for _start, _end, count in taken(here)) == [2 * 57 * 4, 3 * 57 * 4]


def test_alike_pieces_may_be_another_one_in_the_afternoon(village: Settle) -> None:
    here = village(plugin)
    bikes = here.listing("spaces.common", pieces=2)
    people = [factories.member(here.session, here.territory) for _number in range(2)]
    here.agree(here.ask(bikes, by=people[0], **hours(DAY, 9, 12)))
    here.agree(here.ask(bikes, by=people[1], **hours(DAY, 12, 18)))

    here.agree(here.ask(bikes, **hours(DAY, 9, 18)))

    assert [count for _start, _end, count in taken(here)] == [12, 36, 24]


def test_a_common_good_is_handed_over_when_somebody_is_there(village: Settle) -> None:
    here = village(plugin)
    bike = here.listing("spaces.common", tuesday="17:00-19:00", thursday="17:00-19:00")
    thursday = DAY + timedelta(days=2)

    wrong = refusal(here, here.ask, bike, starts_at=at(DAY, 9), ends_at=at(DAY + timedelta(days=1), 17))
    exchange = here.agree(here.ask(bike, starts_at=at(DAY, 17), ends_at=at(thursday, 19)))

    assert wrong == (
        f"On {said(DAY)} it is handed over at these hours: 17:00-19:00.",
        f"On {said(DAY + timedelta(days=1))} nobody is there to hand it over.",
    )
    assert taken(here) == [(at(DAY, 17), at(thursday, 19), 50 * 4)]
    assert exchange.state == "agreed"


def test_whole_days_run_from_midnight_to_midnight(village: Settle) -> None:
    here = village(plugin)
    bike = here.listing("spaces.common", **ALL_DAY)
    last = DAY + timedelta(days=1)

    here.agree(here.ask(bike, starts_at=at(DAY, 0), ends_at=at(last, 0), whole_day=True))

    assert taken(here) == [(at(DAY, 0), at(last, 24), 48 * 4)]


def test_the_night_when_the_clocks_go_back_has_an_hour_more_to_share(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    sunday = next(
        day
        for day in (clock.today(ZONE) + timedelta(days=n) for n in range(1, 500))
        if Span(at(day, 0), at(day, 24)).minutes == 25 * 60
    )

    here.agree(here.ask(room, starts_at=at(sunday, 0), ends_at=at(sunday, 6)))
    here.agree(here.ask(room, by=here.zoe, starts_at=at(sunday, 6), ends_at=at(sunday, 7)))

    assert [count for _start, _end, count in taken(here)] == [7 * 4, 4]


def test_closed_hours_say_why_and_are_not_laid_over_those_of_others(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    here.agree(here.ask(room, **hours(DAY, 14, 16)))

    too_late = refusal(
        here, booking.close, here.session, room, span(DAY, 15, 18), by=here.ana, reason="Painting"
    )
    closed = booking.close(here.session, room, span(DAY, 16, 18), by=here.ana, reason="Painting")
    again = booking.close(here.session, room, span(DAY, 16, 18), by=here.ana, reason="Painting")
    here.session.commit()
    asked = refusal(here, here.ask, room, by=here.zoe, **hours(DAY, 17, 19))

    assert too_late == (
        f"These hours are taken: {said(DAY)} from 14:00 to 16:00.",
        "Agree with them first, or close other hours.",
    )
    assert again.id == closed.id
    assert asked == (f"It is closed then: {said(DAY)} from 16:00 to 18:00 (Painting).",)


def test_what_would_keep_others_waiting_is_neither_booked_nor_closed_at_once(village: Settle) -> None:
    here = village(plugin)
    tables = here.listing("spaces.common", pieces=50)
    days: dict[str, Any] = {"starts_at": at(DAY, 9), "ends_at": at(DAY + timedelta(days=4), 9)}

    booked = refusal(here, here.ask, tables, quantity=50, **days)
    closed = refusal(
        here, booking.close, here.session, tables, Span(*days.values()), by=here.ana, reason="Rain"
    )
    fewer = here.agree(here.ask(tables, quantity=39, **days))

    assert booked == ("So many for so long cannot be booked at once. Ask for fewer, or for a shorter time.",)
    assert closed == ("So much cannot be closed at once. Close fewer hours, or pause the listing.",)
    assert fewer.state == "agreed"


def test_one_person_has_so_many_bookings_to_come_as_the_sub_network_allows(village: Settle) -> None:
    here = village(plugin, most_bookings=1)
    room = here.listing("spaces.room")
    first = here.agree(here.ask(room, **hours(DAY, 9, 10)))
    second = here.ask(room, **hours(DAY, 11, 12))

    refused = refusal(here, here.agree, second)
    here.propose(first, **hours(DAY, 10, 11))
    here.agree(first)

    assert refused == ("One person has at most 1 booking to come here, so that everybody gets a turn.",)
    assert taken(here) == [(at(DAY, 10), at(DAY, 11), 4)]


def test_the_database_itself_refuses_a_second_booking_of_the_same_quarter(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    here.agree(here.ask(room, **hours(DAY, 9, 10)))
    slot = here.session.scalars(sa.select(Slot).limit(1)).one()
    double = sa.insert(Slot).values(
        territory_id=slot.territory_id,
        listing_id=slot.listing_id,
        quarter=slot.quarter,
        number=slot.number,
        booking_id=slot.booking_id,
    )

    with pytest.raises(IntegrityError):
        here.session.execute(double)


def test_hours_of_what_was_called_off_while_the_plugin_was_off_are_tidied_away(village: Settle) -> None:
    here = village(plugin)
    exchange = here.agree(here.ask(here.listing("spaces.room"), **hours(DAY, 9, 10)))
    here.session.execute(sa.update(Exchange).where(Exchange.id == exchange.id).values(state="cancelled"))
    here.session.commit()

    first, second = keys.tidy(here.session), keys.tidy(here.session)
    here.session.commit()

    assert (first, second) == (1, 0)
    assert taken(here) == []
    assert here.session.scalars(sa.select(Slot)).all() == []


def test_a_request_for_a_room_books_nothing(village: Settle) -> None:
    here = village(plugin)
    request = here.listing("spaces.room", direction=Direction.REQUEST, capacity=30)

    here.agree(here.ask(request, by=here.ana, **hours(DAY, 9, 10)))

    assert taken(here) == []
    assert queries.find(here.session, request.id) is None


def test_a_room_fits_whoever_finds_space_and_a_way_in(village: Settle) -> None:
    here = village(plugin)
    hall = here.listing("spaces.room", capacity=40, equipment=["kitchen"], step_free=True)
    attic = here.listing("spaces.room", capacity=40, step_free=False)
    wish = here.listing(
        "spaces.room", direction=Direction.REQUEST, capacity=30, step_free=True, equipment=["kitchen"]
    )
    sound = here.listing("spaces.room", direction=Direction.REQUEST, capacity=10, equipment=["sound"])

    assert here.score("spaces.room", hall, wish) == (1.0, "room for 40 people")
    assert here.score("spaces.room", attic, wish) == (0.0, "with steps")
    assert here.score("spaces.room", hall, sound) == (0.5, "large enough, but without: Sound system")


def test_hours_and_spaces_are_measured_when_an_exchange_is_confirmed(village: Settle) -> None:
    here = village(plugin)
    room, bikes = here.listing("spaces.room"), here.listing("spaces.common", pieces=3)

    here.confirm(here.done(here.agree(here.ask(room, **hours(DAY, 9, 11)))))
    here.confirm(here.done(here.agree(here.ask(room, **hours(DAY, 11, 12)))))
    here.confirm(here.done(here.agree(here.ask(bikes, quantity=2, **hours(DAY, 9, 12)))))

    assert here.measured() == {"spaces.hours": 120 + 60 + 2 * 180, "spaces.opened": 2}
