"""The pages of the committee, the bank, the programmes and reconversion."""

import io

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.ledgers import services as ledgers
from app.ledgers.models import Account
from app.testing import factories
from plugins.local_currency import bank, fund, issuing, reconversion
from plugins.local_currency.bank_models import BankLine, BankStatement
from plugins.local_currency.check_digits import reference_of
from plugins.local_currency.models import Organisation
from plugins.local_currency.programme_models import Reconversion, ReconversionState
from tests.plugins.local_currency.counter import IBAN, Counter

COLUMNS = {"day": 0, "amount": 3, "credit": -1, "debit": -1, "name": 1, "label": 2, "more": -1}


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


def as_(client: FlaskClient, member: object) -> FlaskClient:
    factories.sign_in(client, member.person)
    return client


def upload(client: FlaskClient, counter: Counter, content: bytes, name: str = "may.csv") -> TestResponse:
    return factories.post(client, f"{counter.base}/bank", file=(io.BytesIO(content), name))


def test_an_application_is_kept_when_something_is_wrong(counter: Counter, client: FlaskClient) -> None:
    nour = as_(client, counter.nour)
    form = {"kind": "professional", "name": "Bakery", "activity": "Bread", "accepts": "50"}
    wrong = factories.post(nour, f"{counter.base}/organisations/new", **form, siret="123")
    right = factories.post(nour, f"{counter.base}/organisations/new", **form, siret="73282932000074")
    made = counter.session.scalars(sa.select(Organisation)).one()

    assert wrong.status_code == 422
    assert "This is no SIRET number" in wrong.text
    assert 'value="Bread"' in wrong.text
    assert right.status_code == 302
    assert (made.name, made.accepts, made.asked_by_id) == ("Bakery", 50, counter.nour.id)


def test_a_member_cannot_apply_in_the_name_of_another(counter: Counter, client: FlaskClient) -> None:
    form = {"kind": "professional", "name": "Bakery", "activity": "Bread", "accepts": "50"}
    factories.post(
        as_(client, counter.nour), f"{counter.base}/organisations/new", **form, member=str(counter.kim.id)
    )

    assert counter.session.scalars(sa.select(Organisation.asked_by_id)).all() in ([], [counter.nour.id])


def test_a_statement_goes_from_the_file_to_units(counter: Counter, client: FlaskClient) -> None:
    reference = reference_of(counter.network.id, counter.nour.id)
    content = f"Date;Nom;Libellé;Montant\n03/05/2026;HADDAD;VIR {reference};25,00\n04/05/2026;X;LOYER;-5,00\n"
    ana = as_(client, counter.ana)
    brought = upload(ana, counter, content.encode("cp1252"))
    preview = ana.get(brought.location).text
    taken = factories.post(
        ana, brought.location, day=0, amount=3, credit=-1, debit=-1, name=1, label=2, more=-1
    )
    review = ana.get(taken.location).text
    confirmed = factories.post(ana, f"{taken.location}/confirm")
    again = upload(ana, counter, content.encode())
    repeated = factories.post(
        ana, again.location, day=0, amount=3, credit=-1, debit=-1, name=1, label=2, more=-1
    )

    assert "1 line of money coming in" in preview
    assert "Reference found" in review
    assert (taken.status_code, confirmed.status_code, repeated.status_code) == (302, 302, 302)
    assert fund.sums(counter.session, counter.network.id).issued == 2500
    assert counter.session.scalar(sa.select(sa.func.count()).select_from(BankLine)) == 1
    assert counter.session.scalars(sa.select(BankStatement.content)).all() == [None, None]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04", "workbook"), (b"", "No table"), (b"a;b;c\n" + b"1;2;3\n" * 5001, "5,000 lines")],
)
def test_a_file_that_is_no_statement_is_refused_at_its_field(
    counter: Counter, client: FlaskClient, content: bytes, said: str
) -> None:
    answer = upload(as_(client, counter.ana), counter, content, "x.xlsx")

    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="file-error"' in answer.text


def test_columns_that_say_nothing_are_asked_for_again(counter: Counter, client: FlaskClient) -> None:
    ana = as_(client, counter.ana)
    path = upload(ana, counter, b"a;b;c\nx;y;z\nu;v;w\n").location
    none = factories.post(ana, path, day=-1, amount=-1, credit=-1, debit=-1, name=0, label=1, more=-1)
    wrong = factories.post(ana, path, day=0, amount=1, credit=-1, debit=-1, name=0, label=1, more=-1)

    assert (none.status_code, wrong.status_code) == (422, 422)
    assert "Say which column is the day." in none.text
    assert "No line could be read" in wrong.text


