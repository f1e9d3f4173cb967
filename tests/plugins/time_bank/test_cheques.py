from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from app.db import new_id
from app.errors import Refusal
from app.testing import factories
from plugins.time_bank import cheque_queries, cheques
from plugins.time_bank.cheque_numbers import check_digit, cheque_number, is_sound, read_number
from plugins.time_bank.models import Cheque, ChequeState
from tests.plugins.time_bank.paper import Paper

DESK = "/t/bordeaux/time_bank/time-bank"


@pytest.fixture
def paper(valley):
    return Paper(valley)


def test_the_check_digit_finds_every_wrong_digit_and_every_exchange_of_neighbours():
    digits = "202600123" + check_digit("202600123")
    slips = [
        digits[:place] + other + digits[place + 1 :]
        for place in range(len(digits))
        for other in "0123456789"
        if other != digits[place]
    ] + [
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        for place in range(len(digits) - 1)
        if digits[place] != digits[place + 1]
    ]

    assert check_digit(digits) == "0"  # Damm's table: a sound number leads to nought
    assert len(slips) > 90
    assert [slip for slip in slips if check_digit(slip) == "0"] == []


def test_damms_own_example():
    assert check_digit("572") == "4"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-00123-2",
        " 2026 00123 2 ",
        "2026001232",
        "2026–00123–2",
        "https://example.org/t/bordeaux/time_bank/time-bank/cheque/2026-00123-2",
        "https://example.org/t/b/time_bank/x/cheque/2026-00123-2/",
    ],
)
def test_a_number_is_read_however_it_is_typed_or_scanned(typed):
    assert read_number(typed) == "2026-00123-2" == cheque_number(2026, 123)
    assert is_sound("2026-00123-2")


@pytest.mark.parametrize("typed", ["", "123", "2026-123-2", "a2026-00123-2", "²026-00123-2", "1" * 40, "NaN"])
def test_what_is_no_number_is_none(typed):
    assert read_number(typed) is None


def test_numbers_go_on_from_book_to_book_and_long_ones_stay_sound(paper, valley):
    first, second = paper.book(valley.ana, 3), paper.book(many=2)

    year = first.cheques[0].number[:4]
    running = [one.number.split("-")[1] for one in (*first.cheques, *second.cheques)]
    assert running == ["00001", "00002", "00003", "00004", "00005"]
    assert (first.number, second.number) == (1, 2)
    assert all(is_sound(one.number) for one in first.cheques)
    assert is_sound(cheque_number(int(year), 123_456))


def test_a_book_that_is_asked_for_twice_is_printed_once(paper, valley):
    book_id = new_id()

    for _time in range(2):
        cheques.print_book(
            valley.session, ledger=paper.ledger, book_id=book_id, cheques=10, member_id=valley.ana.id
        )
        valley.session.commit()

    assert [row.total for row in cheque_queries.books_of(valley.session, paper.ledger.id)] == [10]


def test_two_who_print_at_once_get_different_numbers(paper, valley):
    ledger, engine = paper.ledger, valley.session.get_bind()
    valley.session.commit()

    def print_one(_number):
        with Session(engine, expire_on_commit=False) as session:
            made = cheques.print_book(
                session, ledger=session.get(type(ledger), ledger.id), book_id=new_id(), cheques=10
            )
            session.commit()
            return made.number

    with ThreadPoolExecutor(4) as threads:
        numbers = sorted(threads.map(print_one, range(4)))

    assert numbers == [1, 2, 3, 4]
    valley.session.expire_all()
    assert len({row.first for row in cheque_queries.books_of(valley.session, ledger.id)}) == 4


def test_a_book_of_the_stock_is_given_once(paper, valley):
    book = paper.book()

    cheques.give_book(valley.session, book, member_id=valley.ana.id)
    with pytest.raises(Refusal, match="This book was already given to somebody"):
        cheques.give_book(valley.session, book, member_id=valley.bea.id)

    assert book.member_id == valley.ana.id


def test_a_lost_book_takes_only_what_nobody_used(paper, valley):
    book = paper.book(valley.ana, 3)
    used, cancelled, _other = book.cheques
    assert paper.post(paper.pile([{"number": used.number, "payee": "Bea", "amount": "1 h"}], amount=60)) == {}
    cheques.set_apart(valley.session, cancelled, ChequeState.CANCELLED)

    many = cheques.set_apart_book(valley.session, book, ChequeState.LOST)
    valley.session.commit()

    states = [one.state for one in valley.session.query(Cheque).order_by(Cheque.number)]
    assert (many, states) == (1, ["used", "cancelled", "lost"])


