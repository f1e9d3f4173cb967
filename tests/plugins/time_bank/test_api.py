"""The time bank for programs: its rules, workshops, cheques, and whom coordinators may think of."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.api.scopes import Scope
from app.db import new_id
from app.ledgers import services as ledgers
from app.ledgers.models import Transfer
from app.notifications.models import Notification
from app.testing import factories
from app.testing.program import Program
from plugins.time_bank import cheques, services, workshops
from plugins.time_bank.models import Cheque
from plugins.time_bank.workshop_models import WhoPays

BASE = "/bordeaux/time_bank/time-bank"


@pytest.fixture
def program(app):
    """``program(member, *scopes)``: a program of somebody who is committed."""
    return lambda *who: Program.of(app, *who)


def minutes(amount):
    return {"amount": amount, "unit": "minutes", "scale": 0}


def plan(valley, *, days: int = 1, **values):
    made = workshops.plan(
        valley.session,
        valley.subnetwork,
        leader_id=valley.ana.id,
        title="Bread",
        text="",
        where="The mill",
        starts_at=clock.now() + timedelta(days=days),
        **({"minutes": 60, "places": None, "who_pays": WhoPays.EACH} | values),
    )
    valley.session.commit()
    return made


def transfers(valley) -> int:
    with Session(valley.session.get_bind()) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Transfer)) or 0


def test_everybody_may_read_the_rules(valley, program):
    valley.settings(lowest_balance_minutes=-300, unit_name="grains", units_per_hour=20)

    shown = program().get(f"{BASE}/rules")

    assert shown.json == {
        "mode": "central",
        "name": "",
        "unit": "grains",
        "units_in_an_hour": 20,
        "welcome_minutes": 0,
        "lowest_balance_minutes": -300,
        "highest_balance_minutes": 1200,
        "longest_exchange_minutes": 600,
    }


def test_members_sign_up_wait_and_leave(valley, program):
    made = plan(valley, places=1)
    path = f"{BASE}/workshops/{made.id}"
    bea, carl = program(valley.bea), program(valley.carl)

    first, second = bea.post(f"{path}/sign-up").json, carl.post(f"{path}/sign-up").json
    bea.post(f"{path}/leave")
    after = carl.get(path).json

    assert (first["mine"], second["mine"], after["mine"]) == ("coming", "waiting", "coming")
    assert [one["first_name"] for one in after["guests"]] == [valley.carl.first_name]
    assert (first["leads"], program(valley.ana).get(path).json["leads"]) == (False, True)
    with Session(valley.session.get_bind()) as session:
        kinds = session.scalars(sa.select(Notification.kind).order_by(Notification.kind)).all()
    assert kinds == ["time_bank.place_free", "time_bank.somebody_comes"]
    assert program().get(path).status_code == 401


def test_who_leads_counts_it_once_for_those_who_came(valley, program):
    valley.settings()
    made = plan(valley)
    path = f"{BASE}/workshops/{made.id}"
    for one in (valley.bea, valley.carl):
        program(one).post(f"{path}/sign-up")
    ana, present = program(valley.ana), {"present": [str(valley.bea.id)]}

    early = ana.post(f"{path}/count", json=present)
    clock.shift(timedelta(days=2))
    stranger = ana.post(f"{path}/count", json={"present": [str(uuid4())]})
    by_guest = program(valley.bea).post(f"{path}/count", json=present)
    counted = ana.post(f"{path}/count", json=present, key="bread")
    again = ana.post(f"{path}/count", json=present, key="bread")
    twice = ana.post(f"{path}/count", json=present)

    assert early.json["reasons"] == ["It has not begun yet. Count it afterwards."]
    assert stranger.json["errors"][0]["pointer"] == "#/present"
    assert by_guest.status_code == 404
    assert counted.json["state"] == "held"
    assert {one["first_name"]: one["state"] for one in counted.json["guests"]} == {
        valley.bea.first_name: "came",
        valley.carl.first_name: "stayed_away",
    }
    assert again.json == counted.json
    assert twice.json["reasons"] == ["This workshop was held and counted."]
    assert transfers(valley) == 1


def test_workshops_come_page_by_page_the_next_first(valley, program):
    for days, title in ((3, "C"), (1, "A"), (2, "B")):
        made = plan(valley, days=days)
        made.title = title
    valley.session.commit()
    bea, path = program(valley.bea), f"{BASE}/workshops"

    first = bea.get(path, query_string={"limit": 2}).json
    second = bea.get(path, query_string={"limit": 2, "cursor": first["next"]}).json
    cancelled = program(valley.ana).post(f"{path}/{first['items'][0]['id']}/cancel").json

    assert [one["title"] for one in first["items"] + second["items"]] == ["A", "B", "C"]
    assert cancelled["state"] == "cancelled"
    assert [one["title"] for one in bea.get(path, query_string={"past": "true"}).json["items"]] == ["A"]


def test_a_cheque_says_whether_it_is_good_and_to_its_holder_whose_it_is(valley, program):
    valley.settings()
    ledger = services.ledger(valley.session, valley.subnetwork)
    book = cheques.print_book(
        valley.session, ledger=ledger, book_id=new_id(), cheques=2, member_id=valley.ana.id
    )
    valley.session.commit()
    with Session(valley.session.get_bind()) as session:
        number = session.scalars(sa.select(Cheque.number).where(Cheque.book_id == book.id)).first()
    path = f"{BASE}/cheques/{number}"

    to_holder, to_another = program(valley.ana).get(path).json, program(valley.bea).get(path).json

    assert to_holder == {
        "number": number,
        "state": "printed",
        "undone": False,
        "given_to": valley.ana.first_name,
        "used": None,
    }
    assert to_another == to_holder | {"given_to": None}
    slip_of_the_pen = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert program(valley.bea).get(f"{BASE}/cheques/{slip_of_the_pen}").status_code == 404
    assert program(valley.bea).get(f"{BASE}/cheques/none").status_code == 404


def test_coordinators_see_who_is_near_a_limit_and_the_books_of_cheques(valley, program):
    valley.settings(lowest_balance_minutes=-60)
    ledger = services.ledger(valley.session, valley.subnetwork)
    ana, bea = (ledgers.account_of(valley.session, ledger, one.id) for one in (valley.ana, valley.bea))
    ledgers.transfer(
        valley.session,
        ledger=ledger,
        payer_id=ana.id,
        payee_id=bea.id,
        amount=55,
        reason="exchange",
        key="one",
    )
    cheques.print_book(valley.session, ledger=ledger, book_id=new_id(), cheques=3, member_id=None)
    valley.session.commit()
    coordinator = program(valley.carl)

    care = coordinator.get(f"{BASE}/care").json
    (book,) = coordinator.get(f"{BASE}/cheque-books").json

    (near,) = care["near_floor"]
    assert (near["member_id"], near["balance"]) == (str(valley.ana.id), minutes(-55))
    assert (book["printed"], book["used"], book["given_to"]) == (3, 0, None)
    for path in ("care", "cheque-books"):
        assert program(valley.bea).get(f"{BASE}/{path}").status_code == 403


def test_coordinators_see_what_everybody_gave_and_received_page_by_page(client, valley, program):
    carl, path = program(valley.carl), f"{BASE}/balances"
    nothing = carl.get(path).json
    valley.done(90)
    valley.agreed(30)
    factories.sign_in(client, valley.carl.person)

    whole = carl.get(path).json["items"]
    first = carl.get(path, query_string={"limit": 1}).json
    rest = carl.get(path, query_string={"cursor": first["next"]}).json
    page = client.get(f"/t{path}").text

    assert nothing == {"items": [], "next": None}
    assert first["items"] + rest["items"] == whole
    by_name = {one["name"]: one for one in whole}
    ana, bea = by_name["Ana"], by_name["Bea"]
    assert (ana["balance"], ana["held"]) == (minutes(-90), minutes(30))
    assert (ana["gave"], ana["received"], ana["member_id"]) == (minutes(0), minutes(90), str(valley.ana.id))
    assert (bea["balance"], bea["gave"], bea["received"]) == (minutes(90), minutes(90), minutes(0))
    assert all(name in page for name in by_name)
    assert "30 min set aside" in page


def test_balances_are_for_who_coordinates_with_a_token_for_it(valley, program):
    valley.done(90)
    factories.subnetwork(valley.session, valley.territory, "garden")
    valley.session.commit()
    without = program(valley.carl, *(set(Scope) - {Scope.COORDINATE}))

    answers = [one.get(f"{BASE}/balances").status_code for one in (program(), program(valley.ana), without)]

    assert answers == [401, 403, 403]
    assert program(valley.carl).get("/bordeaux/time_bank/garden/balances").status_code == 404
