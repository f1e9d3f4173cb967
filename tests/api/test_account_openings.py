"""Opening second accounts and those of organisations through the interface, and closing them."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.api.scopes import Scope
from app.ledgers.models import Account, AccountHolder
from tests.api.purses import Purses, minutes


def open_at(purses: Purses, rest: str = "") -> str:
    return purses.path(f"ledgers/{purses.ledger.id}/accounts{rest}")


def test_a_second_account_starts_at_zero_and_is_closed_when_nothing_is_on_it(purses: Purses) -> None:
    ana = purses.of("Ana")

    made = ana.post(open_at(purses), json={"name": " Holiday  club "}, key="club")
    again = ana.post(open_at(purses), json={"name": " Holiday  club "}, key="club")
    same_name = ana.post(open_at(purses), json={"name": "holiday CLUB"})
    close = purses.path(f"accounts/{made.json['id']}/close")
    moved = ana.post(
        purses.path("transfers"),
        json={
            "from_account_id": purses.account_id("Ana"),
            "to_account_id": made.json["id"],
            "amount": 30,
        },
    )
    too_early = ana.post(close)
    ana.post(
        purses.path("transfers"),
        json={"from_account_id": made.json["id"], "to_account_id": purses.account_id("Ana"), "amount": 30},
    )
    by_bea = purses.of("Bea").post(close)
    closed = ana.post(close)

    assert (made.status_code, again.json, moved.status_code) == (201, made.json, 201)
    assert made.location.endswith(purses.path(f"accounts/{made.json['id']}"))
    assert (made.json["name"], made.json["right"], made.json["floor"]) == (
        "Holiday club (Ana)",
        "own",
        minutes(0),
    )
    assert same_name.json["errors"] == [
        {"detail": "You have an account of that name already.", "pointer": "#/name"}
    ]
    assert too_early.json["reasons"] == [
        "An account is closed when nothing is on it any more and nothing is set aside."
    ]
    assert by_bea.status_code == 404
    assert closed.json["closed_at"] is not None
    assert ana.post(purses.path(f"accounts/{purses.account_id('Ana')}/close")).json["reasons"] == [
        "This is the usual account here: it stays open."
    ]


def test_who_has_no_usual_account_opens_no_second_one(purses: Purses) -> None:
    refused = purses.of("Cora").post(open_at(purses), json={"name": "Holiday club"})

    assert refused.status_code == 409
    assert refused.json["reasons"] == [
        "Your usual account comes first: it opens by itself with your first exchange."
    ]
    assert purses.of("Ana").post(open_at(purses), json={"name": " "}).status_code == 422
    with purses.at_rest() as session:
        assert session.scalars(sa.select(Account.id).where(Account.name != "")).all() == []


@pytest.mark.parametrize("kind", ["organisation", "subnetwork", "community"])
def test_a_coordinator_opens_an_account_and_entrusts_it(purses: Purses, kind: str) -> None:
    cora, path = purses.of("Cora"), open_at(purses, "/entrusted")
    body = {"kind": kind, "name": "Bakery", "member_id": purses.member_id("Bea")}

    made = cora.post(path, json=body, key="bakery")
    again = cora.post(path, json=body, key="bakery")
    same_name = cora.post(path, json={"kind": kind, "name": "bakery"})

    assert (made.status_code, made.json["kind"], made.json["name"]) == (201, kind, "Bakery")
    assert again.json == made.json
    assert same_name.json["errors"][0]["detail"] == "There is an account of that name already."
    with purses.at_rest() as session:
        (opened,) = session.scalars(sa.select(Account).where(Account.name == "Bakery"))
        held = session.scalars(sa.select(AccountHolder)).all()
    assert opened.subnetwork_id == (purses.subnetwork.id if kind == "subnetwork" else None)
    assert [(one.account_id, one.member_id, one.right) for one in held] == [
        (opened.id, purses.members["Bea"].id, "pay")
    ]


def test_an_account_is_entrusted_to_a_member_by_who_coordinates_or_not_opened(purses: Purses) -> None:
    path, body = open_at(purses, "/entrusted"), {"kind": "organisation", "name": "Bakery"}

    to_nobody = purses.of("Cora").post(path, json={**body, "member_id": str(uuid4())})

    assert to_nobody.json["errors"] == [
        {"detail": "Choose somebody who is a member here.", "pointer": "#/member_id"}
    ]
    assert purses.of("Cora").post(path, json={**body, "kind": "issuance"}).status_code == 422
    assert purses.of("Ana").post(path, json=body).status_code == 403
    assert purses.of("Cora", Scope.READ, Scope.PAYMENTS).post(path, json=body).status_code == 403
    with purses.at_rest() as session:
        assert session.scalars(sa.select(Account.id).where(Account.name != "")).all() == []


def test_a_token_that_may_only_pay_does_nothing_with_the_accounts_of_others(purses: Purses) -> None:
    """A coordinator's right over them needs the scope for it, or it could be paid from them next."""
    made = purses.of("Ana").post(open_at(purses), json={"name": "Holiday club"}).json
    of_ana = purses.path(f"accounts/{made['id']}")
    holder = f"{of_ana}/holders/{purses.member_id('Cora')}"
    only_pays = purses.of("Cora", Scope.READ, Scope.PAYMENTS)
    administers = purses.of("Cora", Scope.READ, Scope.PAYMENTS, Scope.ADMINISTER)

    for program, status in ((only_pays, 404), (administers, 403)):
        assert program.put(holder, json={"right": "pay"}).status_code == status
        assert program.delete(holder).status_code == status
        assert program.post(f"{of_ana}/close").status_code == status
    with purses.at_rest() as session:
        assert session.scalars(sa.select(AccountHolder)).all() == []
    assert purses.of("Cora").put(holder, json={"right": "pay"}).status_code == 200
    assert purses.of("Cora").post(f"{of_ana}/close").json["closed_at"] is not None
