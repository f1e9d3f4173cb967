"""Those who hold a desk hand out notes and count them; coordinators do the rest, and undo."""

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.ledgers.models import Account
from app.testing import factories
from plugins.local_currency import bonus, desk_days, notes, notes_queries
from plugins.local_currency import desk as desks
from plugins.local_currency.notes_models import NoteOperation, NotePlace
from tests.plugins.local_currency.test_notes import Printed


class Counter(Printed):
    """A desk that Nour holds, open, with notes in its drawer."""

    def __init__(self, village: Any) -> None:
        super().__init__(village)
        self.counter = desks.found(
            self.session, self.network, name="Market", place="Square", opening_hours=""
        )
        desks.entrust(self.session, self.counter, self.nour, by=self.ana)
        self.desk.desk_id = self.counter.id
        desk_days.begin(self.session, self.network, self.counter, count=0, note="", by=self.nour)
        self.carry(20, 10)
        self.session.commit()

    def hand_out_at(self, place: NotePlace, tens: int) -> None:
        """Hand out notes of another place to Zoe."""
        zoe = self.member("Zoe")
        self.issue(zoe, 9000)
        notes.hand_out(
            self.session,
            self.network,
            self.ledger,
            {self.tens.id: tens},
            place=place,
            account=self.account(zoe),
            key="to-zoe",
            by=self.ana,
        )

    def path(self, rest: str) -> str:
        return f"/t/bordeaux/local_currency/{self.network.slug}/notes{rest}"

    def send(
        self, client: FlaskClient, kind: str, fives: int = 0, tens: int = 0, **form: str
    ) -> TestResponse:
        """Fill in the page of a movement as a browser would."""
        path = self.path(f"/{self.desk.id}/{kind}")
        page = client.get(path).text
        hidden = dict(re.findall(r'name="(key|seen)" type="hidden" value="([^"]*)"', page))
        values = {
            f"notes_{self.fives.id.hex}": str(fives),
            f"notes_{self.tens.id.hex}": str(tens),
            **hidden,
            **form,
        }
        return factories.post(client, path, **values)


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


def test_a_desk_hands_out_notes_for_cash(counter, client: FlaskClient):
    factories.sign_in(client, counter.nour.person)
    sent = counter.send(client, "issued", 2, 1, who="Nour", means="cash")
    counter.session.expire_all()

    assert sent.status_code == 302, sent.text
    assert counter.account(counter.nour).balance == 0
    assert counter.stock(counter.desk) == (18, 9)
    assert counter.paper() == (2000, 2000, True)
    assert desks.cash_of(counter.session, counter.counter) == 2000


def test_sent_twice_notes_are_handed_out_once(counter, client: FlaskClient):
    factories.sign_in(client, counter.nour.person)
    counter.send(client, "issued", 2, 1, who="Nour", means="cash", key="same")
    counter.send(client, "issued", 2, 1, who="Nour", means="cash", key="same")
    counter.session.expire_all()

    assert counter.paper() == (2000, 2000, True)
    assert desks.cash_of(counter.session, counter.counter) == 2000


def test_notes_that_are_not_there_bring_no_euros_either(counter, client: FlaskClient):
    factories.sign_in(client, counter.nour.person)
    sent = counter.send(client, "issued", 0, 11, who="Nour", means="cash")
    counter.session.expire_all()

    assert sent.status_code == 422
    assert "Desk has only 10 notes of 10.00 of the series A." in sent.text
    assert 'value="11"' in sent.text
    assert desks.cash_of(counter.session, counter.counter) == 0
    assert counter.account(counter.nour).balance == 0


@pytest.mark.parametrize("typed", ["1,5", "NaN", "1e9", "-3", "a lot", "99999999999"])
def test_what_is_no_number_of_notes_is_refused(counter, client: FlaskClient, typed: str):
    factories.sign_in(client, counter.nour.person)
    sent = counter.send(client, "issued", typed, who="Nour", means="cash")  # type: ignore[arg-type]

    assert sent.status_code == 422
    assert counter.paper() == (0, 0, True)


def test_units_of_the_account_become_notes_and_units_again(counter, client: FlaskClient):
    counter.issue(counter.nour, 3000)
    factories.sign_in(client, counter.nour.person)
    counter.send(client, "issued", 2, 1, who="Nour", means="account")
    counter.send(client, "returned", 1, who="Nour")
    counter.session.expire_all()

    assert counter.account(counter.nour).balance == 1500
    assert counter.paper() == (1500, 1500, True)


def test_somebody_unknown_gets_no_notes(counter, client: FlaskClient):
    factories.sign_in(client, counter.nour.person)
    sent = counter.send(client, "issued", 1, who="Nobody", means="cash")

    assert sent.status_code == 422
    assert "Nobody is called so here." in sent.text


def test_a_count_with_a_difference_needs_a_word(counter, client: FlaskClient):
    factories.sign_in(client, counter.nour.person)
    silent = counter.send(client, "counted", 19, 10)
    said = counter.send(client, "counted", 19, 10, memo="one fell behind the drawer")
    counter.session.expire_all()

    assert silent.status_code == 422
    assert "There is a difference: say what may explain it." in silent.text
    assert said.status_code == 302
    assert counter.stock(counter.desk) == (19, 10)


