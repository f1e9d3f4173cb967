"""The pages of the desks: who gets in, what happens once, what a keeper does not learn."""

import io
import re
from datetime import date

import pytest
import sqlalchemy as sa
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from app.testing import factories
from plugins.local_currency import bonus, desk, fund
from plugins.local_currency.check_digits import in_fours, reference_of
from plugins.local_currency.desk_models import DeskDay, Slip
from plugins.local_currency.notes_models import NotePlace, NoteSeries, NoteStock
from tests.plugins.local_currency.counter import IBAN, Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village, holder="Association Grain", iban=IBAN)


def as_(client: FlaskClient, member: object) -> FlaskClient:
    factories.sign_in(client, member.person)
    return client


def issue(client: FlaskClient, counter: Counter, desk_id: object, **typed: str) -> TestResponse:
    form = {"who": "Nour", "amount": "20", "means": "cash", "key": "k1"} | typed
    return factories.post(client, f"{counter.base}/desks/{desk_id}/issue", **form)


def test_a_keeper_finds_their_desk_and_no_other(counter: Counter, client: FlaskClient) -> None:
    own = counter.desk()
    other = desk.found(counter.session, counter.network, name="Market", place="Square", opening_hours="")
    counter.session.commit()
    kim = as_(client, counter.kim)

    assert kim.get(f"{counter.base}/desk").status_code == 200
    assert kim.get(f"{counter.base}/desks/{own.id}").status_code == 200
    assert kim.get(f"{counter.base}/desks/{other.id}").status_code == 404
    assert factories.post(kim, f"{counter.base}/desks/{other.id}/open", count="0").status_code == 404
    for page in ("fund", "bank", "programmes", "organisations", "reconversions", f"desks/{own.id}/edit"):
        assert kim.get(f"{counter.base}/{page}").status_code == 404, page


def test_a_member_finds_no_desk(counter: Counter, client: FlaskClient) -> None:
    own = counter.desk()
    nour = as_(client, counter.nour)

    assert nour.get(f"{counter.base}/desk").status_code == 404
    assert nour.get(f"{counter.base}/desks/{own.id}").status_code == 404
    assert issue(nour, counter, own.id).status_code == 404


