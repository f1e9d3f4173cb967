"""Statements that everybody may read, and statements on paper."""

import pytest

from app import clock
from app.ledgers import services
from app.ledgers.account_statement import MOST_LINES
from app.ledgers.models import AccountKind
from app.testing import factories
from tests.ledgers.conftest import make_village


@pytest.fixture
def village(session):
    made = make_village(session)
    made.accounts["fund"] = services.community_account(session, made.ledger, "Solidarity fund")
    made.accounts["Bakery"] = services.open_account(
        session, made.ledger, kind=AccountKind.ORGANISATION, name="Bakery Dupain"
    )
    session.commit()
    return made


def enter(client, village, name):
    factories.sign_in(client, village.members[name].person)
    return client


def common(account, rest=""):
    return f"/t/bordeaux/common-accounts/{account.id}{rest}"


def test_everybody_reads_a_common_account_where_only_organisations_are_named(client, village):
    village.give("Ana", "fund", 30, key="1", reason="payment", memo="For poor Mr Smith")
    village.give("fund", "Bakery", 10, key="2", reason="payment", memo="Bread for the party")
    village.session.commit()

    listed = client.get("/t/bordeaux/common-accounts/?subnetwork=time-bank&lang=en").text
    page = client.get(common(village.accounts["fund"], "?lang=en")).text
    table = client.get(common(village.accounts["fund"], ".csv?lang=en")).get_data().decode("utf-8-sig")

    assert "Solidarity fund" in listed
    for text in (page, table):
        assert "a member" in text
        assert "Bakery Dupain" in text
        assert "Bread for the party" in text
        assert "Ana" not in text
        assert "Smith" not in text


def test_accounts_of_members_and_organisations_are_not_common(client, village):
    for name in ("Ana", "Bakery"):
        for rest in ("", ".csv"):
            assert client.get(common(village.accounts[name], rest)).status_code == 404
    enter(client, village, "Bea")
    for name in ("Ana", "Bakery"):
        assert client.get(common(village.accounts[name], ".pdf")).status_code == 404


def test_a_sub_network_that_is_not_there_has_no_accounts(client, village):
    assert client.get("/t/bordeaux/common-accounts/?subnetwork=nowhere").status_code == 404


@pytest.mark.parametrize("large", ["", "?print=large"])
def test_a_statement_is_printed_for_its_owner(client, village, large):
    village.give("Bea", "Ana", 120, memo="Bread")
    village.session.commit()
    page = f"/t/bordeaux/accounts/{village.accounts['Ana'].id}.pdf{large}"
    enter(client, village, "Ana")

    answer = client.get(page)

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.get_data().startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="statement-')


def test_print_and_table_have_what_the_page_leaves_out(app, client, village):
    for number in range(MOST_LINES + 2):
        payer, payee = ("Ana", "Bea") if number % 2 else ("Bea", "Ana")
        village.give(payer, payee, 1, key=str(number), memo=f"Number {number}.")
    village.session.commit()
    account = f"/t/bordeaux/accounts/{village.accounts['Ana'].id}"
    village.session.commit()
    enter(client, village, "Ana")

    page = client.get(account).text
    table = client.get(f"{account}.csv").get_data(as_text=True)
    made = _printed(app, village)

    assert "2 older movements of these days are not shown here." in page
    assert "Number 1." not in page
    assert table.count("Number ") == made.count("Number ") == MOST_LINES + 2


def _printed(app, village):
    """Return the page that becomes a PDF, which has no text to look into."""
    from flask import render_template

    from app.ledgers import queries
    from app.ledgers.account_statement import statement

    today = clock.today("Europe/Paris")
    view = queries.accounts_of_member(village.session, village.members["Ana"].id)[0]
    found = statement(village.session, view.account.id, since=today, until=today, zone="Europe/Paris")
    village.session.commit()
    with app.test_request_context("/t/bordeaux/"):
        return render_template(
            "ledgers/statement_print.html",
            view=view,
            found=found,
            months=[("", found.lines)],
            large=True,
            printed_on=today,
        )
