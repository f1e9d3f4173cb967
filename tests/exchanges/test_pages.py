"""The pages of exchanges, as the two sides, a third member, a stranger and a coordinator meet them."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.config import Settings
from app.exchanges import services
from app.exchanges.models import Exchange, State
from app.members import addresses
from app.testing import factories
from app.web.database import db
from tests.exchanges.conftest import Street


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    clock.shift(timedelta(0))


@pytest.fixture(autouse=True)
def _forms_without_token(app) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True


def press(street: Street, client: FlaskClient, exchange: Exchange, do: str, **values: object) -> TestResponse:
    """Press a button of the page as it stands."""
    return client.post(street.path(exchange, "move"), data={"do": do, **values}, follow_redirects=True)


def words(page: TestResponse) -> str:
    """Return the text of a page without its tags."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def state_of(street: Street, exchange: Exchange) -> str:
    street.session.expire_all()
    state = street.session.get_one(Exchange, exchange.id).state
    street.session.commit()
    return state


def the_exchange(street: Street) -> Exchange:
    """Return the only exchange there is, and leave the database to others."""
    exchange = street.session.scalars(sa.select(Exchange)).one()
    street.session.commit()
    return exchange


def test_asking_agreeing_doing_and_confirming_on_the_pages(street: Street) -> None:
    bilal, ana = street.client(street.bilal), street.client(street.ana)
    ask = f"/t/bordeaux/listings/{street.listing.id}/ask"

    form = bilal.get(ask)
    assert "Ask Ana" in words(form)
    assert 'value="1 h"' in form.text
    sent = bilal.post(
        ask,
        data={
            "text": "Hello!\nIs Saturday good?",
            "quantity": "1,5 h",
            "terms": "hours.hours",
            "what": "Brake",
        },
        follow_redirects=True,
    )
    assert "Now it is for Ana to answer" in words(sent)
    assert "Hello!\nIs Saturday good?" in sent.text
    exchange = the_exchange(street)
    assert "1 h 30 from Bilal to Ana, once you both say that it is done." in words(sent)

    page = ana.get(street.path(exchange))
    assert "Bilal waits for your answer" in words(page)
    assert "You have agreed" in words(press(street, ana, exchange, "accept", number=1))
    assert "set aside now" in words(bilal.get(street.path(exchange)))
    assert "Now it is for Bilal to confirm" in words(press(street, ana, exchange, "done"))
    confirmed = press(street, bilal, exchange, "confirm")

    assert "1 h 30 went from Bilal to Ana." in words(confirmed)
    assert "Thank you both!" in words(confirmed)
    assert "Bilal confirmed it." in words(confirmed)
    assert state_of(street, exchange) == State.CONFIRMED


def test_a_third_member_a_visitor_and_another_territory_find_nothing(street: Street) -> None:
    exchange = street.ask()
    elsewhere = factories.territory(street.session, "elsewhere")
    factories.member(street.session, elsewhere, street.ana.person)
    street.session.commit()
    dora, ana, nobody = street.client(street.dora), street.client(street.ana), street.app.test_client()

    for method, rest in (("get", ()), ("get", ("propose",)), ("get", ("calendar.ics",)), ("post", ("move",)),
                         ("post", ("write",)), ("post", ("propose",))):  # fmt: skip
        answer = getattr(dora, method)(street.path(exchange, *rest), data={"do": "accept"})
        assert answer.status_code == 404
        assert "Brake" not in answer.text
    away = ana.get(street.path(exchange).replace("/t/bordeaux/", "/t/elsewhere/"))
    assert away.status_code == 404
    assert "bicycles" not in away.text
    assert "/sign-in?next=" in nobody.get(street.path(exchange)).headers["Location"]
    assert ana.get(street.path(exchange)).status_code == 200
    assert state_of(street, exchange) == State.ASKED