def test_who_holds_a_desk_does_not_destroy_notes_nor_touch_the_safe(counter, client: FlaskClient):
    factories.sign_in(client, counter.nour.person)

    assert client.get(counter.path(f"/{counter.desk.id}/destroyed")).status_code == 404
    assert client.get(counter.path(f"/{counter.safe.id}/issued")).status_code == 404
    assert client.get(counter.path("/series")).status_code == 404


def test_who_holds_no_desk_finds_no_notes(counter, client: FlaskClient):
    zoe = counter.member("Zoe")
    counter.session.commit()
    factories.sign_in(client, zoe.person)

    assert client.get(counter.path("")).status_code == 404


def test_a_coordinator_undoes_a_mistake(counter, client: FlaskClient):
    counter.issue(counter.nour, 3000)
    factories.sign_in(client, counter.ana.person)
    counter.send(client, "issued", 2, 1, who="Nour", means="account")
    counter.session.expire_all()
    made = counter.session.scalars(sa.select(NoteOperation.id).where(NoteOperation.kind == "issued")).one()
    undo = counter.path(f"/operations/{made}/undo")
    counter.session.commit()
    sent = factories.post(client, undo, why="the wrong Nour", key="u")
    again = factories.post(client, undo, why="the wrong Nour", key="v")
    counter.session.expire_all()

    assert (sent.status_code, again.status_code) == (302, 422)
    assert counter.account(counter.nour).balance == 3000
    assert counter.paper() == (0, 0, True)


def test_a_coordinator_enters_a_series_and_a_place(counter, client: FlaskClient):
    factories.sign_in(client, counter.ana.person)
    place = factories.post(client, counter.path("/place"), desk="", name="Printer")
    printer = next(
        one for one in notes_queries.places_of(counter.session, counter.network.id) if one.name == "Printer"
    )
    kept_at = str(printer.id)
    counter.session.commit()
    form = {"value": "2,50", "name": "B", "printed_on": "2027-01-01", "first_number": "1", "key": "k"}
    wrong = factories.post(client, counter.path("/series"), **form, last_number="0", place=kept_at)
    right = factories.post(client, counter.path("/series"), **form, last_number="500", place=kept_at)
    page = client.get(counter.path("")).text

    assert (place.status_code, wrong.status_code, right.status_code) == (302, 422, 302)
    assert list(notes_queries.stock_of(counter.session, UUID(kept_at)).values()) == [500]
    assert "2.50 GR" in page


def test_who_holds_a_desk_sees_the_movements_of_that_desk_only(counter, client: FlaskClient):
    other = counter.place("Harbour")
    counter.session.commit()
    notes.move(
        counter.session,
        counter.network,
        {counter.tens.id: 7},
        from_place=counter.safe,
        to_place=other,
        key="harbour",
        by=counter.ana,
        memo="for the regatta",
    )
    counter.hand_out_at(other, 2)
    counter.session.commit()
    movements = []
    for reader in (counter.nour, counter.ana):
        factories.sign_in(client, reader.person)
        page = client.get(counter.path("")).text
        movements.append(re.findall(r"<b>([^<]+)</b>(?: · from \w+)?(?: · to (\w+))?", latest(page)))
        assert ("regatta" in page, "Zoe" in page) == (reader is counter.ana, reader is counter.ana)

    assert movements == [
        [("Brought elsewhere", "Desk")],
        [
            ("Handed out", ""),
            ("Brought elsewhere", "Harbour"),
            ("Brought elsewhere", "Desk"),
            ("Printed", "Safe"),
            ("Printed", "Safe"),
        ],
    ]


def latest(page: str) -> str:
    return re.sub(r"\s+", " ", page[page.index("Latest movements") :])


def test_notes_go_nowhere_without_a_place_to_go_to(counter, client: FlaskClient):
    factories.sign_in(client, counter.ana.person)
    for where in ("nonsense", "", str(counter.desk.id)):
        sent = counter.send(client, "moved", 1, to_place=where)

        assert sent.status_code == 422
        assert "Choose two different places." in sent.text
    assert counter.stock(counter.desk) == (20, 10)


def test_a_desk_pays_no_fund_out_in_notes_and_takes_notes_back_to_it(counter, client: FlaskClient):
    found = bonus.found(
        counter.session, counter.network, name="Help", conditions="Some", percent=50, monthly_cap=None
    )
    in_fund = counter.session.get_one(Account, found.account_id)
    counter.issue(in_fund, 3000)
    counter.issue(counter.nour, 3000)
    factories.sign_in(client, counter.nour.person)
    pages = [client.get(counter.path(f"/{counter.desk.id}/{kind}")).text for kind in ("issued", "returned")]

    refused = [counter.send(client, "issued", 1, who="Help", means=means) for means in ("account", "cash")]
    counter.send(client, "issued", 1, who="Nour", means="account")
    back = counter.send(client, "returned", 1, who="Help")
    counter.session.expire_all()

    assert ['<option value="Help">' in page for page in pages] == [False, True]
    assert [answer.status_code for answer in refused] == [422, 422]
    assert all("Only members and organisations get notes" in answer.text for answer in refused)
    assert back.status_code == 302
    assert in_fund.balance == 3500
    assert counter.paper() == (0, 0, True)
    assert desks.cash_of(counter.session, counter.counter) == 0