def test_what_a_file_says_is_shown_as_words(counter: Counter, client: FlaskClient) -> None:
    ana = as_(client, counter.ana)
    path = upload(ana, counter, b"Date;Label;Amount\n03/05/2026;<script>alert(1)</script>;5\n").location
    page = ana.get(path).text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_line_can_be_decided_by_hand(counter: Counter, client: FlaskClient) -> None:
    content = b"Date;Label;Amount\n03/05/2026;hello;5\n04/05/2026;cash;7\n"
    statement = bank.bring(
        counter.session, counter.network, filename="a.csv", content=content, by=counter.ana
    )
    bank.read(counter.session, counter.network, statement, bank.Columns(day=0, label=1, amount=2))
    counter.session.commit()
    first, second = (line.id for line in bank.lines_of(counter.session, statement.id))
    counter.session.commit()
    ana = as_(client, counter.ana)
    path = f"{counter.base}/bank/lines"
    nobody = factories.post(ana, f"{path}/{first}", owner="")
    issued = factories.post(ana, f"{path}/{first}", owner=f"member:{counter.nour.id}")
    aside = factories.post(ana, f"{path}/{second}", owner="", ignore="1", why="cash of the desk")

    assert (nobody.status_code, issued.status_code, aside.status_code) == (422, 302, 302)
    assert counter.account(counter.nour).balance == 500
    assert ana.get(f"{path}/{first}").status_code == 200


def test_nobody_changes_back_for_another(counter: Counter, client: FlaskClient) -> None:
    made = counter.shop()
    path = f"{counter.base}/organisations/{made.id}/reconvert"
    typed = {"amount": "10", "means": "transfer", "iban": IBAN, "key": "k"}

    assert factories.post(as_(client, counter.kim), path, **typed).status_code == 404
    assert (
        factories.post(as_(client.application.test_client(), counter.ana), path, **typed).status_code == 404
    )
    assert counter.session.scalar(sa.select(sa.func.count()).select_from(Reconversion)) == 0


def test_a_request_is_paid_once_however_often_one_presses(counter: Counter, client: FlaskClient) -> None:
    made = counter.shop()
    account = counter.session.get_one(Account, made.account_id)
    issuing.issue(
        counter.session,
        counter.network,
        account,
        amount=5000,
        means="transfer",
        memo="",
        key="k",
        by=counter.ana,
    )
    request = reconversion.ask(
        counter.session,
        counter.network,
        made,
        amount=1000,
        means="transfer",
        iban=IBAN,
        key="k",
        by=counter.nour,
    )
    counter.session.commit()
    path = f"{counter.base}/reconversions/{request.id}"
    assert factories.post(as_(client, counter.kim), f"{path}/execute").status_code == 404
    ana = as_(client.application.test_client(), counter.ana)
    for _press in range(2):
        assert factories.post(ana, f"{path}/execute").status_code == 302
    counter.session.refresh(request)
    slip = ana.get(f"{path}.pdf")

    assert request.state == ReconversionState.EXECUTED
    assert fund.sums(counter.session, counter.network.id).issued == 5000 - 950
    assert (slip.mimetype, slip.data[:4]) == ("application/pdf", b"%PDF")


def test_the_fund_page_names_what_is_wrong(counter: Counter, client: FlaskClient) -> None:
    slip = counter.issue(counter.nour, 1250)
    ledgers.reverse(counter.session, slip.units_transfer_id, key="alone")
    counter.session.commit()
    page = as_(client, counter.ana).get(f"{counter.base}/fund").text

    assert "Units and euros do not agree" in page
    assert "Slip 1: 0.00 of units against €12.50." in page


def test_a_programme_is_founded_and_people_are_admitted(counter: Counter, client: FlaskClient) -> None:
    ana = as_(client, counter.ana)
    typed = {"name": "Coup de pouce", "conditions": "For some", "percent": "50", "monthly_cap": "20"}
    made = factories.post(ana, f"{counter.base}/programmes", **typed)
    twice = factories.post(ana, f"{counter.base}/programmes", **typed)
    factories.post(ana, f"{made.location}/admit", member=str(counter.nour.id))
    page = ana.get(made.location).text
    mine = as_(client.application.test_client(), counter.nour).get(f"{counter.base}/units").text
    others = as_(client.application.test_client(), counter.kim).get(f"{counter.base}/units").text

    assert (made.status_code, twice.status_code) == (302, 422)
    assert "The fund is empty" in page
    assert "You are in Coup de pouce" in mine
    assert "You are in" not in others
