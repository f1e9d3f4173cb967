"""The examples of docs/plugins.md do what the guide says: each hook is asked on a running platform."""

import re
from types import ModuleType

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.exchanges.models import State
from app.jobs.running import run_due
from app.kernel.registry import Plugins, built_by
from app.ledgers.models import Entry, Transfer
from app.listings.models import Direction
from app.subnetworks.services import install
from app.testing import factories
from app.testing.village import Settle
from tests.kit.guide import GUIDE, built


@pytest.fixture(scope="session")
def oven(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The plugin of the guide."""
    return built(tmp_path_factory.mktemp("guide"))


@pytest.fixture(autouse=True)
def named(oven: ModuleType, request: pytest.FixtureRequest) -> None:
    """Let the tests say ``oven``, as the guide does."""
    request.module.oven = oven


def test_hook_manifest(village: Settle) -> None:
    here = village(oven, most=3)

    page = here.client(here.ana).get(f"/t/bordeaux/networks/{here.network.slug}").text
    with pytest.raises(Refusal, match="People count on the loaves they were promised"):
        install(here.session, here.plugins, subnetwork=here.network, plugin="oven", settings={"most": 2})

    assert "Warm today" in page
    assert list(here.plugins.installed) == ["oven"]


def test_hook_resource_kinds(village: Settle) -> None:
    here = village(oven)

    answer = here.write(here.ana, "oven.loaf", "Rye, on Saturday")
    exchange = here.ask(here.listing("oven.loaf"), quantity=3)

    assert answer.status_code == 302
    assert "Rye, on Saturday" in here.page(here.nour, "/search?kind=oven.loaf")
    assert "3 loaves" in here.page(here.ana, f"/exchanges/{exchange.id}")


def test_hook_match_criteria(village: Settle) -> None:
    here = village(oven)
    offer = here.listing("oven.loaf")
    request = here.listing("oven.loaf", direction=Direction.REQUEST)
    elsewhere = here.listing("oven.loaf", direction=Direction.REQUEST)
    elsewhere.place = "Pessac"

    assert here.score("oven.place", offer, request) == (1.0, "still warm: both are in Bordeaux")
    assert here.score("oven.place", offer, elsewhere) is None


def test_a_loaf_is_baked_paid_in_crumbs_and_counted(village: Settle) -> None:
    here = village(oven, most=3)
    listing = here.listing("oven.loaf")

    exchange = here.agree(here.ask(listing, quantity=2, terms="oven.crumbs"))
    here.confirm(here.done(exchange))

    assert here.measured() == {"oven.loaves": 2}
    assert (here.balance(here.ana), here.balance(here.nour)) == (4, -4)


def test_hook_settlement_methods(village: Settle) -> None:
    here = village(oven, most=20)

    exchange = here.ask(here.listing("oven.loaf"), quantity=11, terms="oven.crumbs")

    assert exchange.proposal.amount == 22
    with pytest.raises(Refusal):
        here.agree(exchange)
    assert exchange.state == State.ASKED


def test_hook_impact_measures(village: Settle) -> None:
    here = village(oven)

    here.confirm(here.done(here.agree(here.ask(here.listing("oven.loaf")))))

    assert here.measured() == {"oven.loaves": 1}


def test_hook_panels(village: Settle) -> None:
    here = village(oven)
    path = f"/networks/{here.network.slug}"

    before = here.page(here.nour, path)
    listing = here.listing("oven.loaf")
    listing.title = "A loaf from the village"
    after = here.page(here.nour, path)

    assert "<li>A loaf from the village</li>" not in before
    assert "<li>A loaf from the village</li>" in after


def test_hook_data_formats(village: Settle) -> None:
    here = village(oven)
    listing = here.listing("oven.loaf")

    export = here.plugins.formats["oven.lines"].export

    assert export is not None
    assert export(here.session, here.territory) == f"{listing.title}\n".encode()


def test_hook_jobs(village: Settle) -> None:
    here = village(oven)

    ran = run_due(here.app, only=["oven.wood"])
    here.work("oven.wood")

    transfers = here.session.scalars(sa.select(Transfer)).all()
    entries = here.session.scalars(sa.select(Entry.amount).order_by(Entry.amount)).all()
    assert ran == ["oven.wood"]
    assert [transfer.reason for transfer in transfers] == ["wood"]
    assert entries == [-1, 1]


def test_hook_notices_and_hook_exchange_advanced(village: Settle) -> None:
    here = village(oven)
    listing = here.listing("oven.loaf")

    here.confirm(here.done(here.agree(here.ask(listing))))

    assert ("oven.eaten", f"“{listing.title}” was eaten.") in here.told(here.ana)
    assert f"“{listing.title}” was eaten." in here.client(here.ana).get("/notifications/").text


def test_hook_exchange_objections(village: Settle) -> None:
    here = village(oven, most=3)
    exchange = here.ask(here.listing("oven.loaf"), quantity=4)

    with pytest.raises(Refusal) as refused:
        here.agree(exchange)

    assert refused.value.reasons == ("At most 3 loaves for one person.",)


def test_hook_demo_data(village: Settle) -> None:
    here = village(oven)

    here.demonstrate()

    assert here.session.scalars(sa.select(Transfer.reason)).all() == ["wood"]


def test_a_page_and_an_operation_show_the_loaves_of_the_territory(village: Settle) -> None:
    here = village(oven)
    listing = here.listing("oven.loaf")

    page = here.page(None, "/oven/warm")
    answer = here.program().get("/bordeaux/oven/loaves")

    assert f"<li>{listing.title}</li>" in page
    assert answer.json == {"items": [{"id": str(listing.id), "title": listing.title}], "next": None}


def test_a_form_of_a_sub_network_gives_once_and_says_no_beside_the_field(village: Settle) -> None:
    here = village(oven)
    browser, path = here.client(here.nour), f"/t/bordeaux/oven/{here.network.slug}/wood"

    shown = browser.get(path).text
    answers = [
        factories.post(browser, path, amount=amount, key=key).status_code
        for amount, key in ((12, "a"), (12, "a"), (12, "b"), (51, "c"))
    ]

    assert "Crumbs for the wood" in shown
    assert answers == [302, 302, 422, 422]
    assert here.balance(here.nour) == -12


def test_an_operation_gives_what_the_form_gives_and_keeps_its_rules(village: Settle) -> None:
    here = village(oven)
    program, path = here.program(here.nour), f"/bordeaux/oven/{here.network.slug}/wood"

    answers = [program.post(path, {"amount": amount}) for amount in (12, 12, "12")]

    assert [answer.status_code for answer in answers] == [201, 409, 422]
    assert answers[0].json == {"amount": 12}
    assert here.balance(here.nour) == -12


def test_the_pages_of_a_plugin_that_is_on_nowhere_are_not_found(village: Settle) -> None:
    here = village(oven)
    factories.territory(here.session, "pessac")
    here.session.commit()

    assert here.client().get("/t/pessac/oven/warm").status_code == 404
    assert here.client().get("/api/v1/pessac/oven/loaves").status_code == 404


def test_every_hook_of_the_guide_is_in_the_plugin() -> None:
    hooks = re.findall(r"^### (\w+)$", GUIDE, re.MULTILINE)

    assert all(hasattr(getattr(oven, hook), "together_impl") for hook in hooks)
    assert list(Plugins(built_by([oven])).installed) == ["oven"]


def test_a_village_takes_only_settings_and_columns_that_exist(village: Settle) -> None:
    here = village(oven)

    with pytest.raises(AssertionError, match="oven has no setting mots"):
        village(oven, mots=3)
    with pytest.raises(AssertionError, match=r"oven\.loaf has no column by"):
        here.listing("oven.loaf", by=here.nour)
