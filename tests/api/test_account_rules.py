"""Who may use an account, its limits and what is set aside on it, through the interface."""

from uuid import uuid4

import sqlalchemy as sa

from app.api.scopes import Scope
from app.ledgers import services
from app.ledgers.models import AccountHolder, AccountKind, Right
from app.notifications.models import Notification
from app.testing import factories
from tests.api.purses import Purses, minutes


def holder(purses: Purses, account: str, member: str) -> str:
    return purses.path(f"accounts/{purses.account_id(account)}/holders/{purses.member_id(member)}")


def test_somebody_may_pay_up_to_an_amount_until_it_is_taken_back(purses: Purses) -> None:
    ana, path = purses.of("Ana"), holder(purses, "Ana", "Bea")
    body = {
        "from_account_id": purses.account_id("Ana"),
        "to_account_id": purses.account_id("Carl"),
        "amount": 5,
    }

    given = ana.put(path, json={"right": "pay_up_to", "most": 50})
    same = ana.put(path, json={"right": "pay_up_to", "most": 50})
    paid = purses.of("Bea").post(purses.path("transfers"), json=body)
    taken = ana.delete(path)
    after = purses.of("Bea").post(purses.path("transfers"), json=body)

    assert given.json == {
        "member_id": purses.member_id("Bea"),
        "first_name": "Bea",
        "right": "pay_up_to",
        "most": minutes(50),
    }
    assert same.json == given.json
    assert (paid.status_code, taken.status_code, taken.data, after.status_code) == (201, 204, b"", 422)
    with purses.at_rest() as session:
        kinds = session.scalars(sa.select(Notification.kind).order_by(Notification.id)).all()
    told = [kind for kind in kinds if kind.startswith("account.")]
    assert told == ["account.may_pay_up_to", "account.right_taken"]


def test_only_who_manages_an_account_lets_others_use_it(purses: Purses) -> None:
    for name in ("Bea", "Carl"):
        assert purses.of(name).put(holder(purses, "Ana", "Bea"), json={"right": "pay"}).status_code == 404
        assert purses.of(name).delete(holder(purses, "Ana", "Bea")).status_code == 404
    only_reads = purses.of("Ana", Scope.READ)
    assert only_reads.put(holder(purses, "Ana", "Bea"), json={"right": "pay"}).status_code == 403
    with purses.at_rest() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AccountHolder)) == 0


def test_rights_that_cannot_be_meant_are_refused(purses: Purses) -> None:
    ana, path = purses.of("Ana"), holder(purses, "Ana", "Bea")
    nobody = purses.path(f"accounts/{purses.account_id('Ana')}/holders/{uuid4()}")

    assert ana.put(path, json={"right": "pay_up_to"}).json["errors"][0]["pointer"] == "#/most"
    assert ana.put(path, json={"right": "see", "most": 5}).json["errors"][0]["pointer"] == "#/most"
    assert ana.put(path, json={"right": "own"}).json["errors"][0]["pointer"] == "#/right"
    assert ana.put(nobody, json={"right": "see"}).json["reasons"] == ["Choose somebody who is a member here."]
    assert ana.put(holder(purses, "Ana", "Ana"), json={"right": "see"}).status_code == 422


def test_what_is_set_aside_is_listed_for_both_accounts(purses: Purses) -> None:
    services.hold(
        purses.session,
        ledger=purses.session.merge(purses.ledger),
        payer_id=purses.accounts["Ana"].id,
        payee_id=purses.accounts["Bea"].id,
        amount=60,
        key="hold",
    )
    purses.session.commit()

    def held(name: str, account: str):
        return purses.of(name).get(purses.path(f"accounts/{purses.account_id(account)}/holds"))

    (seen,) = held("Ana", "Ana").json["items"]
    assert (seen["from_account"]["name"], seen["to_account"]["name"]) == ("Ana", "Bea")
    assert (seen["amount"], seen["levies"], seen["state"]) == (minutes(60), minutes(0), "open")
    assert held("Bea", "Bea").json["items"] == [seen]
    assert held("Carl", "Carl").json["items"] == []
    assert held("Carl", "Ana").status_code == 404


