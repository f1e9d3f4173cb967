"""The pages: the week without names, asking with the rules, closing hours, keys, the agreement on paper."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from app.plugin_api import Exchange, Member, clock
from app.testing import factories
from app.testing.queries import count_queries
from app.testing.village import Settle, Village
from spaces_story import ZONE, at, coming, hours
from werkzeug.test import TestResponse

from together_plugin_spaces import keys, plugin
from together_plugin_spaces.forms_booking import mark_of
from together_plugin_spaces.models import Acceptance, Booking, KeyLoan

DAY = coming(1)
RULES = "- Music goes down at ten.\n- Sweep the floor."


def send(here: Village, member: Member, path: str, **values: object) -> TestResponse:
    """Send a form of the plugin's pages as a member."""
    here.session.commit()
    return factories.post(here.client(member), f"/t/{here.territory.slug}/spaces{path}", **values)


def words(response: TestResponse | str) -> str:
    """Return the text of a page without its tags."""
    text = response if isinstance(response, str) else response.get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def wish(**values: object) -> dict[str, object]:
    """Return what somebody types who asks for two hours."""
    typed = {"day": DAY.isoformat(), "time": "14:00", "until": "16:00", "text": "May we?", "terms": "gift"}
    return typed | {"people": "20", "accepts": "y", "seen": mark_of(RULES)} | values


def test_the_week_shows_what_is_taken_but_by_whom_only_to_those_who_look_after_it(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", tuesday="8:00-22:00")
    here.agree(here.ask(room, **hours(DAY, 14, 16)))
    path = f"/spaces/{room.id}?week={DAY.isoformat()}"
    stranger = factories.member(here.session, here.territory)

    readers = {"stranger": stranger, "Nour": here.nour, "Ana": here.ana, "Zoé": here.zoe}

    pages = {who: words(here.page(reader, path)) for who, reader in readers.items()}
    public = words(here.page(None, path))

    assert all("08:00–14:00 free" in page.replace(" Ask ", " ") for page in pages.values())
    assert [who for who, page in pages.items() if "14:00–16:00 taken by Nour" in page] == ["Ana", "Zoé"]
    assert [who for who, page in pages.items() if "14:00–16:00 yours" in page] == ["Nour"]
    assert "14:00–16:00 taken" in pages["stranger"]
    assert "14:00–16:00 pris" in public
    assert "Nour" not in pages["stranger"] + public


def test_the_week_costs_the_same_number_of_queries_however_much_is_booked(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    path = f"/t/{here.territory.slug}/spaces/{room.id}?week={DAY.isoformat()}"
    browser = here.client(here.ana)
    here.agree(here.ask(room, **hours(DAY, 8, 9)))
    browser.get(path)
    with count_queries(here.engine) as before:
        browser.get(path)
    for hour in range(9, 15):
        asker = factories.member(here.session, here.territory)
        here.agree(here.ask(room, by=asker, **hours(DAY, hour, hour + 1)))

    with count_queries(here.engine) as after:
        browser.get(path)

    assert len(after) == len(before)


def test_hours_are_asked_for_with_the_rules_accepted(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", capacity=30, rules=RULES)

    sent = send(here, here.nour, f"/{room.id}/ask", **wish())
    again = send(here, here.nour, f"/{room.id}/ask", **wish())

    exchange = here.session.scalars(sa.select(Exchange)).one()
    accepted = here.session.scalars(sa.select(Acceptance)).one()
    assert sent.location == again.location == f"/t/bordeaux/exchanges/{exchange.id}"
    assert (accepted.rules, accepted.people) == (RULES, 20)
    assert here.agree(exchange).state == "agreed"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"accepts": ""}, "Without accepting the rules one cannot ask for it."),
        ({"seen": "other"}, "The rules were changed meanwhile. Read them again."),
        ({"people": "31"}, "The room holds 30 people."),
        ({"people": "NaN"}, "Not a valid integer value."),
        ({"until": "14:00", "last_day": DAY.isoformat()}, "This is before the beginning."),
        ({"day": "9999-12-31"}, "Is the year right?"),
        ({"day": "9999-12-31", "until": "09:00"}, "Is the year right?"),
        ({"day": "0001-01-01", "time": "00:00"}, "Is the year right?"),
        ({"last_day": "9999-12-31"}, "Is the year right?"),
        ({"pieces": "3", "until": "25:00"}, "Not a valid time value."),
        ({"last_day": (DAY - timedelta(days=1)).isoformat()}, "This is before the first day."),
        ({"time": "14:05"}, "Hours begin and end on a quarter of an hour, such as 14:00 or 14:15."),
        ({"text": ""}, "Write a few words first."),
        ({"terms": "for_nothing"}, "Not a valid choice."),
    ],
)
def test_what_cannot_be_meant_is_said_and_what_was_typed_stays(
    village: Settle, changed: dict[str, object], sentence: str
) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", capacity=30, rules=RULES)

    sent = send(here, here.nour, f"/{room.id}/ask", **wish(**({"text": "Our choir"} | changed)))

    assert sent.status_code == 422
    assert sentence in words(sent)
    assert "Our choir" in sent.text or "text" in changed
    assert here.session.scalars(sa.select(Exchange)).all() == []


