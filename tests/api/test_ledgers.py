"""Ledgers and common accounts through the interface: what everybody may see, and what coordinators may."""

from app import clock
from app.api.scopes import Scope
from app.impact.queries import FEWEST_PEOPLE
from app.ledgers import chain, services
from app.ledgers.models import AccountKind
from app.ledgers.published import seal
from app.testing import factories
from tests.api.purses import Purses, minutes


def test_everybody_may_read_the_rules_of_a_ledger_and_what_went_round(purses: Purses) -> None:
    moved = purses.give("Ana", "Bea", 90)
    purses.give("Bea", "Carl", 30)
    purses.give("Ana", "Carl", 5, reason="gift")
    services.reverse(purses.session, moved.id, key="no")
    _pay_bea(purses, FEWEST_PEOPLE - 2)

    (listed,) = purses.program().get(purses.path("ledgers")).json["items"]
    shown = purses.program().get(purses.path(f"ledgers/{purses.ledger.id}")).json

    assert listed == {
        "id": str(purses.ledger.id),
        "subnetwork": "hours",
        "governed_by": "time_bank",
        "purpose": "",
        "name": "Hours",
        "unit": "minutes",
        "scale": 0,
        "floor": minutes(-600),
        "ceiling": listed["ceiling"],
        "on_limit": "block",
        "welcome": minutes(0),
        "stopped": False,
    }
    assert shown == listed | {
        "takes_payments": True,
        "moved": {
            "amount": minutes(30 + FEWEST_PEOPLE - 2),
            "exchanges": FEWEST_PEOPLE - 1,
            "accounts": FEWEST_PEOPLE,
        },
    }


def test_what_went_round_among_too_few_to_hide_among_is_not_told(purses: Purses) -> None:
    _pay_bea(purses, FEWEST_PEOPLE - 2)

    shown = purses.program().get(purses.path(f"ledgers/{purses.ledger.id}")).json

    assert shown["moved"] is None


def test_the_head_of_the_chain_is_public_and_grows(purses: Purses) -> None:
    path = purses.path(f"ledgers/{purses.ledger.id}/head")
    before = purses.program().get(path).json
    purses.give("Ana", "Bea", 90)
    purses.give("Bea", "Carl", 5)
    chain.link(purses.session)
    purses.session.commit()

    after = purses.program().get(path).json

    assert before == {"number": 0, "digest": None, "at": None}
    with purses.at_rest() as session:
        head = seal(session, purses.ledger.id)
    assert head is not None
    assert (after["number"], after["digest"], len(after["digest"])) == (2, head.digest, 64)


def test_levies_are_told_to_members_and_not_to_visitors(purses: Purses) -> None:
    _levy(purses)
    path = purses.path(f"ledgers/{purses.ledger.id}/levies")

    (levy,) = purses.of("Ana").get(path).json

    assert {name: levy[name] for name in levy if name != "id"} == {
        "name": "For all",
        "rate": 1000,
        "fixed": minutes(0),
        "paid_by": "payer",
        "goes_to": "Tools",
    }
    assert purses.program().get(path).status_code == 401


def test_a_common_account_is_read_by_everybody_without_names_of_people(purses: Purses) -> None:
    _levy(purses)
    purses.of("Ana").post(
        purses.path("transfers"),
        json={"to_account_id": purses.account_id("Bea"), "amount": 90, "text": "For Bea alone"},
    )

    (common,) = purses.program().get(purses.path("common-accounts")).json["items"]
    path = purses.path(f"common-accounts/{common['id']}")
    statement = purses.program().get(f"{path}/statement")

    assert (common["name"], common["kind"], common["balance"]) == ("Tools", "community", minutes(9))
    assert purses.program().get(path).json == common
    (line,) = statement.json["lines"]
    assert (line["other"], line["reason"], line["text"]) == ("a member", "levy", "For all")
    assert line.keys() & {"transfer_id", "exchange_id", "recorded_by"} == set()
    for name in ("Ana", "Bea", "alone"):
        assert name not in statement.text
        assert name not in purses.program().get(f"{path}/statement.csv").text
    only = purses.path("common-accounts")
    assert purses.program().get(only, query_string={"subnetwork": "hours"}).json["items"] == [common]
    assert purses.program().get(only, query_string={"subnetwork": "none"}).status_code == 422


def test_the_account_of_a_member_is_no_common_account(purses: Purses) -> None:
    for rest in ("", "/statement", "/statement.csv"):
        path = purses.path(f"common-accounts/{purses.account_id('Ana')}{rest}")
        assert purses.of("Ana").get(path).status_code == 404


