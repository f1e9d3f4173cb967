"""The currency's share of the demonstration: desks, organisations, a programme, paper notes, today's till."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Installation,
    Member,
    Refusal,
    Subnetwork,
    account_of,
    coordinator_ids,
    new_id,
    transfer,
)
from plugins.local_currency import (
    approvals,
    bonus,
    desk,
    desk_days,
    issuing,
    notes,
    notes_places,
    reconversion,
    services,
    shares,
)
from plugins.local_currency.approvals import Words
from plugins.local_currency.desk_models import Desk, Means
from plugins.local_currency.directory_hours import read_day
from plugins.local_currency.directory_models import Shopfront
from plugins.local_currency.models import Organisation, OrganisationKind
from plugins.local_currency.programme_models import Programme

UNIT = 100
PROFESSIONAL, ASSOCIATION, PUBLIC = OrganisationKind


@dataclass(frozen=True, kw_only=True)
class Shop:
    """An organisation of the demonstration; the names are invented, the streets are real."""

    name: str
    kind: OrganisationKind
    activity: str
    description: str
    week: tuple[str, ...]
    """Hours of each day, Monday first."""
    place: str
    point: tuple[float, float]
    accepts: int = 100
    buys: str = ""


CLOSED = ""
SHOPS = (
    Shop(
        name="Boulangerie du Quai des Marques",
        kind=PROFESSIONAL,
        activity="Boulangerie",
        description="Pain au levain, farines de Gironde. Les invendus du soir partent à moitié prix.",
        week=(CLOSED, "7-19:30", "7-19:30", "7-19:30", "7-19:30", "7-19:30", "7-13"),
        buys="farine, œufs, miel",
        place="Bacalan, Bordeaux",
        point=(44.8619, -0.5527),
    ),
    Shop(
        name="L’Épicerie du Bocal",
        kind=PROFESSIONAL,
        activity="Épicerie en vrac",
        description="Légumes secs, huiles, savons. Venez avec vos bocaux ; on en prête aussi.",
        week=(CLOSED, "10-19", "10-19", "10-19", "10-19", "10-19", CLOSED),
        buys="légumes, pain, étagères",
        place="Saint-Michel, Bordeaux",
        point=(44.8331, -0.5659),
    ),
    Shop(
        name="Librairie Les Pages Blanches",
        kind=PROFESSIONAL,
        activity="Librairie de quartier",
        description="Neuf et occasion, commande en deux jours, lecture à voix haute le mercredi.",
        week=(CLOSED, "10-19", "10-19", "10-19", "10-19", "10-19", CLOSED),
        buys="étagères, cantine",
        place="Chartrons, Bordeaux",
        point=(44.8527, -0.5701),
        accepts=50,
    ),
    Shop(
        name="Cycles de la Benauge",
        kind=PROFESSIONAL,
        activity="Réparation de vélos",
        description="On répare, et on apprend à réparer le samedi matin.",
        week=("9-19", "9-19", "9-19", "9-19", "9-19", "9-13", CLOSED),
        buys="pain, cantine",
        place="La Bastide, Bordeaux",
        point=(44.8419, -0.5486),
    ),
    Shop(
        name="Ferme des Jalles",
        kind=PROFESSIONAL,
        activity="Maraîchage",
        description="Paniers de saison à retirer le jeudi soir, œufs et miel de nos ruches.",
        week=(CLOSED, CLOSED, CLOSED, "16-19:30", CLOSED, "9-12:30", CLOSED),
        buys="réparation de vélos, menuiserie",
        place="Eysines",
        point=(44.8848, -0.6499),
    ),
    Shop(
        name="Café associatif La Passerelle",
        kind=PROFESSIONAL,
        activity="Café, cantine du midi",
        description="Cuisine du jour avec ce que les producteurs du réseau apportent.",
        week=(CLOSED, "9-18", "9-18", "9-18", "9-18", "10-22", CLOSED),
        buys="pain, légumes, œufs",
        place="Cenon",
        point=(44.8571, -0.5318),
    ),
    Shop(
        name="Menuiserie Ferreira",
        kind=PROFESSIONAL,
        activity="Menuiserie",
        description="Étagères et réparations, bois de récupération quand c’est possible.",
        week=("8-17:30", "8-17:30", "8-17:30", "8-17:30", "8-17:30", CLOSED, CLOSED),
        buys="cantine",
        place="Bègles",
        point=(44.8076, -0.5483),
        accepts=30,
    ),
    Shop(
        name="Les Jardins de Bacalan",
        kind=ASSOCIATION,
        activity="Jardins partagés",
        description="Deux jardins ouverts à tout le quartier, une grainothèque, un compost.",
        week=(CLOSED, CLOSED, "14-18", CLOSED, CLOSED, "10-17", CLOSED),
        place="Bacalan, Bordeaux",
        point=(44.8663, -0.5479),
    ),
    Shop(
        name="Ressourcerie du Port",
        kind=ASSOCIATION,
        activity="Ressourcerie",
        description="Meubles, vaisselle, outils : collectés, réparés, revendus à petit prix.",
        week=(CLOSED, CLOSED, "10-18", "10-18", "10-18", "10-18", CLOSED),
        buys="menuiserie",
        place="Lormont",
        point=(44.8743, -0.5247),
    ),
    Shop(
        name="Ciné-club des Hauts de Garonne",
        kind=ASSOCIATION,
        activity="Cinéma",
        description="Une séance par semaine, un débat autour d’une soupe après le film.",
        week=(CLOSED, CLOSED, CLOSED, CLOSED, "19:30-23", CLOSED, CLOSED),
        buys="pain, légumes",
        place="Floirac",
        point=(44.8373, -0.5263),
    ),
    Shop(
        name="Régie de la médiathèque",
        kind=PUBLIC,
        activity="Service public",
        description="Impressions, photocopies et livres retirés des rayons, payables en Mascaret.",
        week=(CLOSED, "10-18", "10-18", "10-18", "10-18", "10-18", CLOSED),
        place="Mériadeck, Bordeaux",
        point=(44.8377, -0.5857),
    ),
)
WAITING = Shop(
    name="Atelier de couture Aiguille et Fil",
    kind=PROFESSIONAL,
    activity="Retouches et couture",
    description="Retouches, ourlets, cours pour débuter.",
    week=(CLOSED, "10-18:30", "10-18:30", "10-18:30", "10-18:30", "10-18:30", CLOSED),
    place="Talence",
    point=(44.8066, -0.5891),
)


def build(session: Session, world: Any) -> None:
    """Let every sub-network that has the currency switched on have desks, shops and paper of its own."""
    for network in session.scalars(
        sa.select(Subnetwork)
        .join(Installation, Installation.subnetwork_id == Subnetwork.id)
        .where(Installation.plugin == services.SLUG, Installation.enabled)
        .order_by(Subnetwork.id)
    ):
        if services.code(session, network) and network.id in world.subnetworks.values():
            _Scene(session, network, world).play()


class _Scene:
    def __init__(self, session: Session, network: Subnetwork, world: Any) -> None:
        self.session, self.network, self.random, self.now = session, network, world.random, world.now
        self.coordinator = session.get_one(Member, coordinator_ids(session, network.id)[0])
        ids: Sequence[UUID] = next(
            found for found in world.members.values() if self.coordinator.id in set(found)
        )
        self.members = [session.get_one(Member, member_id) for member_id in ids[:60]]
        self.ledger = services.ledger(session, network)

    def play(self) -> None:
        bacalan, cenon = self._desks()
        shops = [self._approved(shop) for shop in SHOPS]
        self._asks(WAITING)
        self._paper(bacalan)
        programme = self._programme()
        self._today(bacalan)
        self._sponsors(shops)
        self._till(shops)
        self._reconversion(shops[0])
        desk.entrust(self.session, cenon, self._somebody(), by=self.coordinator)
        bonus.admit(self.session, self.network, programme, self._somebody(), by=self.coordinator)

    def _somebody(self) -> Member:
        others = [one for one in self.members if one.id != self.coordinator.id]
        found: Member = self.random.choice(others)
        return found

    def _desks(self) -> tuple[Desk, Desk]:
        first = desk.found(
            self.session,
            self.network,
            name="Maison de quartier de Bacalan",
            place="Rue Joseph Brunet, Bordeaux",
            opening_hours="Le mercredi et le samedi, de 10 h à 12 h 30",
        )
        second = desk.found(
            self.session,
            self.network,
            name="Café associatif La Passerelle",
            place="Cenon",
            opening_hours="Aux heures du café",
        )
        return first, second

    def _asks(self, shop: Shop) -> Organisation:
        made = approvals.apply(
            self.session,
            self.network,
            kind=shop.kind,
            name=shop.name,
            words=Words(
                activity=shop.activity,
                description=shop.description,
                accepts=shop.accepts,
                place=shop.place,
                point=shop.point,
            ),
            member=self._somebody(),
        )
        self.session.add(
            Shopfront(
                territory_id=made.territory_id,
                organisation_id=made.id,
                week=[[list(hours) for hours in read_day(day)] for day in shop.week],
                buys=shop.buys,
            )
        )
        return made

    def _approved(self, shop: Shop) -> Organisation:
        made = self._asks(shop)
        for member_id in coordinator_ids(self.session, self.network.id):
            if made.state == "asked":
                by = self.session.get_one(Member, member_id)
                approvals.vote(self.session, self.network, made, yes=True, reason="", by=by)
        made.approved_at = made.decided_at = self.now - timedelta(days=self.random.randint(20, 500))
        return made

    def _paper(self, bacalan: Desk) -> None:
        safe = notes_places.add_place(self.session, self.network, name="Coffre de l’association", desk=None)
        counter = notes_places.add_place(self.session, self.network, name="", desk=bacalan)
        first_day = (self.now - timedelta(days=400)).date()
        for value, count, out in ((1, 1000, 120), (5, 600, 80), (10, 300, 30)):
            series = notes.add_series(
                self.session,
                self.network,
                name="Le mascaret",
                value=value * UNIT,
                printed_on=first_day,
                first_number=1,
                last_number=count,
                place=safe,
                key=f"printed {value}",
                by=self.coordinator,
            )
            notes.move(
                self.session,
                self.network,
                {series.id: out},
                from_place=safe,
                to_place=counter,
                key=f"brought {value}",
                by=self.coordinator,
                memo="Pour le guichet",
            )

    def _programme(self) -> Programme:
        programme = bonus.found(
            self.session,
            self.network,
            name="Coup de pouce alimentaire",
            conditions="Pour les foyers au quotient familial inférieur à 700 €. 10 € donnent 15 Mascaret.",
            percent=50,
            monthly_cap=60 * UNIT,
        )
        account = self.session.get_one(Account, programme.account_id)
        self._issue(account, 400, "Don d’une mutuelle")
        return programme

    def _today(self, bacalan: Desk) -> None:
        day = desk_days.begin(self.session, self.network, bacalan, count=0, note="", by=self.coordinator)
        for number, euros in enumerate((20, 50, 30), start=1):
            account = account_of(self.session, self.ledger, self._somebody().id)
            self._issue(account, euros, f"Reçu {self.now:%Y-%m-%d}-{number}", means=Means.CASH, day=day)

    def _issue(
        self, account: Account, euros: int, memo: str, means: str = Means.TRANSFER, day: Any = None
    ) -> None:
        issuing.issue(
            self.session,
            self.network,
            account,
            amount=euros * UNIT,
            means=means,
            memo=memo,
            key=new_id().hex,
            by=self.coordinator,
            day=day,
        )

    def _sponsors(self, shops: Sequence[Organisation]) -> None:
        associations = [shop for shop in shops if shop.kind == ASSOCIATION]
        for member in self.members[:45]:
            shares.choose(self.session, self.network, member, self.random.choice(associations).id)

    def _till(self, shops: Sequence[Organisation]) -> None:
        """Let members spend a little of what they have at the shops, this morning."""
        for member in self.members:
            account = account_of(self.session, self.ledger, member.id)
            free = account.balance - account.held
            shop = self.random.choice(shops[:6])
            amount = min(free, self.random.choice([350, 480, 690, 1200, 1850]))
            if shop.account_id is None or amount < UNIT:
                continue
            try:
                transfer(
                    self.session,
                    ledger=self.ledger,
                    payer_id=account.id,
                    payee_id=shop.account_id,
                    amount=amount,
                    reason="payment",
                    key=f"till:{member.id}",
                    memo=shop.activity,
                    entered_by_id=member.id,
                )
            except Refusal:
                continue

    def _reconversion(self, shop: Organisation) -> None:
        assert shop.account_id is not None
        account = self.session.get_one(Account, shop.account_id, populate_existing=True)
        holder = self.session.get_one(Member, shop.asked_by_id)
        if account.balance >= 10 * UNIT:
            reconversion.ask(
                self.session,
                self.network,
                shop,
                amount=account.balance // (5 * UNIT) * 5 * UNIT,
                means=Means.CASH,
                iban="",
                key="demonstration",
                by=holder,
            )
