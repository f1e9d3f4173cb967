"""The fund for programs of who looks after it: the whole proof, and a difference made good once."""

import pytest
from sqlalchemy.orm import Session

from app.api.scopes import Scope
from app.ledgers import services as ledgers
from app.testing import factories
from app.testing.program import Program
from plugins.local_currency import desk_days, fund_check
from tests.plugins.local_currency.counter import Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}/fund"


def euros(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "EUR", "scale": 2}


def counted(counter: Counter, count: int) -> None:
    """Issue 20 euros at the desk, then close it with a count of the cash."""
    desk = counter.desk()
    day = counter.day(desk)
    counter.issue(counter.nour, 2_000, day)
    desk_days.finish(counter.session, counter.network, desk, day, count=count, note="Mistake", by=counter.kim)
    counter.session.commit()


def test_before_the_first_issue_everything_is_zero_and_right(counter, program):
    shown = program(counter.ana).get(f"{base(counter)}/check")

    assert shown.status_code == 200
    assert shown.json == {
        "issued": {"amount": 0, "unit": "GR", "scale": 2},
        "fund": euros(0),
        "is_right": True,
        "difference": "",
        "in_hand": euros(0),
        "missing": euros(0),
        "accounts": [],
    }


def test_the_fund_says_where_its_euros_are_and_their_statements_can_be_read(counter, program):
    counted(counter, 2_000)
    counter.issue(counter.kim, 500)
    ana = program(counter.ana)

    shown = ana.get(f"{base(counter)}/check").json
    statements = [ana.get(f"/bordeaux/accounts/{one['account_id']}/statement") for one in shown["accounts"]]

    assert (shown["is_right"], shown["difference"]) == (True, "")
    assert shown["issued"] == {"amount": 2_500, "unit": "GR", "scale": 2}
    assert shown["fund"] == shown["in_hand"] == euros(2_500)
    assert [(one["name"], one["amount"]) for one in shown["accounts"]] == [
        ("Compte bancaire", euros(500)),
        ("Caisse\N{NO-BREAK SPACE}: Bookshop", euros(2_000)),
    ]
    assert [one.status_code for one in statements] == [200, 200]


def test_what_is_wrong_is_named_as_on_the_page(counter, program, client):
    slip = counter.issue(counter.nour, 1_250)
    ledgers.reverse(counter.session, slip.units_transfer_id, key="alone")
    counter.session.commit()
    factories.sign_in(client, counter.ana.person)

    shown = program(counter.ana).get(f"{base(counter)}/check").json

    assert shown["is_right"] is False
    assert shown["difference"] == "Slip 1: 0.00 of units against €12.50."
    assert shown["difference"] in client.get(f"{counter.base}/fund").text


@pytest.mark.parametrize(("count", "missing"), [(1_700, 300), (2_150, -150)])
def test_a_difference_is_made_good_once_with_its_note(counter, program, count, missing):
    counted(counter, count)
    counter.issue(counter.kim, 500)  # at the bank, from which one takes what is too much
    ana, path = program(counter.ana), f"{base(counter)}/made-good"

    before = ana.get(f"{base(counter)}/check").json
    blank = ana.post(path, json={"note": " "})
    made = ana.post(path, json={"note": " From the fees "}, key="one")
    again = ana.post(path, json={"note": " From the fees "}, key="one")
    nothing = ana.post(path, json={"note": "From the fees"}, key="two")

    assert (before["missing"], before["in_hand"]) == (euros(missing), euros(2_500 - missing))
    assert (blank.status_code, blank.json["errors"][0]) == (
        422,
        {"pointer": "#/note", "detail": "Say from where."},
    )
    assert (made.status_code, again.json) == (200, made.json)
    assert (made.json["missing"], made.json["in_hand"]) == (euros(0), euros(2_500))
    assert (nothing.status_code, nothing.json["reasons"]) == (
        409,
        ["Nothing is missing and nothing is too much."],
    )
    with Session(counter.session.get_bind()) as session:
        checked = fund_check.check(session, counter.network.id)
    assert checked is not None
    assert (checked.is_right, checked.sums.missing) == (True, 0)


def test_who_coordinates_another_sub_network_finds_nothing_of_it(counter, program):
    counted(counter, 1_700)
    other = factories.subnetwork(counter.session, counter.territory, "second", plugins=("local_currency",))
    factories.takes_part(counter.session, other, counter.kim, coordinates=True)
    counter.session.commit()
    kim = program(counter.kim)

    answers = [
        kim.get(f"{base(counter)}/check"),
        kim.post(f"{base(counter)}/made-good", json={"note": "Mine"}),
        kim.get(f"/bordeaux/local_currency/{counter.network.slug}/waiting"),
        kim.get(f"/bordeaux/local_currency/{counter.network.slug}/circulation/work"),
    ]

    assert [one.status_code for one in answers] == [404] * 4
    assert program(counter.ana).get(f"{base(counter)}/check").json["missing"] == euros(300)


def test_the_fund_is_looked_after_by_coordinators_with_a_token_for_it(counter, program):
    counted(counter, 1_700)
    moves = [
        lambda who: who.get(f"{base(counter)}/check"),
        lambda who: who.post(f"{base(counter)}/made-good", json={"note": "Mine"}),
    ]

    for move in moves:
        assert move(program(counter.kim)).status_code in (403, 404)
        assert move(program(counter.ana, Scope.READ, Scope.PAYMENTS)).status_code == 403
        assert move(program()).status_code == 401
    assert program(counter.ana).get(f"{base(counter)}/check").json["missing"] == euros(300)
