"""What people ask of a ledger: each sends itself to the services, and says what a model makes of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers import services
from app.ledgers.models import Ledger, Transfer
from tests.ledgers.machine.model import Leg, Model, Promise


@dataclass
class Place:
    """Where requests go: a ledger and the ids of its accounts by name."""

    ledger_id: UUID
    accounts: dict[str, UUID]

    def ledger(self, session: Session) -> Ledger:
        return session.get_one(Ledger, self.ledger_id)

    def name(self, account_id: UUID) -> str:
        return next(name for name, found in self.accounts.items() if found == account_id)

    def part(self, leg: Leg) -> services.Part:
        payer, payee = self.accounts[leg.payer], self.accounts[leg.payee]
        return services.Part(payer_id=payer, payee_id=payee, amount=leg.amount, reason=leg.reason)

    def legs(self, session: Session, first_id: UUID) -> list[tuple[UUID, Leg]]:
        """Return a set as the ledger wrote it."""
        return self._told(services.set_of(session, session.get_one(Transfer, first_id)))

    def others(self, session: Session, known: Collection[UUID]) -> list[tuple[UUID, Leg]]:
        """Return what the ledger wrote besides what is known: a correction posts two sets in one step."""
        every = sa.select(Transfer).where(Transfer.ledger_id == self.ledger_id).order_by(Transfer.id)
        return self._told(one for one in session.scalars(every) if one.id not in known)

    def _told(self, rows: Iterable[Transfer]) -> list[tuple[UUID, Leg]]:
        return [
            (one.id, Leg(self.name(one.payer_id), self.name(one.payee_id), one.amount, one.reason))
            for one in rows
        ]


class Request(Protocol):
    """Something that is asked for under a key."""

    def send(self, session: Session, place: Place, key: str) -> Any:
        """Ask the services; they answer with a row, or refuse."""

    def refused(self, model: Model) -> set[str]:
        """Return the codes with which it may be refused, none when it must be done."""

    def note(self, model: Model, made: UUID, legs: list[tuple[UUID, Leg]]) -> None:
        """Write down in the model what the ledger did, after checking that it is what was asked."""


@dataclass(frozen=True)
class Give:
    """A transfer, with the levies of the ledger when it is a payment."""

    leg: Leg
    memo: str = ""

    def send(self, session: Session, place: Place, key: str) -> Any:
        payer, payee = place.accounts[self.leg.payer], place.accounts[self.leg.payee]
        return services.transfer(
            session,
            ledger=place.ledger(session),
            payer_id=payer,
            payee_id=payee,
            amount=self.leg.amount,
            reason=self.leg.reason,
            memo=self.memo,
            key=key,
        )

    def legs(self, model: Model) -> list[Leg]:
        return [self.leg, *model.levies_of(self.leg)]

    def refused(self, model: Model) -> set[str]:
        return model.refused(self.legs(model))

    def note(self, model: Model, made: UUID, legs: list[tuple[UUID, Leg]]) -> None:
        assert legs[0] == (made, self.leg)
        assert sorted(leg for _, leg in legs) == sorted(self.legs(model))
        model.move(legs)


@dataclass(frozen=True)
class Together:
    """Several transfers, all or none."""

    parts: tuple[Leg, ...]

    def send(self, session: Session, place: Place, key: str) -> Any:
        parts = [place.part(leg) for leg in self.parts]
        return services.transfer_together(session, ledger=place.ledger(session), parts=parts, key=key)[0]

    def refused(self, model: Model) -> set[str]:
        return model.refused(self.parts)

    def note(self, model: Model, made: UUID, legs: list[tuple[UUID, Leg]]) -> None:
        assert legs[0] == (made, self.parts[0])
        assert sorted(leg for _, leg in legs) == sorted(self.parts)
        model.move(legs)


@dataclass(frozen=True)
class SetAside:
    """A hold."""

    payer: str
    payee: str
    amount: int
    until: datetime

    def send(self, session: Session, place: Place, key: str) -> Any:
        return services.hold(
            session,
            ledger=place.ledger(session),
            payer_id=place.accounts[self.payer],
            payee_id=place.accounts[self.payee],
            amount=self.amount,
            expires_at=self.until,
            key=key,
        )

    def promise(self, model: Model) -> Promise:
        owed = sum(
            levy.of(self.amount)
            for levy in model.levies.values()
            if not levy.ended and levy.paid_by == "payer" and levy.account != self.payer
        )
        return Promise(self.payer, self.payee, self.amount, owed, self.until)

    def refused(self, model: Model) -> set[str]:
        return model.refused_hold(self.promise(model))

    def note(self, model: Model, made: UUID, legs: list[tuple[UUID, Leg]]) -> None:
        model.set_aside(made, self.promise(model))


@dataclass(frozen=True)
class Keep:
    """Post a hold, for its amount or another."""

    hold: UUID
    amount: int | None

    def send(self, session: Session, place: Place, key: str) -> Any:
        return services.post_hold(session, self.hold, key=key, amount=self.amount)

    def legs(self, model: Model) -> list[Leg]:
        promise = model.holds[self.hold]
        amount = promise.amount if self.amount is None else self.amount
        leg = Leg(promise.payer, promise.payee, amount, "exchange")
        return [leg, *model.levies_of(leg)]

    def refused(self, model: Model) -> set[str]:
        promise = model.holds[self.hold]
        codes = model.refused(self.legs(model), releasing=promise)
        if promise.state == "open":
            return codes
        return {"hold_closed", *(codes & {"stopped", "no_amount", "too_much"})}

    def note(self, model: Model, made: UUID, legs: list[tuple[UUID, Leg]]) -> None:
        assert legs[0][0] == made
        assert sorted(leg for _, leg in legs) == sorted(self.legs(model))
        model.release(self.hold, "posted")
        model.move(legs, hold=self.hold)


@dataclass(frozen=True)
class Correct:
    """Reverse a transfer with all that was posted with it, and make another in its place if there is one."""

    transfer: UUID
    instead: Leg | None = None

    def send(self, session: Session, place: Place, key: str) -> Any:
        instead = None if self.instead is None else place.part(self.instead)
        return services.reverse(session, self.transfer, key=key, instead=instead)

    def back(self, model: Model) -> list[Leg]:
        undone = (model.transfers[one].leg for one in model.set_of(self.transfer))
        return [Leg(leg.payee, leg.payer, leg.amount, "correction") for leg in undone]

    def legs(self, model: Model) -> list[Leg]:
        if self.instead is None:
            return self.back(model)
        return [*self.back(model), self.instead, *model.levies_of(self.instead)]

    def refused(self, model: Model) -> set[str]:
        old = model.transfers[self.transfer]
        codes = model.refused(self.legs(model))
        codes |= {"reversed"} if old.reversed else set()
        if old.reverses is not None:
            return {"is_reversal"}
        return {"is_part"} if old.first != self.transfer else codes

    def note(self, model: Model, made: UUID, legs: list[tuple[UUID, Leg]]) -> None:
        undone, back = model.set_of(self.transfer), self.back(model)
        assert legs[0][0] == made
        assert [leg for _, leg in legs[: len(back)]] == back
        assert sorted(leg for _, leg in legs) == sorted(self.legs(model))
        model.move(legs[: len(back)], reverses=lambda number: undone[number])
        model.move(legs[len(back) :])
