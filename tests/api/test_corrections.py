"""Putting mistakes right through the interface: the whole set goes back, once, by coordinators alone."""

from app.ledgers import services
from app.ledgers.verification import faults
from app.testing import factories
from tests.api.purses import Purses, minutes


def correction(purses: Purses, transfer_id: object, rest: str = "") -> str:
    return purses.path(f"ledgers/{purses.ledger.id}/transfers/{transfer_id}/correction{rest}")


def test_a_transfer_is_undone_with_its_levy_and_once(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    common = services.community_account(purses.session, ledger, "Tools")
    services.set_levy(purses.session, ledger, name="For all", account=common, rate=1000)
    purses.session.commit()
    moved = purses.give("Ana", "Bea", 90)
    cora = purses.of("Cora")

    made = cora.post(correction(purses, moved.id), json={"why": "It never was."}, key="undo")
    again = cora.post(correction(purses, moved.id), json={"why": "It never was."}, key="undo")
    twice = cora.post(correction(purses, moved.id), json={"why": "It never was."})

    assert (made.status_code, made.json["reverses_id"], made.json["text"]) == (
        201,
        str(moved.id),
        "It never was.",
    )
    assert again.json == made.json
    assert twice.json["reasons"] == ["This transfer has already been reversed."]
    assert purses.balances() == {"Ana": 0, "Bea": 0, "Carl": 0}
    old = purses.of("Ana").get(purses.path(f"transfers/{moved.id}")).json
    assert old["reversed_by_id"] == made.json["id"]
    with purses.at_rest() as session:
        assert faults(session, purses.ledger.id) == []


def test_the_right_transfer_is_made_instead_and_the_preview_says_so_first(purses: Purses) -> None:
    moved = purses.give("Ana", "Bea", 90)
    body = {"why": "It was Carl.", "instead": {"to_account_id": purses.account_id("Carl"), "amount": 60}}
    cora, before = purses.of("Cora"), purses.transfers()

    seen = cora.post(correction(purses, moved.id, "/preview"), json=body)
    untouched = purses.balances(), purses.transfers()
    made = cora.post(correction(purses, moved.id), json=body)

    assert seen.json == {
        "steps": [
            {"payer": "Bea", "payee": "Ana", "amount": minutes(90), "goes_back": True, "is_levy": False},
            {"payer": "Ana", "payee": "Carl", "amount": minutes(60), "goes_back": False, "is_levy": False},
        ],
        "accounts": [
            {"name": "Bea", "before": minutes(90), "after": minutes(0)},
            {"name": "Ana", "before": minutes(-90), "after": minutes(-60)},
            {"name": "Carl", "before": minutes(0), "after": minutes(60)},
        ],
    }
    assert untouched == ({"Ana": -90, "Bea": 90, "Carl": 0}, before)
    assert made.status_code == 201
    assert purses.balances() == {"Ana": -60, "Bea": 0, "Carl": 60}


def test_a_preview_says_why_it_cannot_be(purses: Purses) -> None:
    moved = purses.give("Ana", "Bea", 90)
    body = {"why": "More.", "instead": {"amount": 601}}

    seen = purses.of("Cora").post(correction(purses, moved.id, "/preview"), json=body)

    assert seen.status_code == 409
    assert seen.json["reasons"][0].startswith("This would take Ana's account below −10 h.")


def test_what_changes_nothing_or_names_no_account_is_refused(purses: Purses) -> None:
    moved = purses.give("Ana", "Bea", 90)
    cora = purses.of("Cora")
    nobody = "01900000-0000-7000-8000-000000000000"

    same = cora.post(correction(purses, moved.id), json={"why": "So.", "instead": {}})
    unknown = cora.post(
        correction(purses, moved.id), json={"why": "So.", "instead": {"to_account_id": nobody}}
    )
    silent = cora.post(correction(purses, moved.id), json={"why": ""})

    assert [one.status_code for one in (same, unknown, silent)] == [422, 422, 422]
    assert unknown.json["errors"][0]["pointer"] == "#/instead/to_account_id"
    assert silent.json["errors"][0]["pointer"] == "#/why"
    assert purses.balances()["Ana"] == -90


def test_only_the_coordinators_of_the_ledger_put_right(purses: Purses) -> None:
    moved = purses.give("Ana", "Bea", 90)
    other = factories.subnetwork(purses.session, purses.territory, "gardens", plugins=("goods",))
    gardener = factories.member(purses.session, purses.territory, first_name="Gil")
    factories.takes_part(purses.session, other, gardener, coordinates=True)
    purses.session.commit()

    for rest in ("", "/preview"):
        path = correction(purses, moved.id, rest)
        assert purses.of("Ana").post(path, json={"why": "Mine."}).status_code == 403
        assert purses.program(gardener).post(path, json={"why": "Mine."}).status_code == 404
    assert purses.balances()["Ana"] == -90


def test_the_movements_of_a_ledger_come_with_their_levies_the_latest_first(purses: Purses) -> None:
    purses.give("Ana", "Bea", 90)
    purses.give("Bea", "Carl", 30)
    path = purses.path(f"ledgers/{purses.ledger.id}/transfers")
    cora = purses.of("Cora")

    first = cora.get(path, query_string={"limit": 1}).json
    second = cora.get(path, query_string={"limit": 1, "cursor": first["next"]}).json

    amounts = [one["amount"]["amount"] for one in first["items"] + second["items"]]
    assert (amounts, second["next"]) == ([30, 90], None)
