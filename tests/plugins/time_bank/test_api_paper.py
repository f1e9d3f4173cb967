"""Paper cheques for programs: books, and piles that are checked and posted in one step."""

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api.models import KeptAnswer
from app.api.scopes import Scope
from app.ledgers.models import Transfer
from app.testing import factories
from app.testing.program import Program
from plugins.time_bank.models import Batch
from tests.plugins.time_bank.paper import Paper

BASE = "/bordeaux/time_bank/time-bank"


@pytest.fixture
def paper(valley):
    return Paper(valley)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def minutes(amount):
    return {"amount": amount, "unit": "minutes", "scale": 0}


def row(cheque, payee, amount=60, **more) -> dict[str, Any]:
    return {"number": cheque.number, "payee": str(payee), "amount": amount, **more}


def pile(*rows, amount) -> dict[str, Any]:
    return {"counted_cheques": len(rows), "counted_amount": amount, "rows": list(rows)}


def made(valley) -> tuple[int, int]:
    with Session(valley.session.get_bind()) as session:
        return tuple(session.scalar(sa.select(sa.func.count()).select_from(one)) for one in (Batch, Transfer))


def months_pass(valley) -> None:
    """Forget the answers that the interface keeps under keys for a while."""
    with Session(valley.session.get_bind()) as session:
        session.execute(sa.delete(KeptAnswer))
        session.commit()


def test_a_pile_is_posted_once_under_its_key_and_says_what_each_cheque_moved(paper, valley, program):
    one, two, three = paper.book(valley.ana, 3).cheques
    carl, bea = program(valley.carl), valley.bea.first_name
    valley.session.commit()
    rows = (
        row(one, valley.bea.id, day="2026-03-03", what="The hedge"),
        row(two, "community", 90),
        row(three, bea, set_aside=True),
    )
    body = pile(*rows, amount=210)

    preview = carl.post(f"{BASE}/piles/preview", json=body)
    nothing = made(valley)
    posted = carl.post(f"{BASE}/piles", json=body, key="pile")
    again = carl.post(f"{BASE}/piles", json=body, key="pile")

    assert (preview.json["is_fine"], preview.json["totals"], preview.json["amount"]) == (
        True,
        [],
        minutes(210),
    )
    (ana, bea_whole), *_rest = understood = [(line["payer"], line["payee"]) for line in preview.json["rows"]]
    assert understood == [(ana, bea_whole), (ana, "The community"), (ana, bea_whole)]
    assert [line["problems"] for line in preview.json["rows"]] == [{}, {}, {}]
    assert nothing == (0, 0)
    assert (posted.status_code, again.json) == (201, posted.json)
    assert posted.location.endswith(f"{BASE}/piles/{posted.json['id']}")
    assert (posted.json["counted_amount"], posted.json["posted"]) == (minutes(210), minutes(150))
    used = [line["used"] and (line["used"]["amount"], line["used"]["payee"]) for line in posted.json["rows"]]
    assert used == [(minutes(60), bea), (minutes(90), None), None]
    assert carl.get(f"{BASE}/piles/{posted.json['id']}").json == posted.json
    (listed,) = carl.get(f"{BASE}/piles").json
    assert listed == {name: posted.json[name] for name in listed}
    assert made(valley) == (1, 2)
    assert valley.balances() == {None: 90, "Ana": -150, "Bea": 60}


def test_the_key_of_a_pile_is_good_for_that_pile_for_ever(paper, valley, program):
    one, two = paper.book(valley.ana, 2).cheques
    carl = program(valley.carl)
    valley.session.commit()
    body = pile(row(one, valley.bea.id), amount=60)
    posted = carl.post(f"{BASE}/piles", json=body, key="pile")
    months_pass(valley)
    again = carl.post(f"{BASE}/piles", json=body, key="pile")
    months_pass(valley)
    other = carl.post(f"{BASE}/piles", json=pile(row(two, valley.bea.id, 90), amount=90), key="pile")

    assert (again.status_code, again.json) == (201, posted.json)
    assert (other.status_code, other.json["reasons"]) == (409, ["Another pile was entered under this key."])
    assert made(valley) == (1, 1)


def test_nothing_is_posted_of_a_pile_with_a_mistake_and_every_mistake_is_named(paper, valley, program):
    one, two = paper.book(valley.ana, 2).cheques
    rows = (row(one, uuid4()), row(two, valley.bea.id, 30), row(one, valley.ana.id))
    body = pile(*rows, amount=200)
    carl = program(valley.carl)

    refused = carl.post(f"{BASE}/piles", json=body, key="pile")
    preview = carl.post(f"{BASE}/piles/preview", json=body)

    pointers = [error["pointer"] for error in refused.json["errors"]]
    assert refused.status_code == 422
    assert pointers == ["#", "#/rows/0/payee", "#/rows/0/number", "#/rows/2/payee", "#/rows/2/number"]
    assert (preview.status_code, preview.json["is_fine"]) == (200, False)
    assert [sorted(line["problems"]) for line in preview.json["rows"]] == [
        ["number", "payee"],
        [],
        ["number", "payee"],
    ]
    said = {sentence for line in preview.json["rows"] for sentence in line["problems"].values()}
    assert {error["detail"] for error in refused.json["errors"]} == {*said, *preview.json["totals"]}
    assert made(valley) == (0, 0)
    right = pile(row(one, valley.bea.id), amount=60)
    assert carl.post(f"{BASE}/piles", json=right, key="mended").status_code == 201


