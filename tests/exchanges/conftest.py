"""A small street: two neighbours, a coordinator, and a plugin of five lines that settles in a ledger."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.exchanges import services
from app.exchanges.models import Exchange, Proposal, State
from app.exchanges.wishes import Wish
from app.ledgers import services as ledgers
from app.ledgers.models import Ledger
from app.listings.models import Listing
from app.members.models import Member
from app.plugin_api import Manifest, Quote, ResourceKind, SettlementMethod, hookimpl
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories


def _ledger(session: Session, subnetwork: Subnetwork) -> Ledger:
    return ledgers.open_ledger(
        session,
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        plugin="hours",
        name="Hours",
        unit="minutes",
        floor=-120,
    )


def _quote(session: Session, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    return Quote(amount=proposal.quantity or 0, text="as long as it takes")


def _costs(session: Session, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    return Quote(amount=proposal.amount, text="what you say", ceiling=500)


@dataclass(eq=False)
class Hours:
    """The plugin of the tests; what it says can be changed while a test runs."""

    objections: list[str] = field(default_factory=list)
    failure: Exception | None = None
    followed: list[tuple[str, str]] = field(default_factory=list)
    __name__ = "hours"

    @hookimpl
    def manifest(self) -> Manifest:
        return Manifest(slug="hours", title="Hours", summary="An hour is an hour.", author="Tests")

    @hookimpl
    def resource_kinds(self) -> Iterable[ResourceKind]:
        return [
            ResourceKind(
                slug="hours.help",
                label="Help",
                offer_label="I help",
                request_label="I need help",
                icon="clock",
                unit="minutes",
                components=("A08",),
                terms=("gift", "hours.hours", "hours.costs"),
                default_quantity=60,
            )
        ]

    @hookimpl
    def settlement_methods(self) -> Iterable[SettlementMethod]:
        return [
            SettlementMethod(
                slug="hours.hours", label="in hours", quote=_quote, ledger=_ledger, unit="minutes"
            ),
            SettlementMethod(
                slug="hours.costs",
                label="shared costs",
                quote=_costs,
                asks_amount=True,
                amount_label="Share of the costs",
                unit="cents",
            ),
        ]

    @hookimpl
    def exchange_objections(self, session: Session, exchange: Exchange, to: State) -> Iterable[str]:
        return [f"{reason} ({exchange.proposal.number})" for reason in self.objections]

    @hookimpl
    def exchange_advanced(self, session: Session, exchange: Exchange, was: State) -> None:
        self.followed.append((was, exchange.state))
        if self.failure is not None:
            raise self.failure


PLUGIN = Hours()


@pytest.fixture
def plugin() -> Hours:
    """The plugin of this test, as it was made."""
    PLUGIN.objections, PLUGIN.failure, PLUGIN.followed = [], None, []
    return PLUGIN


@pytest.fixture
def app(make_app: Callable[..., Flask], plugin: Hours) -> Flask:
    """An application with this one plugin."""
    return make_app([plugin])


@dataclass
class Street:
    """Ana offers help; Bilal asks for it; Chloé coordinates; Dora lives there too."""

    app: Flask
    session: Session
    territory: Territory
    subnetwork: Subnetwork
    ana: Member
    bilal: Member
    chloe: Member
    dora: Member
    listing: Listing

    @property
    def plugins(self) -> Any:
        return self.app.extensions["together_plugins"]

    def ask(self, **wish: Any) -> Exchange:
        """Let Bilal ask Ana for an hour and a half, in hours."""
        values = {"what": "The front brake", "quantity": 90, "terms": "hours.hours", **wish}
        exchange = services.ask(
            self.session,
            self.plugins,
            listing=self.listing,
            asker=self.bilal,
            text="Hello Ana!",
            wish=Wish(**values),
        )
        self.session.commit()
        return exchange

    def agree(self, **wish: Any) -> Exchange:
        """Let Ana agree to what Bilal asks."""
        exchange = self.ask(**wish)
        services.accept(self.session, self.plugins, exchange, by=self.ana)
        self.session.commit()
        return exchange

    def done(self) -> Exchange:
        """Let Ana say that it is done."""
        exchange = self.agree()
        services.mark_done(self.session, self.plugins, exchange, by=self.ana)
        self.session.commit()
        return exchange

    def balance(self, member: Member) -> tuple[int, int]:
        """Return what is on the account of a member, and what of it is set aside."""
        ledger = _ledger(self.session, self.subnetwork)
        account = ledgers.account_of(self.session, ledger, member.id)
        self.session.refresh(account)
        found = (account.balance, account.held)
        self.session.commit()
        return found

    def client(self, member: Member) -> FlaskClient:
        """Return a browser in which the member is signed in."""
        client = self.app.test_client()
        factories.sign_in(client, member.person)
        return client

    def path(self, exchange: Exchange, *rest: str) -> str:
        """Return the address of the page of an exchange, or of one below it."""
        return "/".join((f"/t/{self.territory.slug}/exchanges/{exchange.id}", *rest))


@pytest.fixture
def street(app: Flask, session: Session) -> Street:
    """The street, committed."""
    territory = factories.territory(session)
    subnetwork = factories.subnetwork(session, territory, plugins=("hours",))
    ana, bilal, chloe, dora = (
        factories.member(session, territory, first_name=name) for name in ("Ana", "Bilal", "Chloé", "Dora")
    )
    factories.takes_part(session, subnetwork, chloe, coordinates=True)
    listing = factories.listing(
        session, ana, subnetwork, kind="hours.help", terms=["hours.hours", "gift", "hours.costs"]
    )
    session.commit()
    return Street(app, session, territory, subnetwork, ana, bilal, chloe, dora, listing)