def test_what_is_set_aside_is_not_told_to_those_who_only_see_the_account(purses: Purses) -> None:
    account = purses.session.merge(purses.accounts["Ana"])
    services.give_right(
        purses.session, account, purses.members["Carl"].id, right=Right.PAY, most=None, given_by_id=None
    )
    purses.session.commit()
    path = purses.path(f"accounts/{purses.account_id('Ana')}")

    answers = {name: purses.of(name).get(f"{path}/holds").status_code for name in ("Ana", "Carl", "Cora")}

    assert purses.of("Carl").get(path).status_code == purses.of("Cora").get(path).status_code == 200
    assert answers == {"Ana": 200, "Carl": 404, "Cora": 404}


def test_what_is_set_aside_on_an_account_of_nobody_is_told_to_those_who_use_it(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    bakery = services.open_account(
        purses.session, ledger, kind=AccountKind.ORGANISATION, name="Bakery", member_id=None
    )
    for name, right in (("Ana", Right.PAY), ("Bea", Right.SEE)):
        services.give_right(
            purses.session, bakery, purses.members[name].id, right=right, most=None, given_by_id=None
        )
    services.hold(
        purses.session,
        ledger=ledger,
        payer_id=purses.accounts["Carl"].id,
        payee_id=bakery.id,
        amount=60,
        key="hold",
        exchange_id=uuid4(),
    )
    purses.session.commit()
    path = purses.path(f"accounts/{bakery.id}/holds")

    (seen,) = purses.of("Ana").get(path).json["items"]

    assert (seen["amount"], seen["exchange_id"]) == (minutes(60), None)
    assert [purses.of(name).get(path).status_code for name in ("Bea", "Carl", "Cora")] == [404, 404, 404]


def test_coordinators_give_an_account_limits_of_its_own_and_take_them_back(purses: Purses) -> None:
    path = purses.path(f"accounts/{purses.account_id('Ana')}/limits")
    cora = purses.of("Cora")
    purses.give("Ana", "Bea", 100)

    own = cora.put(path, json={"floor": -200, "ceiling": None})
    too_tight = cora.put(path, json={"floor": -50, "ceiling": None})
    usual = cora.put(path, json={"as_all": True})

    assert (own.json["floor"], own.json["ceiling"], own.json["free_to_spend"]) == (
        minutes(-200),
        None,
        minutes(100),
    )
    assert too_tight.json["errors"][0]["pointer"] == "#/floor"
    assert usual.json["floor"] == minutes(-600)
    assert purses.of("Ana").put(path, json={"floor": -900}).status_code == 403
    assert purses.of("Cora", Scope.PAYMENTS).put(path, json={"floor": -900}).status_code == 403
    for wrong in ({"floor": 5}, {"floor": -(10**30)}, {"ceiling": -1}, {"floor": "low"}):
        assert cora.put(path, json=wrong).status_code == 422, wrong


def test_limits_that_could_grow_are_suggested_and_accepted_as_they_were_shown(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    payers = [factories.member(purses.session, purses.territory, first_name=f"P{n}") for n in range(4)]
    for member in payers:
        account = services.account_of(purses.session, ledger, member.id)
        services.transfer(
            purses.session,
            ledger=ledger,
            payer_id=account.id,
            payee_id=purses.accounts["Ana"].id,
            amount=280,
            reason="exchange",
            key=f"p{member.id}",
        )
    purses.session.commit()
    cora, path = purses.of("Cora"), purses.path(f"accounts/{purses.account_id('Ana')}/suggestion")

    (one,) = cora.get(purses.path(f"ledgers/{purses.ledger.id}/suggestions")).json
    wrong = cora.post(path, json={"floor": one["floor"]["amount"] - 60})
    accepted = cora.post(path, json={"floor": one["floor"]["amount"]})

    assert (one["name"], one["received"], one["partners"]) == ("Ana", minutes(1120), 4)
    assert wrong.status_code == 409
    assert accepted.json["floor"] == one["floor"]
    assert cora.get(purses.path(f"ledgers/{purses.ledger.id}/suggestions")).json == []