def test_organisations_funds_and_second_accounts_are_found_to_be_paid(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    for kind, name, member in (
        (AccountKind.ORGANISATION, "Bakery", None),
        (AccountKind.COMMUNITY, "Tools", None),
        (AccountKind.MEMBER, "Savings", "Ana"),
    ):
        member_id = purses.members[member].id if member else None
        services.open_account(purses.session, ledger, kind=kind, name=name, member_id=member_id)
    purses.session.commit()
    path = purses.path(f"ledgers/{purses.ledger.id}/payees")

    found = purses.of("Bea").get(path).json["items"]
    bakery = purses.of("Bea").get(path, query_string={"q": "bak"}).json["items"]

    assert {(one["kind"], one["name"]) for one in found} == {
        ("organisation", "Bakery"),
        ("community", "Tools"),
        ("member", "Savings (Ana)"),
    }
    assert [one["name"] for one in bakery] == ["Bakery"]
    paid = purses.of("Bea").post(
        purses.path("transfers"), json={"to_account_id": bakery[0]["account_id"], "amount": 5}
    )
    assert paid.json["to_account"] == {"account_id": bakery[0]["account_id"], "name": "Bakery"}


def test_nobody_is_found_to_be_paid_where_payments_are_not_open(purses: Purses) -> None:
    books = purses.session.merge(purses.ledger)
    fund = services.open_ledger(
        purses.session,
        territory_id=books.territory_id,
        subnetwork_id=books.subnetwork_id,
        plugin=books.plugin,
        purpose="fund",
        name="Fund",
        unit="minutes",
    )
    purses.session.commit()
    of_fund = purses.of("Bea").get(purses.path(f"ledgers/{fund.id}/payees"))
    purses.session.merge(purses.subnetwork).closed_at = clock.now()
    purses.session.commit()

    of_closed = purses.of("Bea").get(purses.path(f"ledgers/{books.id}/payees"))

    assert of_fund.status_code == 404
    assert (of_closed.status_code, of_closed.json) == (200, {"items": [], "next": None})


def test_coordinators_list_the_accounts_of_their_ledger_page_by_page(purses: Purses) -> None:
    path = purses.path(f"ledgers/{purses.ledger.id}/accounts")
    cora = purses.of("Cora")
    first = cora.get(path, query_string={"limit": 2}).json
    second = cora.get(path, query_string={"limit": 2, "cursor": first["next"]}).json

    assert sorted(one["name"] for one in first["items"] + second["items"]) == ["Ana", "Bea", "Carl"]
    assert second["next"] is None
    assert [one["name"] for one in cora.get(path, query_string={"q": "be"}).json["items"]] == ["Bea"]
    assert {one["right"] for one in first["items"]} == {"coordinate"}


def test_nobody_else_lists_the_accounts_or_the_movements_of_a_ledger(purses: Purses) -> None:
    session = purses.session
    other = factories.subnetwork(session, purses.territory, "gardens", plugins=("goods",))
    gardener = factories.member(session, purses.territory, first_name="Gil")
    factories.takes_part(session, other, gardener, coordinates=True)
    boss = factories.member(session, purses.territory, first_name="Ada", roles=["administrator"])
    session.commit()

    for rest in ("accounts", "transfers"):
        path = purses.path(f"ledgers/{purses.ledger.id}/{rest}")
        assert purses.of("Ana").get(path).status_code == 403
        assert purses.program(gardener).get(path).status_code == 404
        assert purses.program(boss).get(path).status_code == 404
        assert purses.of("Cora", Scope.READ, Scope.PAYMENTS).get(path).status_code == 403


def test_a_ledger_of_another_territory_is_not_found(purses: Purses) -> None:
    factories.territory(purses.session, "lyon")
    purses.session.commit()

    for rest in ("", "/head"):
        assert purses.program().get(f"/lyon/ledgers/{purses.ledger.id}{rest}").status_code == 404
    assert purses.program().get("/lyon/ledgers").json == {"items": [], "next": None}


def _pay_bea(purses: Purses, people: int) -> None:
    ledger = purses.session.merge(purses.ledger)
    for number in range(people):
        member = factories.member(purses.session, purses.territory, first_name=f"P{number}")
        services.transfer(
            purses.session,
            ledger=ledger,
            payer_id=services.account_of(purses.session, ledger, member.id).id,
            payee_id=purses.accounts["Bea"].id,
            amount=1,
            reason="exchange",
            key=f"one-{number}",
        )
    purses.session.commit()


def _levy(purses: Purses) -> None:
    ledger = purses.session.merge(purses.ledger)
    common = services.community_account(purses.session, ledger, "Tools")
    services.set_levy(purses.session, ledger, name="For all", account=common, rate=1000)
    purses.session.commit()
