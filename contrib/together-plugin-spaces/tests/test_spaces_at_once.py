"""Twenty people at once: exactly one gets the hours, on both databases; neighbours all get theirs."""

import threading
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from app.plugin_api import Exchange, Member, Refusal, Territory, clock
from app.testing import factories
from app.testing.village import Settle, Village
from spaces_story import ZONE, at, coming, hours
from sqlalchemy.orm import Session

from together_plugin_spaces import booking, plugin
from together_plugin_spaces.forms_booking import mark_of
from together_plugin_spaces.models import Booking, KeyLoan, Slot

DAY = coming(2)
TWENTY = 20


def together(count: int, work: Callable[[int], object]) -> list[BaseException | None]:
    """Let so many threads do something at the same moment; return what each ended with."""
    ended: list[BaseException | None] = [None] * count
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        gate.wait()
        try:
            work(number)
        except Exception as error:  # noqa: BLE001  # looked at below
            ended[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def presses(here: Village, exchanges: list[Exchange]) -> Callable[[int], object]:
    """Return what lets Ana press "Agree" on one of the exchanges, as browsers do."""
    browsers = [here.client(here.ana) for _exchange in exchanges]
    tokens = [factories.csrf(browser) for browser in browsers]

    def press(number: int) -> None:
        path = f"/t/{here.territory.slug}/exchanges/{exchanges[number].id}/move"
        values = {
            "do": "accept",
            "number": exchanges[number].proposals[-1].number,
            "csrf_token": tokens[number],
        }
        response = browsers[number].post(path, data=values)
        assert response.status_code == 302, response.status

    return press


def states(here: Village) -> list[str]:
    """Return the states of all exchanges, sorted."""
    here.session.expire_all()
    return sorted(here.session.scalars(sa.select(Exchange.state)))


def test_of_twenty_who_are_agreed_with_at_once_one_gets_the_hours(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    people = [factories.member(here.session, here.territory) for _number in range(TWENTY)]
    exchanges = [here.ask(room, by=person, **hours(DAY, 14, 17)) for person in people]

    ended = together(TWENTY, presses(here, exchanges))

    assert ended == [None] * TWENTY
    assert states(here) == ["agreed"] + ["asked"] * (TWENTY - 1)
    assert here.session.scalar(sa.select(sa.func.count()).select_from(Booking)) == 1
    assert here.session.scalar(sa.select(sa.func.count()).select_from(Slot)) == 12


def test_twenty_neighbours_in_time_all_get_their_quarter_of_an_hour(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    people = [factories.member(here.session, here.territory) for _number in range(TWENTY)]
    starts = [at(DAY, 14) + number * timedelta(minutes=15) for number in range(TWENTY)]
    exchanges = [
        here.ask(room, by=person, starts_at=start, ends_at=start + timedelta(minutes=15))
        for person, start in zip(people, starts, strict=True)
    ]

    ended = together(TWENTY, presses(here, exchanges))

    assert ended == [None] * TWENTY
    assert states(here) == ["agreed"] * TWENTY


def test_of_five_pieces_five_of_twenty_get_one(village: Settle) -> None:
    here = village(plugin)
    bikes = here.listing("spaces.common", pieces=5)
    people = [factories.member(here.session, here.territory) for _number in range(TWENTY)]
    exchanges = [here.ask(bikes, by=person, **hours(DAY, 9, 18)) for person in people]

    ended = together(TWENTY, presses(here, exchanges))

    assert ended == [None] * TWENTY
    assert states(here) == ["agreed"] * 5 + ["asked"] * (TWENTY - 5)


def test_pressed_several_times_at_once_it_happens_once(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", rules="Sweep.")
    path, today = f"/t/{here.territory.slug}/spaces", clock.today(ZONE).isoformat()
    typed = {"day": DAY.isoformat(), "time": "14:00", "until": "16:00"}
    asks = {**typed, "text": "May we?", "terms": "gift", "accepts": "y", "seen": mark_of("Sweep.")}

    asked = together(5, sends(here, here.nour, f"{path}/{room.id}/ask", asks))
    exchange = here.session.scalars(sa.select(Exchange)).one()
    here.agree(exchange)
    keys = f"{path}/bookings/{exchange.id}/keys"
    handed = together(5, sends(here, here.ana, keys, {"do": "hand", "day": today}))
    returned = together(5, sends(here, here.ana, keys, {"do": "return", "day": today}))
    here.cancel(exchange)
    close = {**typed, "reason": "Works"}
    closed = together(5, sends(here, here.ana, f"{path}/{room.id}/close", close))
    there = here.session.scalars(sa.select(Booking)).one()
    opened = together(5, sends(here, here.zoe, f"{path}/{room.id}/reopen", {"booking": str(there.id)}))

    here.session.expire_all()
    assert [asked, handed, returned, closed, opened] == [[None] * 5] * 5
    assert here.session.scalars(sa.select(KeyLoan)).one().returned_on is not None
    assert here.session.scalars(sa.select(Booking)).all() == []


def sends(here: Village, member: Member, path: str, values: dict[str, str]) -> Callable[[int], object]:
    """Return what sends a form as a member, each time from a browser of its own."""
    here.session.commit()
    browsers = [here.client(member) for _number in range(5)]
    tokens = [factories.csrf(browser) for browser in browsers]

    def send(number: int) -> None:
        response = browsers[number].post(path, data=values | {"csrf_token": tokens[number]})
        assert response.status_code == 302, response.status

    return send


def test_without_the_lock_the_key_of_the_slots_still_lets_one_win(village: Settle) -> None:
    """The rows are written as if nobody had looked or waited before: the database alone decides."""
    here = village(plugin)
    room = here.listing("spaces.room")
    people = [factories.member(here.session, here.territory) for _number in range(TWENTY)]
    exchanges = [here.ask(room, by=person, **hours(DAY, 14, 15)) for person in people]
    engine, territory_id = here.engine, here.session.get_one(Territory, here.territory.id).id

    def write(number: int) -> None:
        with Session(engine) as session:
            taken = Booking(
                territory_id=territory_id,
                listing_id=room.id,
                exchange_id=exchanges[number].id,
                starts_at=at(DAY, 14),
                ends_at=at(DAY, 15),
                made_by_id=people[number].id,
            )
            session.add(taken)
            session.flush()
            booking.write_slots(session, 1, taken)
            session.commit()

    ended = together(TWENTY, write)

    assert [error for error in ended if error is not None and not isinstance(error, Refusal)] == []
    assert [str(error) for error in ended if error is not None] == [
        "Somebody took these hours a moment before you."
    ] * (TWENTY - 1)
    assert here.session.scalar(sa.select(sa.func.count()).select_from(Slot)) == 4