def test_what_was_typed_wrongly_is_kept_with_a_sentence_beside_it(street: Street) -> None:
    bilal = street.client(street.bilal)

    answer = bilal.post(
        f"/t/bordeaux/listings/{street.listing.id}/ask",
        data={"text": "Good morning", "quantity": "a while", "terms": "hours.hours", "day": "2019-01-01"},
    )

    assert answer.status_code == 422
    assert "Write a length of time, such as 1 h 30, 1:30 or 45 min." in words(answer)
    assert "Is the year right?" in words(answer)
    assert 'value="a while"' in answer.text
    assert "Good morning</textarea>" in answer.text
    assert street.session.scalar(sa.select(sa.func.count()).select_from(Exchange)) == 0


def test_a_refusal_of_the_rules_stands_beside_its_field_too(street: Street) -> None:
    bilal = street.client(street.bilal)

    answer = bilal.post(
        f"/t/bordeaux/listings/{street.listing.id}/ask",
        data={"text": "Hello", "terms": "hours.costs", "amount": "7,50"},
    )

    assert answer.status_code == 422
    assert "At most €5.00 may be asked for this." in words(answer)
    assert 'value="7,50"' in answer.text


def test_pressing_on_an_old_page_is_answered_in_a_sentence(street: Street) -> None:
    exchange = street.ask()
    old = exchange.version
    ana = street.client(street.ana)
    services.propose(
        street.session, street.plugins, exchange, by=street.bilal, wish=services.Wish(quantity=30)
    )
    street.session.commit()

    for do, values in (("accept", {"number": 1}), ("decline", {"seen": old})):
        answer = ana.post(
            street.path(exchange, "move"),
            data={"do": do, **values},
            follow_redirects=True,
        )
        assert "The other side changed this a moment before you." in words(answer)

    assert state_of(street, exchange) == State.ASKED


def test_a_change_shows_what_was_before(street: Street) -> None:
    start = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=3)
    exchange = street.agree(starts_at=start, ends_at=start + timedelta(minutes=90))
    ana, bilal = street.client(street.ana), street.client(street.bilal)

    form = bilal.get(street.path(exchange, "propose"))
    assert 'value="1 h 30"' in form.text
    day = clock.local(start, "Europe/Paris")
    sent = bilal.post(
        street.path(exchange, "propose"),
        data={"quantity": "2 h", "terms": "gift", "day": f"{day:%Y-%m-%d}", "time": f"{day:%H:%M}"},
        follow_redirects=True,
    )
    assert "You asked Ana for a change." in words(sent)
    page = ana.get(street.path(exchange))

    assert "Bilal would like to change what you agreed." in words(page)
    assert "2 h before: 1 h 30" in words(page)
    assert "<del>in hours</del>" in page.text
    assert "Agree to the change" in page.text


def test_a_problem_without_words_keeps_the_form_open(street: Street) -> None:
    exchange = street.agree()

    answer = street.client(street.ana).post(
        street.path(exchange, "move"), data={"do": "dispute", "note": " "}
    )

    assert answer.status_code == 422
    assert "Say in a few words what the problem is." in words(answer)
    assert state_of(street, exchange) == State.AGREED


def test_a_coordinator_reads_both_sides_but_not_their_messages_and_settles(street: Street) -> None:
    exchange = street.done()
    bilal, ana, chloe = (street.client(member) for member in (street.bilal, street.ana, street.chloe))
    press(street, bilal, exchange, "dispute", note="Only half an hour")
    press(street, ana, exchange, "dispute", note="A whole hour and a half")
    path = f"/t/bordeaux/exchanges/disputes/{exchange.id}"

    assert "I mend bicycles" in words(chloe.get("/t/bordeaux/exchanges/disputes"))
    page = chloe.get(path)
    assert "Only half an hour" in page.text
    assert "A whole hour and a half" in page.text
    assert "Hello Ana!" not in page.text
    assert chloe.get(street.path(exchange)).status_code == 404
    for stranger in (street.dora, street.ana):
        assert street.client(stranger).get(path).status_code == 404
    wrong = chloe.post(path, data={"to": "confirmed", "amount": "some", "note": ""})
    assert wrong.status_code == 422
    assert "Write an amount" in words(wrong)
    chloe.post(path, data={"to": "confirmed", "amount": "45 min", "note": "Half of it"})

    assert state_of(street, exchange) == State.CONFIRMED
    assert street.balance(street.ana) == (45, 0)
    seen = words(bilal.get(street.path(exchange)))
    assert "Chloé settled it as a coordinator: it took place." in seen
    assert "45 min went from Bilal to Ana." in seen