def test_what_an_account_does_not_allow_stops_the_whole_pile(paper, valley, program):
    valley.settings(lowest_balance_minutes=-60)
    one, two = paper.book(valley.ana, 2).cheques

    refused = program(valley.carl).post(
        f"{BASE}/piles", json=pile(row(one, valley.bea.id), row(two, valley.bea.id), amount=120)
    )

    assert refused.json["errors"][0]["pointer"] in ("#/rows/0/amount", "#/rows/1/amount")
    assert made(valley) == (0, 0)


def test_a_cheque_is_taken_back_and_entered_again_and_one_set_aside_is_cleared(paper, valley, program):
    one, two = paper.book(valley.ana, 2).cheques
    carl = program(valley.carl)
    body = pile(row(one, valley.bea.id), row(two, valley.bea.id, set_aside=True), amount=120)
    path = f"{BASE}/piles/{carl.post(f'{BASE}/piles', json=body).json['id']}"

    back = carl.post(f"{path}/rows/1/take-back", json={"why": "Wrong name"})
    twice = carl.post(f"{path}/rows/1/take-back", json={"why": "Wrong name"})
    nothing = carl.post(f"{path}/rows/2/take-back", json={"why": "Wrong name"})
    entered = carl.post(f"{BASE}/piles", json=pile(row(one, valley.carl.id), amount=60))
    (waiting,) = carl.get(f"{BASE}/piles/to-clear").json
    clear = {"rows": [{"pile_id": waiting["pile_id"], "place": waiting["place"]}]}
    cleared = carl.post(f"{BASE}/piles/clear", json=clear)
    again = carl.post(f"{BASE}/piles/clear", json=clear)

    assert back.json["rows"][0]["used"]["undone"] is True
    assert nothing.json["reasons"] == ["This row moved nothing."]
    assert (twice.status_code, twice.json, entered.status_code) == (200, back.json, 201)
    assert (waiting["number"], cleared.json) == (two.number, [])
    assert again.json["errors"][0]["pointer"] == "#/rows"
    assert valley.balances()["Carl"] == 60


def test_books_are_numbered_given_and_set_apart(paper, valley, program):
    valley.settings()
    carl, path = program(valley.carl), f"{BASE}/cheque-books"

    book = carl.post(path, json={"cheques": 3}, key="book")
    same = carl.post(path, json={"cheques": 3}, key="book")
    given = carl.post(f"{path}/{book.json['id']}/give", json={"member_id": str(valley.ana.id)})
    to_another = carl.post(f"{path}/{book.json['id']}/give", json={"member_id": str(valley.bea.id)})
    to_nobody = carl.post(f"{path}/{book.json['id']}/give", json={"member_id": str(uuid4())})
    lost = carl.post(f"{BASE}/cheques/{book.json['first']}/state", json={"state": "lost"})
    cancelled = carl.post(f"{path}/{book.json['id']}/state", json={"state": "cancelled"})

    assert (book.status_code, book.json["printed"], book.json["given_to"]) == (201, 3, None)
    assert same.json == book.json
    assert given.json["given_to"] == "Ana"
    assert to_another.json["reasons"] == ["This book was already given to somebody. Print another one."]
    assert to_nobody.json["errors"][0]["pointer"] == "#/member_id"
    assert (lost.json["state"], cancelled.json["cancelled"], cancelled.json["lost"]) == ("lost", 2, 1)
    assert [one["id"] for one in carl.get(path).json] == [book.json["id"]]
    used = carl.post(f"{BASE}/cheques/{book.json['first']}/state", json={"state": "used"})
    assert used.status_code == 422


def test_a_book_is_shown_with_the_state_of_each_cheque_as_on_its_page(client, paper, valley, program):
    valley.settings()
    carl, path = program(valley.carl), f"{BASE}/cheque-books"
    book = carl.post(path, json={"cheques": 2, "member_id": str(valley.ana.id)}).json
    carl.post(f"{BASE}/cheques/{book['first']}/state", json={"state": "lost"})
    factories.sign_in(client, valley.carl.person)

    shown = carl.get(f"{path}/{book['id']}").json
    page = client.get(f"/t{BASE}/cheques/books/{book['id']}").text

    assert [one["state"] for one in shown["cheques"]] == ["lost", "printed"]
    assert [one["number"] for one in shown["cheques"]] == [book["first"], book["last"]]
    assert (shown["given_to"], shown["lost"], shown["printed"]) == ("Ana", 1, 1)
    assert shown["given_at"].endswith("+00:00")
    assert all(one["number"] in page for one in shown["cheques"])
    assert carl.get(f"{path}/{uuid4()}").status_code == 404
    assert program(valley.ana).get(f"{path}/{book['id']}").status_code == 403


def test_paper_is_for_who_coordinates_with_a_token_for_it(paper, valley, program):
    (one,) = paper.book(valley.ana, 1).cheques
    body = pile(row(one, valley.bea.id), amount=60)
    only_pays = program(valley.carl, Scope.READ, Scope.PAYMENTS, Scope.EXCHANGES)

    for stranger in (program(valley.ana), only_pays):
        assert stranger.post(f"{BASE}/piles", json=body).status_code == 403
        assert stranger.post(f"{BASE}/cheque-books", json={}).status_code == 403
        assert stranger.get(f"{BASE}/piles").status_code == 403
    assert program(valley.carl).get(f"{BASE}/piles/{uuid4()}").status_code == 404
    assert made(valley) == (0, 0)