def test_a_double_click_issues_once(counter: Counter, client: FlaskClient) -> None:
    day = counter.day(counter.desk())
    kim = as_(client, counter.kim)
    first, second = (issue(kim, counter, day.desk_id) for _click in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert fund.sums(counter.session, counter.network.id).issued == 2000


@pytest.mark.parametrize("typed", ["0", "-5", "NaN", "1e9", "1,005", "", "abc", "10000,01", " ", "1" * 400])
def test_what_is_no_sum_is_said_beside_the_field_and_kept(
    counter: Counter, client: FlaskClient, typed: str
) -> None:
    day = counter.day(counter.desk())
    answer = issue(as_(client, counter.kim), counter, day.desk_id, amount=typed, who="Nour", memo="R 7")

    assert answer.status_code == 422
    assert 'id="amount-error"' in answer.text
    assert 'value="R 7"' in answer.text
    assert counter.session.scalar(sa.select(sa.func.count()).select_from(Slip)) == 0


def test_sums_are_typed_with_a_comma_and_spaces(counter: Counter, client: FlaskClient) -> None:
    day = counter.day(counter.desk())
    issue(as_(client, counter.kim), counter, day.desk_id, amount=" 12,50 ")

    assert fund.sums(counter.session, counter.network.id).issued == 1250


def test_of_two_people_of_one_name_one_is_chosen(counter: Counter, client: FlaskClient) -> None:
    day = counter.day(counter.desk())
    twin = factories.member(counter.session, counter.territory, first_name="Nour")
    counter.session.commit()
    kim = as_(client, counter.kim)
    asked = issue(kim, counter, day.desk_id)
    given = issue(kim, counter, day.desk_id, chosen=f"member:{twin.id}")
    unknown = issue(kim, counter, day.desk_id, who="Zoe", key="k2")
    forged = issue(kim, counter, day.desk_id, who="Zoe", key="k3", chosen=f"member:{twin.id}")

    assert asked.status_code == 422
    assert "Several are called so" in asked.text
    assert given.status_code == 302
    assert (unknown.status_code, forged.status_code) == (422, 422)
    assert counter.account(twin).balance == 2000


def test_nothing_is_issued_while_the_desk_is_closed(counter: Counter, client: FlaskClient) -> None:
    at = counter.desk()
    issue(as_(client, counter.kim), counter, at.id)

    assert (
        fund.sums(counter.session, counter.network.id) is None
        or fund.sums(counter.session, counter.network.id).issued == 0
    )


def test_a_keeper_does_not_learn_who_has_a_bonus(counter: Counter, client: FlaskClient) -> None:
    found = bonus.found(
        counter.session,
        counter.network,
        name="Coup de pouce",
        conditions="For some",
        percent=50,
        monthly_cap=None,
    )
    bonus.admit(counter.session, counter.network, found, counter.nour, by=counter.ana)
    day = counter.day(counter.desk())
    kim = as_(client, counter.kim)
    issue(kim, counter, day.desk_id, who="Coup de pouce", amount="100", key="fill")
    issue(kim, counter, day.desk_id)
    slip = counter.session.scalars(sa.select(Slip).where(Slip.bonus > 0)).one()
    counter.session.commit()
    pages = [
        kim.get(f"{counter.base}/{page}").text
        for page in (f"desks/{day.desk_id}", f"slips/{slip.id}", f"days/{day.id}", f"slips/{slip.id}/undo")
    ]
    nour = as_(client.application.test_client(), counter.nour).get(f"{counter.base}/slips/{slip.id}").text

    assert slip.bonus == 1000
    assert [page for page in pages if "10.00" in page or "30.00" in page or "Bonus" in page] == []
    assert "30.00 GR" in nour


def test_a_slip_is_for_those_it_is_about(counter: Counter, client: FlaskClient) -> None:
    day = counter.day(counter.desk())
    slip = counter.issue(counter.nour, 2000, day)
    max_ = factories.member(counter.session, counter.territory, first_name="Max")
    counter.session.commit()
    path = f"{counter.base}/slips/{slip.id}"
    seen = {
        member.first_name: as_(client.application.test_client(), member).get(path).status_code
        for member in (counter.nour, counter.kim, counter.ana, max_)
    }

    assert seen == {"Nour": 200, "Kim": 200, "Ana": 200, "Max": 404}
    assert as_(client, counter.nour).get(f"{path}/undo").status_code == 404
    receipt = as_(client, counter.nour).get(f"{path}.pdf")
    assert (receipt.mimetype, receipt.data[:4]) == ("application/pdf", b"%PDF")


def test_a_day_is_closed_with_its_sheet(counter: Counter, client: FlaskClient) -> None:
    day = counter.day(counter.desk())
    counter.issue(counter.nour, 2000, day)
    kim = as_(client, counter.kim)
    short = factories.post(kim, f"{counter.base}/desks/{day.desk_id}/close", count="19")
    closed = factories.post(kim, f"{counter.base}/desks/{day.desk_id}/close", count="19", note="One fell")
    page = kim.get(f"{counter.base}/days/{day.id}").text
    sheet = kim.get(f"{counter.base}/days/{day.id}.pdf")

    assert short.status_code == 422
    assert "The books say €20.00." in short.text
    assert closed.status_code == 302
    assert "−€1.00" in page or "−1.00 €" in page
    assert (sheet.mimetype, sheet.data[:4]) == ("application/pdf", b"%PDF")
    assert counter.session.get_one(DeskDay, day.id, populate_existing=True).closed_at is not None


def test_the_code_for_the_bank_carries_reference_and_sum(counter: Counter, client: FlaskClient) -> None:
    reference = in_fours(reference_of(counter.network.id, counter.nour.id))
    page = as_(client, counter.nour).get(f"{counter.base}/units?amount=12,50").text
    drawing = re.search(r'<svg[^>]*class="qr".*?</svg>', page, re.DOTALL)

    assert reference in page
    assert drawing is not None
    assert decoded(drawing.group()) == [
        "BCD", "002", "1", "SCT", "", "Association Grain", IBAN, "EUR12.5", "", "", reference,
    ]  # fmt: skip


def decoded(svg: str) -> list[str]:
    """Draw the modules of the code, and let a reader of codes read them."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg).group(1))
    image, path = Image.new("L", (size, size), 255), re.findall(r'd="([^"]+)"', svg)[-1]
    x = y = 0.0
    for move, value in re.findall(r"([Mmh])([-\d. ]+)", path):
        if move in "Mm":
            dx, dy = (float(one) for one in value.split())
            x, y = (dx, dy) if move == "M" else (x + dx, y + dy)
        else:
            for place in range(int(value)):
                image.putpixel((int(x) + place, int(y)), 0)
            x += float(value)
    large = image.resize((size * 8, size * 8), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    large.save(buffer, "png")
    return zxingcpp.read_barcodes(Image.open(buffer))[0].text.split("\n")


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "20000", "x"])
def test_a_wrong_sum_shows_no_code(counter: Counter, client: FlaskClient, amount: str) -> None:
    answer = as_(client, counter.nour).get(f"{counter.base}/units", query_string={"amount": amount})

    assert answer.status_code == 422
    assert 'class="qr"' not in answer.text


def test_without_an_iban_no_transfer_is_offered(village, client: FlaskClient) -> None:
    counter = Counter(village)
    page = as_(client, counter.nour).get(f"{counter.base}/units?amount=20").text

    assert "has not given its bank account here yet" in page
    assert 'class="qr"' not in page


def test_a_desk_shows_the_paper_notes_in_its_stock(counter: Counter, client: FlaskClient) -> None:
    day = counter.day(counter.desk())
    scoped = {"territory_id": counter.territory.id, "subnetwork_id": counter.network.id}
    series = NoteSeries(
        **scoped, name="Spring", value=500, printed_on=date(2026, 3, 1), first_number=1, last_number=100
    )
    place = NotePlace(**scoped, name="Bookshop", desk_id=day.desk_id)
    counter.session.add_all([series, place])
    counter.session.flush()
    counter.session.add(
        NoteStock(territory_id=counter.territory.id, place_id=place.id, series_id=series.id, quantity=37)
    )
    counter.session.commit()
    page = as_(client, counter.kim).get(f"{counter.base}/desks/{day.desk_id}").text

    assert "Spring · 5.00 GR" in page
    assert "<b>37</b>" in page
