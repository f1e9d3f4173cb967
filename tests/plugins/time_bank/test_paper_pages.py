import re

import pytest

from app.db import new_id
from app.testing import factories
from app.testing.queries import count_queries
from plugins.time_bank import batch_queries
from tests.plugins.time_bank.paper import Paper

DESK = "/t/bordeaux/time_bank/time-bank"
MOST_STATEMENTS = 30


@pytest.fixture
def paper(client, valley):
    factories.sign_in(client, valley.carl.person)
    return Paper(valley)


def sent(client, pile, *rows, **more):
    fields = {
        "csrf_token": factories.csrf(client),
        "key": pile.id.hex,
        "counted_cheques": "1",
        "counted_amount": "1 h",
    }
    for place, row in enumerate(rows, start=1):
        fields |= {f"row-{place}-{name}": value for name, value in row.items()}
    return fields | more


def main(answer):
    return " ".join(answer.text.split("<main")[1].split("</main")[0].split())


def test_control_totals_come_first_and_are_kept_as_typed(client, paper):
    fields = {"csrf_token": factories.csrf(client), "key": new_id().hex}

    wrong = client.post(
        f"{DESK}/piles/new", data=fields | {"counted_cheques": "30", "counted_amount": "26.15.0"}
    )
    right = [
        client.post(f"{DESK}/piles/new", data=fields | {"counted_cheques": "30", "counted_amount": " 26:15 "})
        for _time in range(2)
    ]

    assert wrong.status_code == 422
    assert 'value="26.15.0"' in wrong.text
    assert "Write a duration such as 45 min, 1 h or 1 h 30." in wrong.text
    assert right[0].status_code == 302
    assert right[0].headers["Location"] == right[1].headers["Location"]
    page = main(client.get(right[0].headers["Location"]))
    assert page.count('role="group"') == 30
    assert "Typed so far: 0 of 30 cheques, 0 min of 26 h 15." in page


def test_what_is_wrong_is_said_and_everything_typed_is_kept(client, paper, valley):
    pile = paper.pile([], cheques=1, amount=60)
    row = {"number": "<b>12", "payee": "Zoé & Max", "amount": "1,5,5", "day": "yesterday", "what": "é" * 300}

    answer = client.post(f"{DESK}/piles/{pile.id}", data=sent(client, pile, row, post="1"))

    assert answer.status_code == 422
    page = main(answer)
    assert "Nothing was posted yet. Something needs a second look" in page
    assert 'value="&lt;b&gt;12"' in page
    assert 'value="Zoé &amp; Max"' in page
    assert 'value="1,5,5"' in page
    assert 'value="yesterday"' in page
    assert 'href="#row-1-number"' in page
    assert page.count('aria-invalid="true"') == 5
    assert "é" * 300 in main(client.get(f"{DESK}/piles/{pile.id}"))