@pytest.mark.parametrize(
    "query",
    [
        "week=9999-12-31",
        "week=0001-01-01",
        "week=next",
        "from=0001-01-01T00:00:00%2B23:59&until=9999-12-31T23:59:59-23:59",
        "from=2026-01-01&until=",
    ],
)
def test_an_address_that_means_nothing_shows_the_page_all_the_same(village: Settle, query: str) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")

    for path in (f"/spaces/{room.id}", f"/spaces/{room.id}/ask"):
        assert room.title in here.page(here.nour, f"{path}?{query}")


def test_letters_that_no_database_keeps_do_no_harm(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    typed = {"day": DAY.isoformat(), "time": "09:00", "until": "12:00", "reason": "Paint\0ing " + "x" * 60}

    closed = send(here, here.ana, f"/{room.id}/close", **typed)
    asked = send(here, here.nour, f"/{room.id}/ask", **wish(people="5", text="Hel\0lo", terms="gi\0ft"))

    assert closed.status_code in (302, 400, 422)
    assert asked.status_code in (302, 400, 422)


def test_rules_not_yet_accepted_keep_the_two_from_agreeing(village: Settle) -> None:
    here = village(plugin)
    exchange = here.ask(here.listing("spaces.room", capacity=30, rules=RULES), **hours(DAY, 14, 16))
    path = f"/bookings/{exchange.id}/accept"
    move = {"do": "accept", "number": 1}

    refused = factories.post(here.client(here.ana), f"/t/bordeaux/exchanges/{exchange.id}/move", **move)
    state = here.session.get_one(Exchange, exchange.id).state
    by_owner = send(here, here.ana, path, accepts="y", seen=mark_of(RULES))
    accepted = send(here, here.nour, path, accepts="y", people="12", seen=mark_of(RULES))

    assert refused.status_code == 302
    assert state == "asked"
    assert by_owner.status_code == 422
    assert accepted.status_code == 302
    assert here.agree(exchange).state == "agreed"


def test_the_page_of_a_listing_shows_the_week_and_that_of_an_exchange_its_hours(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", rules=RULES)
    exchange = here.ask(room, **hours(DAY, 14, 16))

    listing = words(here.page(here.nour, f"/listings/{room.id}"))
    asked = words(here.page(here.nour, f"/exchanges/{exchange.id}"))

    assert "When it is free" in listing
    assert "Sweep the floor." in listing
    assert "asked for; taken once you both agree." in asked
    assert "Read and accept the rules before you agree." in asked


def test_hours_are_closed_and_opened_again_by_those_who_look_after_the_space(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    typed = {"day": DAY.isoformat(), "time": "09:00", "until": "12:00", "reason": "Painting"}

    stranger = send(here, here.nour, f"/{room.id}/close", **typed)
    wordless = send(here, here.ana, f"/{room.id}/close", **(typed | {"reason": ""}))
    sent = [send(here, member, f"/{room.id}/close", **typed) for member in (here.ana, here.zoe)]
    closed = here.session.scalars(sa.select(Booking)).one()
    page = words(here.page(here.nour, f"/spaces/{room.id}?week={DAY.isoformat()}"))
    opened = send(here, here.ana, f"/{room.id}/reopen", booking=closed.id)

    assert (stranger.status_code, wordless.status_code) == (404, 422)
    assert [one.status_code for one in sent] == [302, 302]
    assert "09:00–12:00 closed: Painting" in page
    assert opened.status_code == 302
    assert here.session.scalars(sa.select(Booking)).all() == []


def test_hours_of_an_exchange_are_not_opened_like_closed_ones(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    here.agree(here.ask(room, **hours(DAY, 14, 16)))
    taken = here.session.scalars(sa.select(Booking)).one()

    send(here, here.ana, f"/{room.id}/reopen", booking=taken.id)
    nonsense = send(here, here.ana, f"/{room.id}/reopen", booking="nonsense")

    assert nonsense.status_code == 400
    assert here.session.scalars(sa.select(Booking.id)).all() == [taken.id]


def test_keys_are_handed_over_and_returned_on_their_days(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    exchange = here.agree(here.ask(room, **hours(DAY, 14, 16)))
    path, today = f"/bookings/{exchange.id}/keys", clock.today(ZONE)
    before = send(here, here.ana, path, do="return", day=today.isoformat())
    tomorrow = send(here, here.ana, path, do="hand", day=(today + timedelta(days=1)).isoformat())

    by_asker = send(here, here.nour, path, do="hand", day=today.isoformat())
    handed = [send(here, here.ana, path, do="hand", day=today.isoformat()) for _time in range(2)]
    out = words(here.page(here.ana, f"/spaces/{room.id}/care"))
    returned = send(here, here.ana, path, do="return", day=today.isoformat())

    loan = here.session.scalars(sa.select(KeyLoan)).one()
    assert (before.status_code, tomorrow.status_code, by_asker.status_code) == (422, 422, 404)
    assert [one.status_code for one in (*handed, returned)] == [302, 302, 302]
    assert "Who has keys now Nour since" in out
    assert (loan.holder_id, loan.handed_on, loan.returned_on) == (here.nour.id, today, today)
    assert "Nobody: all of it is here." in words(here.page(here.ana, f"/spaces/{room.id}/care"))


def test_the_agreement_is_a_pdf_for_the_two_once_they_agree(village: Settle) -> None:
    here = village(plugin)
    exchange = here.ask(here.listing("spaces.room", deposit=5000, kept_by="Number 14"), **hours(DAY, 14, 16))
    path = f"/t/{here.territory.slug}/spaces/bookings/{exchange.id}/agreement"
    early = here.client(here.nour).get(path)
    here.agree(exchange)

    small = here.client(here.nour).get(path)
    large = here.client(here.ana).get(f"{path}?large=1")
    other = here.client(here.zoe).get(path)

    assert (early.status_code, other.status_code) == (404, 404)
    assert small.mimetype == large.mimetype == "application/pdf"
    assert small.data[:5] == large.data[:5] == b"%PDF-"
    assert large.data != small.data


def test_who_keeps_the_keys_is_told_to_those_who_agreed_only(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room", kept_by="Madame Duprat, number 14")
    exchange = here.ask(room, **hours(DAY, 14, 16))
    pages = [f"/listings/{room.id}", f"/spaces/{room.id}", f"/spaces/bookings/{exchange.id}"]
    before = [here.page(here.nour, path) for path in pages]

    here.agree(exchange)

    assert all("Duprat" not in page for page in before)
    assert "Duprat" in here.page(here.nour, f"/spaces/bookings/{exchange.id}")
    assert "Duprat" not in here.page(None, f"/spaces/{room.id}")


def test_pages_of_a_space_that_is_off_the_board_or_elsewhere_are_not_found(village: Settle) -> None:
    here = village(plugin)
    paused = here.listing("spaces.room")
    exchange = here.ask(paused, **hours(DAY, 14, 16))
    paused.status = "paused"
    elsewhere = factories.territory(here.session, "libourne")
    here.session.commit()
    path = f"/t/{here.territory.slug}/spaces/{paused.id}"

    assert here.client(here.nour).get(path).status_code == 404
    assert here.client(here.ana).get(path).status_code == 200
    assert here.client(here.ana).get(f"/t/{elsewhere.slug}/spaces/{paused.id}").status_code == 404
    assert here.client(here.zoe).get(f"/t/bordeaux/spaces/bookings/{exchange.id}").status_code == 404
    assert here.client(here.nour).get(f"/t/bordeaux/spaces/{paused.id}/care").status_code == 404


def test_a_room_is_listed_through_the_page_with_its_hours_as_people_type_them(village: Settle) -> None:
    here = village(plugin)
    typed = {
        "capacity": "20",
        "monday": "9h-12h30",
        "longest": "1 h 30",
        "deposit": "12,50",
        "equipment": "oven",
    }

    sent = here.write(here.ana, "spaces.room", "The baker's oven", **typed)
    wrong = here.write(here.ana, "spaces.room", "Wrong", **(typed | {"monday": "mornings"}))
    page = words(here.page(here.nour, sent.location.removeprefix("/t/bordeaux")))

    assert wrong.status_code == 422
    assert "Write the hours like this: 9:00-12:30, 14:00-22:00." in words(wrong)
    assert "Monday 9:00-12:30" in page
    assert "Longest booking 1 h 30" in page
    assert "€12.50" in page
    assert "Bread oven" in page
    assert "The baker" in words(here.page(here.nour, "/search?kind=spaces.room&f-people=20&f-equipment=oven"))
    assert "The baker" not in words(here.page(here.nour, "/search?kind=spaces.room&f-people=21"))


def test_late_keys_are_asked_back_once(village: Settle) -> None:
    here = village(plugin)
    room = here.listing("spaces.room")
    exchange = here.agree(here.ask(room, **hours(DAY, 14, 16)))
    send(here, here.ana, f"/bookings/{exchange.id}/keys", do="hand", day=clock.today(ZONE).isoformat())
    taken = here.session.scalars(sa.select(Booking)).one()
    early = keys.ask_back(here.session)
    taken.starts_at, taken.ends_at = (at(clock.today(ZONE) - timedelta(days=3), hour) for hour in (9, 10))
    here.session.flush()

    late, again = keys.ask_back(here.session), keys.ask_back(here.session)
    here.session.commit()

    assert (early, late, again) == (0, 1, 0)
    assert "waits for its keys, or to come back." in words(here.client(here.nour).get("/notifications/"))
