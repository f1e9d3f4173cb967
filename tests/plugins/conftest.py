"""A village for the tests of plugins: Ana, Nour, and a sub-network with one plugin on."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.exchanges import services
from app.exchanges.models import Exchange
from app.exchanges.wishes import Wish
from app.kernel.registry import Plugins
from app.listings.models import Direction, Listing
from app.testing import factories


class Village:
    """Ana offers, Nour asks."""

    def __init__(self, app: Flask, session: Session, plugin: str, settings: dict[str, Any]) -> None:
        self.session, self.plugin = session, plugin
        self.plugins: Plugins = app.extensions["together_plugins"]
        self.territory = factories.territory(session)
        self.ana = factories.member(session, self.territory, first_name="Ana")
        self.nour = factories.member(session, self.territory, first_name="Nour")
        self.network = factories.subnetwork(
            session, self.territory, plugins=[plugin], settings={plugin: settings}
        )

    def listing(self, kind: str, *, direction: Direction = Direction.OFFER, **detail: Any) -> Listing:
        terms = list(self.plugins.kinds[kind].terms)
        owner = self.ana if direction is Direction.OFFER else self.nour
        made = factories.listing(
            self.session, owner, self.network, kind=kind, direction=direction, terms=terms
        )
        table = self.plugins.kinds[kind].detail
        assert table is not None
        self.session.add(table(listing_id=made.id, territory_id=made.territory_id, **detail))
        self.session.commit()
        return made

    def ask(self, listing: Listing, **wish: Any) -> Exchange:
        return services.ask(
            self.session,
            self.plugins,
            listing=listing,
            asker=self.nour,
            text="May I?",
            wish=Wish(what="As listed", **wish),
        )

    def agree(self, exchange: Exchange) -> Exchange:
        return services.accept(self.session, self.plugins, exchange, by=self.ana)

    def score(self, slug: str, offer: Listing, request: Listing) -> tuple[float, str] | None:
        match = self.plugins.criteria[slug].score(self.session, offer, request)
        return None if match is None else (match.score, match.reason)

    def measured(self, slug: str, exchange: Exchange) -> int | None:
        return self.plugins.measures[slug].measure(self.session, exchange)


@pytest.fixture
def village(app: Flask, session: Session) -> Callable[..., Village]:
    """``village("goods", longest_loan=7)``: a village where this plugin is on, with these settings."""

    def settle(plugin: str, **settings: Any) -> Village:
        return Village(app, session, plugin, settings)

    return settle
