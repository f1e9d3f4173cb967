"""A village for the tests of a plugin. What its methods write is committed, so that pages see it."""

from random import Random
from typing import Any, Protocol

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.api.scopes import Scope
from app.demo.world import World
from app.exchanges import services
from app.exchanges.models import Exchange
from app.exchanges.wishes import Wish
from app.impact.models import MeasureEntry
from app.kernel.registry import Plugins
from app.ledgers.models import Account, Ledger
from app.listings.models import Direction, Listing
from app.members.models import Member
from app.notifications.kinds import kind as notice
from app.notifications.models import Notification
from app.testing import factories
from app.testing.program import Program
from app.web.database import db

__all__ = [
    "Settle",
    "Village",
]


class Village:
    """Territory ``bordeaux`` with Ana, Nour, Zoé who coordinates, and one sub-network."""

    def __init__(self, app: Flask, session: Session, plugin: str, settings: dict[str, Any]) -> None:
        self.app, self.session, self.plugin = app, session, plugin
        self.plugins: Plugins = app.extensions["together_plugins"]
        self.territory = factories.territory(session)
        self.ana = factories.member(session, self.territory, first_name="Ana")
        self.nour = factories.member(session, self.territory, first_name="Nour")
        self.zoe = factories.member(session, self.territory, first_name="Zoé")
        self.network = factories.subnetwork(
            session, self.territory, plugins=[plugin], settings={plugin: settings}
        )
        factories.takes_part(session, self.network, self.zoe, coordinates=True)
        session.commit()

    @property
    def engine(self) -> sa.Engine:
        """The engine of the database, for sessions of threads: ``Session(here.engine)``."""
        with self.app.app_context():
            return db.engine

    def listing(self, kind: str, *, direction: Direction = Direction.OFFER, **detail: Any) -> Listing:
        """Publish what Ana offers, or Nour looks for, with these columns of the kind's own table."""
        found = self.plugins.kinds[kind]
        unknown = [name for name in detail if not hasattr(found.detail, name)]
        assert not unknown, f"{kind} has no column {' or '.join(unknown)}; who has it follows from direction"
        owner = self.ana if direction is Direction.OFFER else self.nour
        made = factories.listing(
            self.session, owner, self.network, kind=kind, direction=direction, terms=list(found.terms)
        )
        if found.detail is not None:
            self.session.add(found.detail(listing_id=made.id, territory_id=made.territory_id, **detail))
        self.session.commit()
        return made

    def ask(self, listing: Listing, *, by: Member | None = None, **wish: Any) -> Exchange:
        """Ask for a listing, as Nour unless ``by`` somebody else.

        Args:
            listing: what is asked for.
            by: who asks.
            wish: ``quantity``, ``starts_at``, ``ends_at``, ``whole_day``, ``terms``, ``amount``.

        Raises:
            Refusal: it cannot be asked for so.
        """
        asked = services.ask(
            self.session,
            self.plugins,
            listing=listing,
            asker=by or self.nour,
            text="May I?",
            wish=Wish(what="As listed", **wish),
        )
        self.session.commit()
        return asked

    def propose(self, exchange: Exchange, *, by: Member | None = None, **wish: Any) -> Exchange:
        """Propose something else, as who asked unless ``by`` somebody else."""
        services.propose(
            self.session,
            self.plugins,
            exchange,
            by=by or self.asker(exchange),
            wish=Wish(what="Otherwise", **wish),
        )
        self.session.commit()
        return exchange

    def agree(self, exchange: Exchange, *, by: Member | None = None) -> Exchange:
        """Accept the last proposal, as the owner of the listing unless ``by`` the other side."""
        services.accept(self.session, self.plugins, exchange, by=by or self.owner(exchange))
        self.session.commit()
        return exchange

    def decline(self, exchange: Exchange) -> Exchange:
        """Let the owner of the listing say no."""
        services.decline(self.session, self.plugins, exchange, by=self.owner(exchange))
        self.session.commit()
        return exchange

    def cancel(self, exchange: Exchange, *, by: Member | None = None) -> Exchange:
        """Call it off, as who asked unless ``by`` the owner."""
        services.cancel(self.session, self.plugins, exchange, by=by or self.asker(exchange))
        self.session.commit()
        return exchange

    def done(self, exchange: Exchange) -> Exchange:
        """Let the giver say that it is done."""
        services.mark_done(
            self.session, self.plugins, exchange, by=self.session.get_one(Member, exchange.giver_id)
        )
        self.session.commit()
        return exchange

    def confirm(self, exchange: Exchange) -> Exchange:
        """Let the receiver confirm what the giver called done."""
        services.confirm(
            self.session, self.plugins, exchange, by=self.session.get_one(Member, exchange.receiver_id)
        )
        self.session.commit()
        return exchange

    def owner(self, exchange: Exchange) -> Member:
        """Return whose listing it is."""
        listing = self.session.get_one(Listing, exchange.listing_id)
        return self.session.get_one(Member, listing.member_id)

    def asker(self, exchange: Exchange) -> Member:
        """Return who asked."""
        is_offer = exchange.giver_id == self.owner(exchange).id
        return self.session.get_one(Member, exchange.receiver_id if is_offer else exchange.giver_id)

    def score(self, criterion: str, offer: Listing, request: Listing) -> tuple[float, str] | None:
        """Return score and reason of a match criterion."""
        match = self.plugins.criteria[criterion].score(self.session, offer, request)
        return None if match is None else (match.score, match.reason)

    def measured(self) -> dict[str, int]:
        """Return what the confirmed exchanges of the village brought, by measure."""
        rows = self.session.execute(
            sa.select(MeasureEntry.measure, sa.func.sum(MeasureEntry.quantity)).group_by(MeasureEntry.measure)
        )
        return {row[0]: int(row[1]) for row in rows}

    def balance(self, member: Member, plugin: str = "") -> int:
        """Return what ``member`` has, in the smallest unit, in the ledger of the plugin, or of another."""
        self.session.commit()
        held = (
            sa.select(Account.balance)
            .join(Ledger, Ledger.id == Account.ledger_id)
            .where(Account.member_id == member.id, Ledger.plugin == (plugin or self.plugin))
        )
        return self.session.scalar(held) or 0

    def told(self, member: Member) -> list[tuple[str, str]]:
        """Return what ``member`` was told, the oldest first: slug of the notice, and its sentence."""
        self.session.commit()
        found = self.session.scalars(
            sa.select(Notification)
            .where(Notification.person_id == member.person_id)
            .order_by(Notification.created_at, Notification.id)
        )
        return [(item.kind, str(notice(item.kind).sentence) % item.values) for item in found]

    def work(self, job: str) -> None:
        """Run a job of a plugin now, as it runs by itself: in a session of its own, committed."""
        self.session.commit()
        with Session(self.engine) as session:
            self.plugins.jobs[job].run(session)
            session.commit()

    def demonstrate(self) -> None:
        """Let the plugin add its share, as if the village were the demonstration."""
        here = str(self.territory.slug)
        world = World(
            random=Random(1),  # noqa: S311  # not for secrets
            now=clock.now(),
            since=clock.now().date(),
            territories={here: self.territory.id},
            members={here: [self.ana.id, self.nour.id, self.zoe.id]},
            subnetworks={self.network.slug: self.network.id},
            listings={},
            plugins=self.plugins,
        )
        self.plugins.demo(self.session, world)
        self.session.commit()

    def client(self, member: Member | None = None) -> FlaskClient:
        """Return a browser in which ``member`` is signed in, or nobody."""
        self.session.commit()
        browser = self.app.test_client()
        if member is not None:
            factories.sign_in(browser, member.person)
        return browser

    def program(self, member: Member | None = None, *scopes: Scope) -> Program:
        """Return a program with a token of ``member``, with every scope unless some are named."""
        self.session.commit()
        return Program.of(self.app, member, *scopes)

    def page(self, member: Member | None, path: str) -> str:
        """Return the text of a page of the territory, such as ``/search``, as ``member`` sees it."""
        response = self.client(member).get(f"/t/{self.territory.slug}{path}")
        assert response.status_code == 200, f"{path}: {response.status}"
        return response.get_data(as_text=True)

    def write(self, member: Member, kind: str, title: str, **detail: Any) -> TestResponse:
        """Publish an offer through the page, with these fields of the kind's own form, as typed."""
        own = {f"detail-{name}": value for name, value in detail.items()}
        values = {
            "step": 4,
            "go": "publish",
            "described": kind,
            "placed": kind,
            "direction": "offer",
            "kind": kind,
            "title": title,
            "text": "Written for a test.",
            "terms": list(self.plugins.kinds[kind].terms)[:1],
            "place": self.territory.name,
            "subnetwork": str(self.network.id),
            **own,
        }
        return factories.post(self.client(member), f"/t/{self.territory.slug}/listings/new", **values)


class Settle(Protocol):
    """The fixture ``village``: called with a plugin, its module or the slug of an installed one."""

    def __call__(self, plugin: object, /, **settings: Any) -> Village:
        """Settle a village where the plugin is on, with these settings."""
