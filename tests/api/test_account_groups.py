"""Groups of accounts with limits of their own, through the interface."""

from typing import Any
from uuid import uuid4

import pytest

from app.api.scopes import Scope
from tests.api.purses import Purses, minutes


def path(purses: Purses, rest: str = "") -> str:
    return purses.path(f"ledgers/{purses.ledger.id}/groups{rest}")


def floor_of(purses: Purses, name: str) -> Any:
    return purses.of("Cora").get(purses.path(f"accounts/{purses.account_id(name)}")).json["floor"]


def test_accounts_follow_the_group_that_they_are_put_into_until_it_is_dissolved(purses: Purses) -> None:
    cora = purses.of("Cora")
    everybody = [purses.account_id(name) for name in ("Ana", "Bea")]

    made = cora.post(path(purses), json={"name": " New  here ", "floor": -60, "ceiling": 300}, key="new")
    again = cora.post(path(purses), json={"name": " New  here ", "floor": -60, "ceiling": 300}, key="new")
    here = path(purses, f"/{made.json['id']}")
    body = {"account_ids": [*everybody, str(uuid4())], "group_id": made.json["id"]}
    put = cora.post(path(purses, "/put"), json=body)
    in_group = cora.get(
        purses.path(f"ledgers/{purses.ledger.id}/accounts"), query_string={"group_id": made.json["id"]}
    )
    changed = cora.put(here, json={"name": "Shops", "floor": -90, "on_limit": "block"})
    floors = [floor_of(purses, name) for name in ("Ana", "Bea", "Carl")]
    back = cora.post(path(purses, "/put"), json={"account_ids": everybody[:1], "group_id": None})
    counted = cora.get(here).json
    gone = cora.delete(here)

    assert (made.status_code, again.json) == (201, made.json)
    assert made.json == {
        "id": made.json["id"],
        "ledger_id": str(purses.ledger.id),
        "name": "New here",
        "floor": minutes(-60),
        "ceiling": minutes(300),
        "on_limit": "block",
        "accounts": 0,
    }
    assert made.location.endswith(here)
    assert (put.json, back.json) == ({"accounts": 2}, {"accounts": 1})
    assert sorted(one["name"] for one in in_group.json["items"]) == ["Ana", "Bea"]
    assert changed.json == made.json | {
        "name": "Shops",
        "floor": minutes(-90),
        "ceiling": None,
        "accounts": 2,
    }
    assert floors == [minutes(-90), minutes(-90), minutes(-600)]
    assert counted == changed.json | {"accounts": 1}
    assert (gone.status_code, cora.get(here).status_code, cora.get(path(purses)).json) == (204, 404, [])
    assert [floor_of(purses, name) for name in ("Ana", "Bea")] == [minutes(-600), minutes(-600)]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": "shops"}, "#/name"),
        ({"name": " "}, "#/name"),
        ({"floor": 1}, "#/floor"),
        ({"ceiling": -1}, "#/ceiling"),
        ({"on_limit": "ring"}, "#/on_limit"),
    ],
)
def test_a_group_that_cannot_be_is_refused_with_its_place(
    purses: Purses, wrong: dict[str, Any], pointer: str
) -> None:
    cora = purses.of("Cora")
    cora.post(path(purses), json={"name": "Shops"})

    refused = cora.post(path(purses), json={"name": "Others", **wrong})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert [one["name"] for one in cora.get(path(purses)).json] == ["Shops"]


def test_groups_are_for_who_coordinates_with_a_token_for_it(purses: Purses) -> None:
    cora, ana = purses.of("Cora"), purses.of("Ana")
    made = cora.post(path(purses), json={"name": "Shops"}).json
    here = path(purses, f"/{made['id']}")
    put = {"account_ids": [purses.account_id("Ana")], "group_id": str(uuid4())}

    assert ana.get(path(purses)).status_code == 403
    assert ana.delete(here).status_code == 403
    assert purses.of("Cora", Scope.READ, Scope.PAYMENTS).delete(here).status_code == 403
    assert cora.post(path(purses, "/put"), json=put).status_code == 404
    assert cora.delete(path(purses, f"/{uuid4()}")).status_code == 404
    assert cora.post(path(purses, "/put"), json={**put, "account_ids": []}).status_code == 422
    assert cora.get(path(purses)).json == [made]
