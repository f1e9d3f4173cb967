"""Blocks that a plugin adds to the pages of its own listings and exchanges."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from flask import Flask

from app.kernel.contributions import Manifest, Panel, ResourceKind
from app.kernel.markers import hookimpl
from app.subnetworks.models import Installation
from app.testing import factories
from app.testing.village import Settle, Village


class Ferries:
    """A plugin with a kind, and a block on the pages of its listings and exchanges."""

    asked: ClassVar[list[tuple[str, str | None]]] = []  # of the class: an application outlives a test

    @hookimpl
    def manifest(self) -> Manifest:
        return Manifest(slug="ferries", title="Ferries", summary="On the river", author="Somebody")

    @hookimpl
    def resource_kinds(self) -> Iterator[ResourceKind]:
        yield ResourceKind(
            slug="ferries.ferry", label="Ferry", offer_label="I row", request_label="I cross",
            icon="box", unit="things", components=("A10",), terms=("gift",),
        )  # fmt: skip

    @hookimpl
    def panels(self) -> Iterator[Panel]:
        for place in ("listing", "exchange"):
            yield Panel(
                slug=f"ferries.{place}",
                title=f"The ferries of this {place}",
                place=place,  # type: ignore[arg-type]
                template="errors/page.html",
                context=self.context,
            )

    def context(self, session: Any, subject: Any, reader: Any) -> dict[str, Any]:
        self.asked.append((type(subject).__name__, reader.first_name if reader else None))
        return {"title": "Tides", "text": "High at noon", "code": 0}


@pytest.fixture
def river(make_app: Callable[..., Flask], village: Settle) -> tuple[Village, Ferries]:
    Ferries.asked.clear()
    ferries = Ferries()
    return village(ferries), ferries


def test_a_listing_and_an_exchange_show_the_block_of_the_plugin_of_their_kind(
    river: tuple[Village, Ferries],
) -> None:
    here, ferries = river
    listing = here.listing("ferries.ferry")
    exchange = here.ask(listing)

    public = here.page(None, f"/listings/{listing.id}")
    mine = here.page(here.ana, f"/listings/{listing.id}")
    asked = here.page(here.nour, f"/exchanges/{exchange.id}")

    assert "The ferries of this listing" in public
    assert "The ferries of this listing" in mine
    assert "The ferries of this exchange" in asked
    assert ferries.asked == [("Listing", None), ("Listing", "Ana"), ("Exchange", "Nour")]


def test_other_kinds_and_sub_networks_where_it_is_off_do_not_ask_it(river: tuple[Village, Ferries]) -> None:
    here, ferries = river
    foreign = factories.listing(here.session, here.ana, here.network, kind="time_bank.repairs")
    listing = here.listing("ferries.ferry")
    here.session.execute(sa.update(Installation).values(enabled=False))

    pages = [
        here.page(reader, f"/listings/{one.id}") for one in (foreign, listing) for reader in (None, here.ana)
    ]

    assert all("The ferries of this listing" not in page for page in pages)
    assert ferries.asked == []
