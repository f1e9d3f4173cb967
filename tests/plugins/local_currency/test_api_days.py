"""The sheets of days at a desk for programs: what was counted, who opened, every slip."""

import pytest

from app.api.scopes import Scope
from app.testing import factories
from app.testing.program import Program
from plugins.local_currency import desk_days
from tests.plugins.local_currency.counter import Counter
from tests.plugins.local_currency.test_bonus import fill, programme


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def base(counter: Counter) -> str:
    return f"/bordeaux/local_currency/{counter.network.slug}"


def euros(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "EUR", "scale": 2}


def test_a_sheet_says_what_the_page_says(counter, program, client):
    desk = counter.desk()
    day = counter.day(desk)
    slip = counter.issue(counter.nour, 2_000, day)
    counter.issue(counter.nour, 500, day, means="card")
    kim = program(counter.kim)
    path = f"{base(counter)}/days/{day.id}"

    before = kim.get(path).json
    desk_days.finish(
        counter.session, counter.network, desk, day, count=1_900, note="A coin fell", by=counter.ana
    )
    counter.session.commit()
    factories.sign_in(client, counter.kim.person)
    page = client.get(f"{counter.base}/days/{day.id}").text
    sheet = kim.get(path).json

    assert (before["closing_count"], before["closed_by"], before["closed_at"]) == (None, None, None)
    assert {
        name: sheet[name] for name in ("opening_count", "closing_count", "closing_expected", "cash_in")
    } == {
        "opening_count": euros(0),
        "closing_count": euros(1_900),
        "closing_expected": euros(2_000),
        "cash_in": euros(2_000),
    }
    assert (sheet["other_in"], sheet["deposited"]) == (euros(500), euros(0))
    assert (sheet["opening_note"], sheet["closing_note"]) == ("", "A coin fell")
    assert [sheet[name] in page for name in ("opened_by", "closed_by", "closing_note")] == [True] * 3
    assert sheet["opened_by"] != sheet["closed_by"]
    assert [(one["kind"], one["by"]) for one in sheet["slips"]] == [
        ("issue", "Kim"),
        ("issue", "Kim"),
        ("difference", counter.ana.first_name),
    ]
    assert sheet["slips"][0] == kim.get(f"{base(counter)}/slips/{slip.id}").json
    assert sheet["slips"][0]["who"] in page
    assert sheet["slips"][0]["desk_id"] == str(desk.id)


def test_days_are_listed_the_latest_first(counter, program):
    desk = counter.desk()
    days = []
    for _time in range(2):
        days.append(counter.day(desk))
        desk_days.finish(counter.session, counter.network, desk, days[-1], count=0, note="", by=counter.kim)
        counter.session.commit()

    listed = program(counter.kim).get(f"{base(counter)}/desks/{desk.id}/days").json

    assert [one["id"] for one in listed] == [str(day.id) for day in reversed(days)]
    assert [one["closing_count"] for one in listed] == [euros(0), euros(0)]


def test_a_sheet_is_for_who_holds_the_desk_and_tells_them_no_bonus(counter, program):
    fill(counter, programme(counter), 10_000)
    desk = counter.desk()
    day = counter.day(desk)
    counter.issue(counter.nour, 1_000, day)
    paths = [f"{base(counter)}/days/{day.id}", f"{base(counter)}/desks/{desk.id}/days"]

    seen = {
        who.first_name: [program(who).get(path).status_code for path in paths]
        for who in (counter.kim, counter.ana, counter.nour)
    }
    weak = [program(counter.kim, Scope.READ).get(path).status_code for path in paths]

    assert seen == {
        "Kim": [200, 200],
        counter.ana.first_name: [200, 200],
        counter.nour.first_name: [404, 404],
    }
    assert weak == [403, 403]
    assert [one["bonus"] for one in program(counter.kim).get(paths[0]).json["slips"]] == [None]
    assert [one["bonus"] for one in program(counter.ana).get(paths[0]).json["slips"]] == [
        {"amount": 500, "unit": "GR", "scale": 2}
    ]