def test_wrong_control_totals_do_not_lose_the_rows(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    pile = paper.pile([], cheques=1, amount=60)
    row = {"number": cheque.number, "payee": "Bea", "amount": "1 h"}

    answer = client.post(
        f"{DESK}/piles/{pile.id}", data=sent(client, pile, row, post="1", counted_amount="NaN")
    )

    assert answer.status_code == 422
    assert 'value="NaN"' in answer.text
    assert cheque.number in main(client.get(f"{DESK}/piles/{pile.id}"))
    assert valley.balances() == {}


def test_a_pile_that_is_sent_twice_is_posted_once(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    pile = paper.pile([], cheques=1, amount=60)
    row = {"number": f"https://x.org/t/bordeaux/time_bank/time-bank/cheque/{cheque.number}", "payee": "bea",
           "amount": "60 min"}  # fmt: skip

    answers = [
        client.post(f"{DESK}/piles/{pile.id}", data=sent(client, pile, row, post="1")) for _time in range(2)
    ]

    assert [answer.headers["Location"].rsplit("/", 1)[1] for answer in answers] == ["receipt", "receipt"]
    assert valley.balances() == {"Ana": -60, "Bea": 60}
    page = main(client.get(answers[0].headers["Location"]))
    assert "<b>Ana to Bea</b>" in page
    assert re.search(r"Entered</dt><dd>1 cheque, 1 h</dd>", page)


def test_a_row_is_undone_with_a_reason(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    pile = paper.pile([{"number": cheque.number, "payee": "Bea", "amount": "1 h"}], amount=60)
    paper.post(pile)
    path = f"{DESK}/piles/{pile.id}/rows/1/take-back"
    token = {"csrf_token": factories.csrf(client)}

    without = client.post(path, data=token | {"why": ""})
    for why in ("Wrong name", "Wrong name"):
        assert client.post(path, data=token | {"why": why}).status_code == 302
    beyond = client.post(f"{DESK}/piles/{pile.id}/rows/7/take-back", data=token | {"why": "x"})

    assert without.status_code == 422
    assert "Say why, in a few words." in without.text
    assert beyond.status_code == 422
    assert valley.balances() == {"Ana": 0, "Bea": 0}
    assert "Undone: both statements show it" in main(client.get(f"{DESK}/piles/{pile.id}/receipt"))


def test_what_was_set_aside_is_cleared_up_on_its_page(client, paper, valley):
    one, two, three = paper.book(valley.ana, 3).cheques
    rows = [
        {"number": one.number, "payee": "Bea", "amount": "1 h"},
        {"number": two.number, "payee": "Zoe", "amount": "30 min", "set_aside": "1"},
        {"number": three.number, "payee": "?", "amount": "15 min", "set_aside": "1"},
    ]
    pile = paper.pile(rows, amount=105)
    paper.post(pile)
    token = {"csrf_token": factories.csrf(client), "key": new_id().hex}
    assert "2 cheques were set aside and wait to be cleared up." in main(client.get(f"{DESK}/cheques"))

    nothing = client.post(f"{DESK}/piles/to-clear", data=token | {"again": "1"})
    done = client.post(f"{DESK}/piles/to-clear", data=token | {"row": f"{pile.id.hex}-3", "done": "1"})
    again = [
        client.post(f"{DESK}/piles/to-clear", data=token | {"row": f"{pile.id.hex}-2", "again": "1"})
        for _time in range(2)
    ]

    assert (nothing.status_code, done.status_code) == (302, 302)
    assert again[0].headers["Location"] == again[1].headers["Location"]
    assert "Choose at least one cheque." in client.get(f"{DESK}/cheques").text
    assert 'value="Zoe"' in main(client.get(again[0].headers["Location"]))
    assert "Nothing waits" in main(client.get(f"{DESK}/piles/to-clear"))


def test_a_draft_is_thrown_away(client, paper, valley):
    pile = paper.pile([{"number": "x"}], amount=60)

    client.post(f"{DESK}/piles/{pile.id}/discard", data={"csrf_token": factories.csrf(client)})

    assert client.get(f"{DESK}/piles/{pile.id}").status_code == 404
    assert batch_queries.newest(valley.session, paper.ledger.id) == []


def test_a_pile_of_another_sub_network_is_not_found(client, paper, valley):
    other = factories.subnetwork(valley.session, valley.territory, "elsewhere")
    factories.takes_part(valley.session, other, valley.carl, coordinates=True)
    valley.session.commit()
    pile, book = paper.pile([{"number": "x"}], amount=60), paper.book(valley.ana, 1)
    there = DESK.replace("time-bank", "elsewhere")

    paths = [f"/piles/{pile.id}", f"/piles/{pile.id}/receipt", f"/cheques/books/{book.id}"]
    assert [client.get(there + path).status_code for path in paths] == [404, 404, 404]
    assert client.get(f"{there}/cheque/{book.cheques[0].number}").status_code == 404


def test_a_number_that_is_searched_leads_to_its_cheque(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]

    found = client.get(f"{DESK}/cheques", query_string={"number": cheque.number.replace("-", " ")})
    other = client.get(f"{DESK}/cheques", query_string={"number": "<b>"})

    assert found.headers["Location"].endswith(f"/cheque/{cheque.number}")
    assert "There is no cheque &lt;b&gt; here." in other.text


def test_a_pile_of_thirty_asks_the_database_as_often_as_one_of_three(client, paper, valley):
    book = paper.book(valley.ana, 33)
    rows = [{"number": one.number, "payee": "Bea", "amount": "1 h"} for one in book.cheques]
    small, large = paper.pile(rows[:3], amount=180), paper.pile(rows[3:], amount=1800)
    counted = []

    for pile in (small, small, large):
        with count_queries(valley.session.get_bind()) as queries:
            assert client.get(f"{DESK}/piles/{pile.id}").status_code == 200
        counted.append(len(queries))

    assert counted[1] == counted[2] <= MOST_STATEMENTS


def test_what_a_browser_keeps_by_itself_is_kept_without_a_word(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    pile = paper.pile([], cheques=1, amount=60)
    row = {"number": cheque.number, "payee": "Bea", "amount": "1 h"}

    kept = client.post(f"{DESK}/piles/{pile.id}", data=sent(client, pile, row, quietly="1"))
    page = main(client.get(f"{DESK}/piles/{pile.id}"))
    client.post(f"{DESK}/piles/{pile.id}", data=sent(client, pile, row, post="1"))
    late = client.post(f"{DESK}/piles/{pile.id}", data=sent(client, pile, {"number": "x"}, quietly="1"))

    assert (kept.status_code, late.status_code) == (204, 204)
    assert f'value="{cheque.number}"' in page
    assert "Kept." not in page
    assert valley.balances() == {"Ana": -60, "Bea": 60}
