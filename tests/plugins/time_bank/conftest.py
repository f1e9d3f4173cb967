from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.exchanges import services
from app.exchanges.models import Exchange
from app.exchanges.wishes import Wish
from app.kernel.registry import Plugins
from app.ledgers.models import Account
from app.ledgers.queries import accounts_of_ledger, find_ledger
from app.listings.models import Direction, Listing
from app.members.models import Member
from app.subnetworks.models import Installation, Subnetwork
from app.subnetworks.services import install
from app.territories.models import Territory
from app.testing import factories
from plugins.time_bank.models import Task


@dataclass
class Valley:
    """Two people and a coordinator in a sub-network with the time bank on, committed."""

    session: Session
    plugins: Plugins
    territory: Territory
    subnetwork: Subnetwork
    ana: Member
    bea: Member
    carl: Member
    listings: dict[str, Listing] = field(default_factory=dict)

    def settings(self, **settings: Any) -> None:
        """Change some settings, as a coordinator does; nobody is lent hours unless it is said."""
        installation = self.session.query(Installation).one()
        known = {"welcome_minutes": 0, **installation.settings, **settings}
        install(self.session, self.plugins, subnetwork=self.subnetwork, plugin="time_bank", settings=known)
        self.session.commit()

    def listing(self, member: Member, direction: Direction = Direction.OFFER, **task: Any) -> Listing:
        made = factories.listing(
            self.session, member, self.subnetwork, direction=direction, terms=["time_bank.hours", "gift"]
        )
        self.session.add(Task(listing_id=made.id, territory_id=made.territory_id, **task))
        self.session.commit()
        return made

    def agreed(self, minutes: int, terms: str = "time_bank.hours") -> Exchange:
        """Let Ana ask for Bea's help, and Bea accept."""
        wish = Wish(what="The brakes", quantity=minutes, terms=terms)
        exchange = services.ask(
            self.session,
            self.plugins,
            listing=self.listing(self.bea),
            asker=self.ana,
            text="Could you?",
            wish=wish,
        )
        self.session.commit()
        services.accept(self.session, self.plugins, exchange, by=self.bea)
        self.session.commit()
        return exchange

    def done(self, minutes: int, terms: str = "time_bank.hours") -> Exchange:
        exchange = self.agreed(minutes, terms)
        services.mark_done(self.session, self.plugins, exchange, by=self.bea)
        services.confirm(self.session, self.plugins, exchange, by=self.ana)
        self.session.commit()
        return exchange

    def accounts(self) -> dict[str | None, Account]:
        ledger = find_ledger(self.session, self.subnetwork.id, "time_bank")
        if ledger is None:
            return {}
        self.session.expire_all()
        return {view.first_name: view.account for view in accounts_of_ledger(self.session, ledger.id)}

    def balances(self) -> dict[str | None, int]:
        return {name: account.balance for name, account in self.accounts().items()}


@pytest.fixture
def valley(app: Flask, session: Session) -> Valley:
    territory = factories.territory(session)
    subnetwork = factories.subnetwork(session, territory, theme="exchange_systems")
    ana, bea, carl = (
        factories.member(session, territory, first_name=name) for name in ("Ana", "Bea", "Carl")
    )
    factories.takes_part(session, subnetwork, carl, coordinates=True)
    session.commit()
    plugins = app.extensions["together_plugins"]
    valley = Valley(session, plugins, territory, subnetwork, ana, bea, carl)
    valley.settings()
    return valley
