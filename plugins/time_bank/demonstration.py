"""The time bank's share of the demonstration: workshops, time for the association, cheques, a vote."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Installation,
    Ledger,
    Member,
    Subnetwork,
    account_of,
    coordinator_ids,
    new_id,
)
from plugins.time_bank import batches, cheques, workshops, year, year_ends
from plugins.time_bank.models import Cheque
from plugins.time_bank.parties import whole_name
from plugins.time_bank.services import SLUG, ledger
from plugins.time_bank.workshop_models import WhoPays
from plugins.time_bank.year_models import AtYearEnd

WORKSHOPS = (
    (
        "Réparer son vélo soi-même",
        "Chambre à air, freins, dérailleur. Apportez votre vélo et un chiffon ; les outils sont sur place.",
        "Maison de quartier, salle du bas",
        120,
        8,
        WhoPays.SHARED,
    ),
    (
        "Pain au levain, de la farine à la croûte",
        "On pétrit ensemble, chacun repart avec son levain et son pain à cuire.",
        "Cuisine du centre social",
        180,
        6,
        WhoPays.EACH,
    ),
    (
        "Déclaration en ligne : les démarches pas à pas",
        "Venez avec vos papiers et vos questions. Quatre ordinateurs sont prêtés.",
        "Bibliothèque, au premier étage",
        90,
        4,
        WhoPays.COMMUNITY,
    ),
)
TASKS = (
    ("Tenue du stand à la fête des voisins", 150),
    ("Mise sous pli de la gazette", 90),
    ("Rangement du local après la bourse aux graines", 120),
)
PAPER = (("Courses au marché", 60), ("Ourlets de rideaux", 90), ("Accompagnement à l’hôpital", 150))


def build(session: Session, world: Any) -> None:
    """Let the liveliest time bank of each territory have what is not made of listings and exchanges."""
    accounts = (
        sa.select(Ledger.subnetwork_id, sa.func.count(Account.id).label("accounts"))
        .join(Account, Account.ledger_id == Ledger.id)
        .where(Ledger.plugin == SLUG)
        .group_by(Ledger.subnetwork_id)
        .subquery()
    )
    networks = session.scalars(
        sa.select(Subnetwork)
        .join(Installation, Installation.subnetwork_id == Subnetwork.id)
        .join(accounts, accounts.c.subnetwork_id == Subnetwork.id)
        .where(Installation.plugin == SLUG, Installation.enabled)
        .order_by(accounts.c.accounts.desc(), Subnetwork.id)
    ).all()
    seen = set()
    for network in networks:
        book = ledger(session, network)
        if network.territory_id not in seen and book is not None:
            seen.add(network.territory_id)
            _Scene(session, network, book, world).play()


class _Scene:
    def __init__(self, session: Session, network: Subnetwork, book: Ledger, world: Any) -> None:
        self.session, self.network, self.book = session, network, book
        self.random, self.now = world.random, world.now
        self.coordinators = [
            session.get_one(Member, member_id) for member_id in coordinator_ids(session, network.id)
        ]
        ids = next(found for found in world.members.values() if self.coordinators[0].id in set(found))
        self.members = [session.get_one(Member, member_id) for member_id in ids[:40]]

    def play(self) -> None:
        for number, planned in enumerate(WORKSHOPS):
            self._workshop(number, *planned)
        for what, minutes in TASKS:
            self._contribution(what, minutes)
        self._vote()
        self._paper()

    def _somebody(self, but: Member | None = None) -> Member:
        others = [one for one in self.members if one is not but]
        others = [one for one in others if one not in self.coordinators] or others
        found: Member = self.random.choice(others)
        return found

    def _workshop(
        self, number: int, title: str, text: str, where: str, minutes: int, places: int, who_pays: WhoPays
    ) -> None:
        leader = self._somebody()
        workshop = workshops.plan(
            self.session,
            self.network,
            leader_id=leader.id,
            title=title,
            text=text,
            where=where,
            starts_at=self._afternoon(6 + 9 * number),
            minutes=minutes,
            places=places,
            who_pays=who_pays,
        )
        others = [one for one in self.members if one is not leader]
        for guest in self.random.sample(others, min(places - 1, len(others))):
            workshops.sign_up(self.session, workshop, guest)

    def _afternoon(self, days: int) -> datetime:
        instant: datetime = self.now + timedelta(days=days)
        return instant.replace(hour=13, minute=0, second=0, microsecond=0)

    def _contribution(self, what: str, minutes: int) -> None:
        made = year.declare(
            self.session,
            self.network,
            self._somebody().id,
            minutes=minutes,
            day=(self.now - timedelta(days=self.random.randint(3, 30))).date(),
            what=what,
        )
        account = account_of(self.session, self.book, made.member_id)
        room = account.ceiling is None or account.balance + account.expected + minutes <= account.ceiling
        if what != TASKS[-1][0] and room:
            year.count_contribution(self.session, made, by_id=self.coordinators[0].id)

    def _vote(self) -> None:
        year_ends.vote(
            self.session,
            self.network,
            what=AtYearEnd.MELT,
            minutes=20 * 60,
            percent=10,
            voted_on=(self.now - timedelta(days=240)).date(),
            decision="Au 31 décembre, un dixième de ce qui dépasse vingt heures va au compte commun, pour "
            "les coups de main aux personnes qui ne peuvent pas rendre. 31 pour, 2 contre, 1 abstention.",
            by_id=self.coordinators[0].id,
        )

    def _paper(self) -> None:
        """A book of cheques for somebody without a telephone, and a pile of three that waits to be posted."""
        owner = self._somebody()
        cheque_book = cheques.print_book(
            self.session,
            ledger=self.book,
            book_id=new_id(),
            cheques=10,
            member_id=owner.id,
            made_by_id=self.coordinators[0].id,
        )
        numbers = self.session.scalars(
            sa.select(Cheque.number).where(Cheque.book_id == cheque_book.id).order_by(Cheque.number)
        ).all()
        pile = batches.open_batch(
            self.session,
            ledger=self.book,
            batch_id=new_id(),
            entered_by_id=self.coordinators[0].id,
            counted_cheques=len(PAPER),
            counted_amount=sum(minutes for _what, minutes in PAPER),
        )
        day = (self.now - timedelta(days=4)).strftime("%Y-%m-%d")
        rows = {
            place: {
                "number": number,
                "payer": whole_name(owner),
                "payee": whole_name(self._somebody(but=owner)),
                "amount": f"{minutes} min",
                "day": day,
                "what": what,
            }
            for place, (number, (what, minutes)) in enumerate(zip(numbers, PAPER, strict=False), start=1)
        }
        batches.keep(self.session, pile, rows)