def test_a_used_cheque_can_no_longer_be_cancelled(paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    paper.post(paper.pile([{"number": cheque.number, "payee": "Bea", "amount": "1 h"}], amount=60))

    with pytest.raises(Refusal, match="This cheque was already used"):
        cheques.set_apart(valley.session, cheque, ChequeState.LOST)


def test_a_coordinator_prints_a_book_on_the_page(client, paper, valley):
    factories.sign_in(client, valley.carl.person)
    sent = {"csrf_token": factories.csrf(client), "key": new_id().hex, "member": "ana", "cheques": "10"}

    first, again = (client.post(f"{DESK}/cheques/new", data=sent) for _time in range(2))

    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    page = client.get(first.headers["Location"]).text
    assert page.count("Not used yet") == 10
    assert "Ana's book" in page


def test_a_coordinator_gives_a_book_of_the_stock_on_the_page(client, paper, valley):
    book_id = paper.book().id
    factories.sign_in(client, valley.carl.person)
    sent = {"csrf_token": factories.csrf(client), "member": "bea"}
    valley.session.commit()

    given = client.post(f"{DESK}/cheques/books/{book_id}", data=sent)

    assert given.status_code == 302
    assert "The book is Bea's now." in client.get(given.headers["Location"]).text.replace("&#39;", "'")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"member": "Zoe"}, "Nobody here is called Zoe. Choose a name from the list."),
        ({"cheques": "0"}, "Between 1 and 100."),
        ({"cheques": "101"}, "Between 1 and 100."),
        ({"cheques": "1,5"}, "Not a valid integer value."),
        ({"cheques": ""}, "Write a whole number, such as 10."),
    ],
)
def test_a_book_that_cannot_be_printed_says_why(client, paper, valley, sent, sentence):
    factories.sign_in(client, valley.carl.person)
    usual = {"csrf_token": factories.csrf(client), "key": new_id().hex, "member": "", "cheques": "10"}

    answer = client.post(f"{DESK}/cheques/new", data=usual | sent)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_printed_book_is_a_pdf_of_four_pages(client, paper, valley):
    book = paper.book(valley.ana)
    factories.sign_in(client, valley.carl.person)

    answer = client.get(f"{DESK}/cheques/books/{book.id}.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert "cheques-1.pdf" in answer.headers["Content-Disposition"]


def test_the_code_on_a_cheque_says_to_any_member_whether_it_is_good(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    factories.sign_in(client, valley.bea.person)

    before = client.get(f"{DESK}/cheque/{cheque.number}").text
    paper.post(paper.pile([{"number": cheque.number, "payee": "Carl", "amount": "1 h"}], amount=60))
    after = client.get(f"{DESK}/cheque/{cheque.number}").text

    assert "This cheque is good" in before
    assert "It counts once, so it cannot be used again." in after
    assert "Carl" not in after.split("<main")[1].split("</main")[0]
    assert client.get(f"{DESK}/cheque/2026-00001-9").status_code == 404


def test_the_holder_reads_where_their_cheque_went(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    paper.post(paper.pile([{"number": cheque.number, "payee": "Carl", "amount": "1 h"}], amount=60))
    factories.sign_in(client, valley.ana.person)

    assert "1 h from Ana to Carl" in client.get(f"{DESK}/cheque/{cheque.number}").text


def test_a_lost_cheque_is_made_good_again_when_it_is_found(client, paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    factories.sign_in(client, valley.carl.person)
    sent = {"csrf_token": factories.csrf(client)}
    path = f"{DESK}/cheque/{cheque.number}/state"

    client.post(path, data=sent | {"state": "lost"})
    assert paper.state(cheque) == "lost"
    client.post(path, data=sent | {"state": "printed"})

    assert paper.state(cheque) == "printed"
    assert client.post(path, data=sent | {"state": "used"}).status_code == 400


def test_others_do_not_find_the_desk(client, paper, valley):
    book = paper.book(valley.ana, 1)
    factories.sign_in(client, valley.ana.person)

    paths = ["/cheques", "/cheques/new", f"/cheques/books/{book.id}", "/piles/new", "/piles/to-clear"]
    assert {client.get(f"{DESK}{path}").status_code for path in paths} == {404}


def test_where_no_accounts_are_kept_there_is_no_desk(client, valley):
    valley.settings(mode="declared")
    factories.sign_in(client, valley.carl.person)

    assert client.get(f"{DESK}/cheques").status_code == 404
