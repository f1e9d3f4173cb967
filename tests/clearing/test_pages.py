"""People note what is owed, answer each other, and agree to a circle on its page."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.clearing.models import ClearingRound, Debt
from app.ledgers import services as ledgers
from app.ledgers.models import AccountKind, Ledger, Right, Transfer
from app.members.models import Member
from app.notifications.models import Notification
from app.testing import factories
from tests.clearing.conftest import Hamlet

HERE = "/t/bordeaux"


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(HERE + path)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def sign_in(app: Flask, member: Member) -> FlaskClient:
    client = app.test_client()
    factories.sign_in(client, member.person)
    return client


def press(client: FlaskClient, path: str, **typed: str) -> int:
    return factories.post(client, HERE + path, **typed).status_code


def told(session: Session, member: Member) -> list[str]:
    session.expire_all()
    found = session.query(Notification).filter_by(person_id=member.person_id).order_by(Notification.id)
    kinds = [notification.kind for notification in found]
    session.commit()  # an open transaction would block the pages on SQLite
    return kinds


def noted(hamlet: Hamlet, direction: str = "i_owe", **typed: str) -> dict[str, str]:
    return {
        "direction": direction,
        "mine": f"member:{hamlet.members['Ana'].id}",
        "other": f"member:{hamlet.members['Bea'].id}",
        "book": str(hamlet.ledger.id),
        "amount": "1 h 30",
        "text": "Pruning",
    } | typed


def test_what_i_owe_counts_at_once_and_the_other_is_told(app: Flask, hamlet: Hamlet) -> None:
    ana, bea = (sign_in(app, hamlet.members[name]) for name in ("Ana", "Bea"))

    status = press(ana, "/debts/new", **noted(hamlet))

    debt = hamlet.session.query(Debt).one()
    assert (status, debt.owed, debt.state) == (302, 90, "confirmed")
    assert "You owe Bea 1 h 30" in page(ana, "/debts")
    assert "Ana owes you 1 h 30" in page(bea, "/debts")
    assert told(hamlet.session, hamlet.members["Bea"]) == ["clearing.owed_to_you"]


def test_what_others_owe_me_waits_for_their_word(app: Flask, hamlet: Hamlet) -> None:
    ana, bea = (sign_in(app, hamlet.members[name]) for name in ("Ana", "Bea"))
    press(ana, "/debts/new", **noted(hamlet, "owed_to_me"))
    debt = hamlet.session.query(Debt).one()
    hamlet.session.commit()

    mine = press(ana, f"/debts/{debt.id}/confirm")
    theirs = press(bea, f"/debts/{debt.id}/confirm")

    hamlet.session.refresh(debt)
    assert (mine, theirs, debt.state) == (404, 302, "confirmed")
    assert told(hamlet.session, hamlet.members["Bea"]) == ["clearing.asked_to_confirm"]
    assert told(hamlet.session, hamlet.members["Ana"]) == ["clearing.confirm"]


def test_nobody_else_finds_a_debt(app: Flask, hamlet: Hamlet) -> None:
    debt = hamlet.owes("Ana", "Bea", 30)
    hamlet.session.commit()
    carl = sign_in(app, hamlet.members["Carl"])

    assert [press(carl, f"/debts/{debt.id}/{reply}") for reply in ("pay", "withdraw")] == [404, 404]
    assert press(carl, f"/debts/{uuid4()}/pay") == 404
    assert "Ana" not in page(carl, "/debts")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "a lot"}, "This is no amount that can be counted here."),
        ({"amount": "0"}, "This is no amount that can be counted here."),
        ({"amount": "-1 h"}, "This is no amount that can be counted here."),
        ({"text": ""}, "Say in a few words what it is for."),
        ({"other": ""}, "Choose who it is with."),
    ],
)
def test_what_cannot_be_noted_is_said_and_kept(
    app: Flask, hamlet: Hamlet, typed: dict[str, str], said: str
) -> None:
    ana = sign_in(app, hamlet.members["Ana"])

    response = factories.post(ana, f"{HERE}/debts/new", **(noted(hamlet) | typed))
    text = response.get_data(as_text=True)

    assert response.status_code == 422
    assert said in text
    assert ("Pruning" in text) == ("text" not in typed)
    assert hamlet.session.query(Debt).count() == 0


def test_euros_for_shared_costs_never_stand_on_an_account(app: Flask, hamlet: Hamlet) -> None:
    for name in ("Ana", "Bea"):
        factories.takes_part(hamlet.session, hamlet.subnetwork, hamlet.members[name])
    hamlet.session.commit()
    ana = sign_in(app, hamlet.members["Ana"])

    press(ana, "/debts/new", **noted(hamlet, book=f"costs:{hamlet.subnetwork.id}", amount="12,50"))
    debt = hamlet.session.query(Debt).one()
    shown = page(ana, "/debts")
    hamlet.session.commit()
    press(ana, f"/debts/{debt.id}/pay")

    hamlet.session.refresh(debt)
    assert "You owe Bea 12.50 EUR" in shown
    assert "I have paid it" in shown
    assert (debt.owed, debt.state) == (0, "settled")
    assert hamlet.session.query(Transfer).count() == 0
    assert hamlet.session.query(Ledger).filter_by(purpose="costs").count() == 1


def test_a_debt_in_hours_is_paid_from_the_account(app: Flask, hamlet: Hamlet) -> None:
    debt = hamlet.owes("Ana", "Bea", 40)
    hamlet.session.commit()
    ana = sign_in(app, hamlet.members["Ana"])

    twice = [press(ana, f"/debts/{debt.id}/pay") for _again in range(2)]

    assert twice[0] == 302
    assert hamlet.session.query(Transfer).count() == 1
    assert hamlet.balances() == {"Ana": -40, "Bea": 40, "Carl": 0, "Dina": 0}


def test_a_circle_is_proposed_agreed_and_taken_back_on_its_pages(app: Flask, hamlet: Hamlet) -> None:
    hamlet.circle(120, 90, 200)
    factories.takes_part(hamlet.session, hamlet.subnetwork, hamlet.members["Dina"], coordinates=True)
    hamlet.session.commit()
    people = {name: sign_in(app, member) for name, member in hamlet.members.items()}
    start = f"/ledgers/{hamlet.ledger.id}/clearing"
    hamlet.session.commit()

    refused = press(people["Ana"], start)
    proposed = press(people["Dina"], start)
    round_id = hamlet.session.query(ClearingRound).one().id
    hamlet.session.commit()
    mine = page(people["Ana"], f"/clearing/{round_id}")
    said = [press(people[name], f"/clearing/{round_id}/agree") for name in ("Ana", "Bea", "Carl")]

    assert (refused, proposed, said) == (404, 302, [302, 302, 302])
    assert "You owe Bea 1 h 30 less (Firewood)." in mine
    assert "Carl owes you 1 h 30 less (Firewood)." in mine
    assert "4 h 30 would cancel between 3 accounts. 0 of them have agreed." in mine
    assert "Answers" not in mine
    assert "carried out" in page(people["Carl"], f"/clearing/{round_id}")
    assert "Cancelled in circles 4 h 30" in page(people["Bea"], start)
    assert told(hamlet.session, hamlet.members["Ana"]) == ["clearing.proposed", "clearing.posted"]

    hamlet.session.commit()
    back = press(people["Dina"], f"/clearing/{round_id}/take-back", why="The wrong month.")

    assert back == 302
    assert "You owe Bea 2 h" in page(people["Ana"], "/debts")
    assert told(hamlet.session, hamlet.members["Ana"])[-1] == "clearing.taken_back"


def test_who_is_not_in_a_round_does_not_find_it(app: Flask, hamlet: Hamlet) -> None:
    hamlet.circle(120, 90, 200)
    factories.takes_part(hamlet.session, hamlet.subnetwork, hamlet.members["Carl"], coordinates=True)
    hamlet.session.commit()
    press(sign_in(app, hamlet.members["Carl"]), f"/ledgers/{hamlet.ledger.id}/clearing")
    found = hamlet.session.query(ClearingRound).one()
    hamlet.session.commit()

    dina = sign_in(app, hamlet.members["Dina"])

    assert page(dina, f"/clearing/{found.id}", 404)
    assert press(dina, f"/clearing/{found.id}/agree") == 404


def test_communities_owe_each_other_through_their_holders(app: Flask, hamlet: Hamlet) -> None:
    accounts = {}
    for name, holder in (("Time bank of the coast", "Ana"), ("Time bank of the hills", "Bea")):
        accounts[name] = ledgers.open_account(
            hamlet.session, hamlet.ledger, kind=AccountKind.ORGANISATION, name=name
        )
        holder_id = hamlet.members[holder].id
        ledgers.give_right(hamlet.session, accounts[name], holder_id, right=Right.PAY)
    coast, hills = (account.id for account in accounts.values())
    typed = noted(hamlet, mine=f"account:{coast}", other=f"account:{hills}", amount="10 h")
    foreign = noted(hamlet, mine=f"account:{hills}")
    hamlet.session.commit()
    ana, bea = (sign_in(app, hamlet.members[name]) for name in ("Ana", "Bea"))

    assert press(ana, "/debts/new", **foreign) == 422
    assert press(ana, "/debts/new", **typed) == 302

    assert "You owe Time bank of the hills 10 h" in page(ana, "/debts")
    assert "Time bank of the coast owes you 10 h" in page(bea, "/debts")
    assert told(hamlet.session, hamlet.members["Bea"]) == ["clearing.owed_to_you"]
