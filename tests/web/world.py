"""Two territories with somebody of every role in each, and an example of everything that a URL can name."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.clearing import debts
from app.clearing.models import ClearingConsent, ClearingRound, Debt
from app.exchanges import services as exchanges
from app.exchanges.wishes import Wish
from app.ledgers import services as ledgers
from app.ledgers.models import Account, Ledger
from app.members.models import Member, Person
from app.notifications.services import notify
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories
from app.web.database import db
from tests.plugins.time_bank.values import year_values
from tests.web.currency import currency_values
from tests.web.hooks import hook_values
from tests.web.paper import paper_values
from tests.web.payments import payment_values
from tests.web.public_face import face_values

MEMBERS = (
    "inhabitant",
    "coordinator",
    "coordinator of another",
    "facilitator",
    "researcher",
    "administrator",
)
PERSONAS = ("visitor", "person", *MEMBERS, "operator")

PLACES = {"bordeaux": (44.8378, -0.5792), "lyon": (45.7578, 4.8320)}


@dataclass
class Place:
    """A territory, its people by what they are, and what each of them has."""

    territory: Territory
    network: Subnetwork
    members: dict[str, Member] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For every persona the values of its own URLs."""


class World:
    """Bordeaux, and Lyon, where every name and title begins with a word that must not be seen in Bordeaux."""

    def __init__(self, app: Flask) -> None:
        self.app, self.plugins = app, app.extensions["together_plugins"]
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            self.people: dict[str, Person] = {
                "person": factories.person(session, "Pascale"),
                "operator": factories.person(session, "Odile", is_operator=True),
            }
            self.here = self._settle(session, "bordeaux", "")
            self.there = self._settle(session, "lyon", "Canary ")
            session.commit()
        self.people.update({role: member.person for role, member in self.here.members.items()})
        self._clients: dict[str, FlaskClient] = {}

    def client(self, persona: str) -> FlaskClient:
        """A browser in which this persona of Bordeaux is signed in."""
        if persona not in self._clients:
            client = self._clients[persona] = self.app.test_client()
            if persona != "visitor":
                factories.sign_in(client, self.people[persona])
        return self._clients[persona]

    def _settle(self, session: Session, slug: str, canary: str) -> Place:
        lat, lon = PLACES[slug]
        territory = factories.territory(session, slug, name=f"{canary}{slug.title()}", lat=lat, lon=lon)
        network = factories.subnetwork(
            session,
            territory,
            "hours",
            name=f"{canary}Hours",
            plugins=("time_bank", "local_currency"),
            settings={"local_currency": {"name": "Grain", "code": "GR"}},
        )
        other = factories.subnetwork(
            session, territory, "gardens", name=f"{canary}Gardens", plugins=("goods",)
        )
        place = Place(territory, network)
        for persona in MEMBERS:
            role = persona.split()[0]
            granted = [role] if role not in ("inhabitant", "coordinator") else []
            member = factories.member(
                session, territory, first_name=f"{canary}{persona.split()[-1].title()}", roles=granted
            )
            if role == "coordinator":
                factories.takes_part(
                    session, network if persona == "coordinator" else other, member, coordinates=True
                )
            place.members[persona] = member
        neighbours = [
            factories.member(session, territory, first_name=f"{canary}{name}") for name in ("Nour", "Max")
        ]
        self._disputed = self._exchange(session, network, *neighbours, f"{canary}A quarrel", to="disputed")
        for persona in PERSONAS:
            owner = place.members.get(persona, neighbours[1])
            place.values[persona] = self._values(session, place, owner, neighbours[0], canary)
        return place

    def _exchange(
        self, session: Session, network: Subnetwork, owner: Member, asker: Member, title: str, *, to: str
    ) -> Any:
        listing = factories.listing(session, owner, network, title, kind="time_bank.repairs")
        exchange = exchanges.ask(
            session,
            self.plugins,
            listing=listing,
            asker=asker,
            text=f"{title}, please.",
            wish=Wish(what=title, quantity=60, starts_at=clock.now() + timedelta(days=2)),
        )
        exchanges.accept(session, self.plugins, exchange, by=owner)
        if to == "disputed":
            exchanges.dispute(session, self.plugins, exchange, by=asker, note=f"{title} that hurts.")
        if to == "confirmed":
            exchanges.mark_done(session, self.plugins, exchange, by=owner)
            exchanges.confirm(session, self.plugins, exchange, by=asker)
        return exchange

    def _rules(self, session: Session, ledger: Ledger, canary: str) -> dict[str, Any]:
        common = ledgers.community_account(session, ledger, f"{canary}Common fund")
        group = ledgers.set_group(session, ledger, f"{canary}Shops", floor=-1200, ceiling=None)
        levy = ledgers.set_levy(session, ledger, name=f"{canary}For all", account=common, rate=100)
        ledgers.end_levy(session, ledger, levy)
        return {"common_account_id": common.id, "group_id": group.id, "levy_id": levy.id}

    def _values(
        self, session: Session, place: Place, owner: Member, neighbour: Member, canary: str
    ) -> dict[str, Any]:
        network = place.network
        agreed = self._exchange(session, network, owner, neighbour, f"{canary}A hand", to="agreed")
        confirmed = self._exchange(session, network, owner, neighbour, f"{canary}A smile", to="confirmed")
        method = self.plugins.settlements["time_bank.hours"]
        ledger = method.ledger(session, network)
        accounts = [ledgers.account_of(session, ledger, member.id) for member in (owner, neighbour)]
        given = ledgers.transfer(
            session,
            ledger=ledger,
            payer_id=accounts[0].id,
            payee_id=accounts[1].id,
            amount=5,
            reason="gift",
            key=f"gift:{owner.id}",
            memo=f"{canary}Thanks",
        )
        debt, cleared = self._debts(session, ledger, owner, *accounts, canary)
        told = notify(
            session,
            person_id=owner.person_id,
            kind="conversation.message",
            path="/",
            values={"name": f"{canary}Nour", "subject": f"{canary}A hand"},
        )
        assert told is not None
        return {
            "territory": place.territory.slug,
            "territory_id": place.territory.id,
            "slug": network.slug,
            "plugin": "time_bank",
            "letter": "A",
            "code": "A08",
            "member_id": neighbour.id,
            "person_id": neighbour.person_id,
            "listing_id": agreed.listing_id,
            "exchange_id": agreed.id,
            "confirmed_id": confirmed.id,
            "disputed_id": self._disputed.id,
            "conversation_id": agreed.conversation_id,
            "account_id": accounts[0].id,
            "neighbour_account_id": accounts[1].id,
            "transfer_id": given.id,
            **self._rules(session, ledger, canary),
            "ledger_id": ledger.id,
            "debt_id": debt.id,
            "reply": "confirm",
            "round_id": cleared.id,
            "consent": "agree",
            "notification_id": told.id,
            "sign_in_id": UUID(int=0),
            "token_id": UUID(int=0),
            "number": 1,
            "move": "pause",
            "filename": "favicon.svg",
            "digest": "0" * 64,
            "name": "640.webp",
            "token": "none",
            **paper_values(session, ledger, owner),
            **payment_values(
                session,
                self.plugins,
                ledger,
                owner=owner,
                mine=accounts[0],
                neighbour=neighbour,
                theirs=accounts[1],
                canary=canary,
            ),
            **self._currency(session, network, owner, canary),
            **year_values(session, network, owner, canary),
            **hook_values(session, network, owner, canary),
        }

    def _currency(self, session: Session, network: Subnetwork, owner: Member, canary: str) -> dict[str, Any]:
        made = currency_values(session, network, owner, canary)
        kept = {name: made[name] for name in ("desk_id", "organisation_id")}
        return made | face_values(session, network, owner, canary, **kept)

    def _debts(
        self, session: Session, ledger: Ledger, owner: Member, mine: Account, theirs: Account, canary: str
    ) -> tuple[Debt, ClearingRound]:
        debt = debts.note(
            session,
            ledger=ledger,
            debtor=mine,
            creditor=theirs,
            amount=30,
            text=f"{canary}The ladder",
            by_id=owner.id,
            by_account_id=mine.id,
        )
        scoped = {"territory_id": ledger.territory_id}
        cleared = ClearingRound(
            **scoped, ledger_id=ledger.id, state="posted", answer_before=clock.now(), made_by_id=owner.id
        )
        session.add(cleared)
        session.flush()
        session.add(ClearingConsent(**scoped, round_id=cleared.id, account_id=mine.id))
        return debt, cleared
