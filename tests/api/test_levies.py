"""Levies of a ledger through the interface: taken from now on, with what they brought, and ended."""

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.api.scopes import Scope
from app.ledgers import services
from app.ledgers.models import Levy
from tests.api.purses import Purses, minutes


def path(purses: Purses, rest: str = "") -> str:
    return purses.path(f"ledgers/{purses.ledger.id}/levies{rest}")


def levies(purses: Purses) -> int:
    with purses.at_rest() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Levy)) or 0


def test_a_levy_is_taken_into_a_new_fund_and_ended(purses: Purses) -> None:
    cora = purses.of("Cora")
    body = {"name": " Solidarity  fund ", "rate": 1000, "fixed": 1, "paid_by": "payee"}

    made = cora.post(path(purses), json=body, key="fund")
    again = cora.post(path(purses), json=body, key="fund")
    purses.of("Ana").post(
        purses.path("transfers"), json={"to_account_id": purses.account_id("Bea"), "amount": 90}
    )
    (before,) = cora.get(path(purses, "/history")).json
    ended = cora.post(path(purses, f"/{made.json['id']}/end"))
    twice = cora.post(path(purses, f"/{made.json['id']}/end"))

    assert (made.status_code, again.json) == (201, made.json)
    assert {name: made.json[name] for name in ("name", "rate", "fixed", "paid_by", "goes_to", "taken")} == {
        "name": "Solidarity fund",
        "rate": 1000,
        "fixed": minutes(1),
        "paid_by": "payee",
        "goes_to": "Solidarity fund",
        "taken": minutes(0),
    }
    assert (made.json["ended_at"], before["taken"]) == (None, minutes(10))
    assert purses.balances() == {"Ana": -90, "Bea": 80, "Carl": 0}
    assert ended.json == before | {"ended_at": ended.json["ended_at"]}
    assert ended.json["ended_at"] is not None
    assert twice.json == ended.json
    assert (cora.get(path(purses)).json, cora.get(path(purses, "/history")).json) == ([], [ended.json])


def test_a_levy_goes_to_a_common_account_and_to_no_other(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    tools = services.community_account(purses.session, ledger, "Tools")
    purses.session.commit()
    cora, body = purses.of("Cora"), {"name": "All", "fixed": 2}

    to_ana = cora.post(path(purses), json={**body, "account_id": purses.account_id("Ana")})
    to_nobody = cora.post(path(purses), json={**body, "account_id": str(uuid4())})
    made = cora.post(path(purses), json={**body, "account_id": str(tools.id)})
    same_name = cora.post(path(purses), json={**body, "name": "ALL"})

    assert to_ana.json["errors"] == [
        {"detail": "A levy goes to a common account of its ledger.", "pointer": "#/account_id"}
    ]
    assert to_nobody.status_code == 404
    assert (made.json["goes_to"], made.json["account_id"]) == ("Tools", str(tools.id))
    assert same_name.json["errors"][0]["detail"] == "A levy of that name is taken already."
    assert levies(purses) == 1


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({}, "#/rate"),
        ({"rate": 10_001}, "#/rate"),
        ({"rate": -1}, "#/rate"),
        ({"fixed": 2**62}, "#/fixed"),
        ({"rate": 100, "name": "  "}, "#/name"),
        ({"rate": 100, "name": "x" * 61}, "#/name"),
        ({"rate": 100, "paid_by": "both"}, "#/paid_by"),
    ],
)
def test_a_levy_that_cannot_be_is_refused_with_its_place(
    purses: Purses, wrong: dict[str, Any], pointer: str
) -> None:
    refused = purses.of("Cora").post(path(purses), json={"name": "All", **wrong})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert levies(purses) == 0


def test_levies_are_set_by_who_coordinates_with_a_token_for_it(purses: Purses) -> None:
    body = {"name": "All", "rate": 100}
    cora = purses.of("Cora")
    made = cora.post(path(purses), json=body).json

    assert purses.of("Ana").post(path(purses), json=body).status_code == 403
    assert purses.of("Cora", Scope.READ, Scope.PAYMENTS).post(path(purses), json=body).status_code == 403
    assert cora.post(purses.path(f"ledgers/{uuid4()}/levies"), json=body).status_code == 404
    assert cora.post(path(purses, f"/{uuid4()}/end")).status_code == 404
    assert purses.of("Ana").post(path(purses, f"/{made['id']}/end")).status_code == 403
    assert purses.of("Ana").get(path(purses, "/history")).status_code == 403
    assert [one["ended_at"] for one in cora.get(path(purses, "/history")).json] == [None]