def test_a_coordinator_does_not_settle_their_own_disagreement(street: Street) -> None:
    factories.takes_part(street.session, street.subnetwork, street.ana, coordinates=True)
    exchange = street.done()
    services.dispute(street.session, street.plugins, exchange, by=street.bilal, note="No")
    street.session.commit()
    ana = street.client(street.ana)
    path = f"/t/bordeaux/exchanges/disputes/{exchange.id}"

    answers = [ana.get(path), ana.post(path, data={"to": "confirmed", "note": "I decide"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Nothing to settle" in words(ana.get("/t/bordeaux/exchanges/disputes"))
    assert state_of(street, exchange) == State.DISPUTED


def test_a_coordinator_of_another_subnetwork_does_not_see_the_disagreement(street: Street) -> None:
    exchange = street.done()
    services.dispute(street.session, street.plugins, exchange, by=street.bilal, note="No")
    other = factories.subnetwork(street.session, street.territory, "mobility", plugins=())
    factories.takes_part(street.session, other, street.dora, coordinates=True)
    street.session.commit()
    dora = street.client(street.dora)

    assert "Nothing to settle" in words(dora.get("/t/bordeaux/exchanges/disputes"))
    assert dora.get(f"/t/bordeaux/exchanges/disputes/{exchange.id}").status_code == 404


def test_an_address_is_shown_by_its_owner_to_the_other_side_until_a_week_after(street: Street) -> None:
    settings: Settings = street.app.extensions["together_settings"]
    secret = "12 rue des Lilas, third floor"
    addresses.keep(street.session, street.ana, secret, addresses.cipher(settings.data_dir))
    exchange = street.ask()
    ana, bilal = street.client(street.ana), street.client(street.bilal)

    press(street, ana, exchange, "show")
    assert secret not in bilal.get(street.path(exchange)).text
    press(street, ana, exchange, "accept", number=1)
    assert "Show my address to Bilal" in ana.get(street.path(exchange)).text
    assert secret not in bilal.get(street.path(exchange)).text
    press(street, ana, exchange, "show")
    assert secret in bilal.get(street.path(exchange)).text
    press(street, ana, exchange, "hide")
    assert secret not in bilal.get(street.path(exchange)).text
    press(street, ana, exchange, "show")
    press(street, ana, exchange, "done")
    press(street, bilal, exchange, "confirm")
    assert secret in bilal.get(street.path(exchange)).text
    clock.shift(timedelta(days=7, minutes=1))
    assert secret not in bilal.get(street.path(exchange)).text


def test_an_address_is_hidden_at_once_when_the_exchange_is_cancelled(street: Street) -> None:
    settings: Settings = street.app.extensions["together_settings"]
    addresses.keep(street.session, street.ana, "12 rue des Lilas", addresses.cipher(settings.data_dir))
    exchange = street.agree()
    ana, bilal = street.client(street.ana), street.client(street.bilal)
    press(street, ana, exchange, "show")

    press(street, bilal, exchange, "cancel")

    assert "12 rue des Lilas" not in bilal.get(street.path(exchange)).text


def test_the_last_name_is_read_only_once_both_have_agreed(street: Street) -> None:
    street.ana.person.last_name = "Garcia"
    exchange = street.ask()
    bilal = street.client(street.bilal)

    assert "Garcia" not in bilal.get(street.path(exchange)).text
    services.accept(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()
    assert "Ana Garcia" in words(bilal.get(street.path(exchange)))


def test_a_calendar_entry_says_when_and_escapes_what_it_quotes(street: Street) -> None:
    start = (datetime.now(UTC) + timedelta(days=3)).replace(hour=10, minute=0, second=0, microsecond=0)
    street.listing.title = (
        "Bicycles; brakes, gears\\tyres and whatever else makes a bicycle go again, même rouillé"
    )
    exchange = street.agree(starts_at=start, ends_at=start + timedelta(minutes=90), what="One\nTwo")

    answer = street.client(street.bilal).get(street.path(exchange, "calendar.ics"))

    lines = answer.data.split(b"\r\n")
    assert answer.mimetype == "text/calendar"
    assert max(len(line) for line in lines) <= 75
    unfolded = answer.text.replace("\r\n ", "")
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in unfolded
    assert f"DTEND:{start + timedelta(minutes=90):%Y%m%dT%H%M%SZ}" in unfolded
    assert (
        "SUMMARY:Bicycles\\; brakes\\, gears\\\\tyres and whatever else makes a bicycle go again\\, même"
        in unfolded
    )
    assert "DESCRIPTION:One\\nTwo" in unfolded
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2] == b"END:VCALENDAR"


def test_a_whole_day_is_a_whole_day_in_the_calendar_too(street: Street) -> None:
    bilal = street.client(street.bilal)
    day = clock.today("Europe/Paris") + timedelta(days=5)
    bilal.post(
        f"/t/bordeaux/listings/{street.listing.id}/ask",
        data={"text": "Hello", "terms": "gift", "day": day.isoformat()},
    )
    exchange = the_exchange(street)
    press(street, street.client(street.ana), exchange, "accept", number=1)

    entry = bilal.get(street.path(exchange, "calendar.ics")).text

    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in entry
    assert f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}" in entry


def test_my_exchanges_put_first_what_waits_for_me(street: Street) -> None:
    over = street.done()
    services.confirm(street.session, street.plugins, over, by=street.bilal)
    waiting = street.ask()
    ana, bilal = street.client(street.ana), street.client(street.bilal)

    page = words(ana.get("/t/bordeaux/exchanges"))

    assert "1 exchange waits for you." in page
    assert page.index("Waits for you") < page.index("Over")
    assert state_of(street, waiting) == State.ASKED
    assert "Under way" in words(bilal.get("/t/bordeaux/exchanges"))


@pytest.fixture
def statements(app) -> Iterator[Callable[[], int]]:
    """Count what is asked of the database."""
    seen: list[str] = []

    def note(connection, cursor, statement, parameters, context, executemany) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)

    def count() -> int:
        found = len(seen)
        seen.clear()
        return found

    yield count
    sa.event.remove(engine, "before_cursor_execute", note)


def test_pages_ask_the_database_the_same_few_questions_however_much_there_is(
    street: Street, statements: Callable[[], int]
) -> None:
    from app.conversations import services as conversations

    exchange = street.agree()
    for number in range(40):
        author = street.ana if number % 2 else street.bilal
        conversations.write(
            street.session, exchange.conversation, author=author, text=f"Message {number}", language="en"
        )
    for number in range(15):
        neighbour = factories.member(street.session, street.territory, first_name=f"N{number}")
        services.ask(
            street.session, street.plugins, listing=street.listing, asker=neighbour, text="Hello",
            wish=services.Wish(quantity=30 + number, terms="hours.hours"),
        )  # fmt: skip
    street.session.commit()
    ana = street.client(street.ana)

    counts = {}
    for path in (street.path(exchange), "/t/bordeaux/exchanges", "/t/bordeaux/messages"):
        statements()
        answer = ana.get(path)
        counts[path] = statements()
        assert answer.status_code == 200
        assert "I mend bicycles" in answer.text

    assert all(number < 20 for number in counts.values()), counts
