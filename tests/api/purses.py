"""A sub-network that counts hours, its people with their programs, and what stands on their accounts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.ledgers import services
from app.ledgers.models import Account, Ledger, Transfer
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories

if TYPE_CHECKING:
    from tests.api.conftest import Program

PEOPLE = ("Ana", "Bea", "Carl", "Cora")


def minutes(amount: int) -> dict[str, Any]:
    """An amount of minutes, as JSON has it."""
    return {"amount": amount, "unit": "minutes", "scale": 0}


@dataclass
class Purses:
    """Ana, Bea and Carl with accounts; Cora coordinates."""

    app: Flask
    session: Session
    territory: Territory
    subnetwork: Subnetwork
    ledger: Ledger
    members: dict[str, Member]
    accounts: dict[str, Account]
    program: "Callable[..., Program]"

    def of(self, name: str, *scopes: Any) -> "Program":
        """A program of one of the people."""
        return self.program(self.members[name], *scopes)

    def path(self, rest: str) -> str:
        """An address of this territory."""
        return f"/{self.territory.slug}/{rest}"

    def account_id(self, name: str) -> str:
        """The id of somebody's account, as JSON has it."""
        return str(self.accounts[name].id)

    def member_id(self, name: str) -> str:
        """The id of somebody, as JSON has it."""
        return str(self.members[name].id)

    @contextmanager
    def at_rest(self) -> Iterator[Session]:
        """A session of its own to look at what is committed; it keeps nothing locked."""
        with Session(self.session.get_bind()) as session:
            yield session

    def balances(self) -> dict[str, int]:
        """What stands on the accounts of everybody who has one."""
        with self.at_rest() as session:
            return {
                name: session.scalars(sa.select(Account.balance).where(Account.id == account.id)).one()
                for name, account in self.accounts.items()
            }

    def transfers(self) -> int:
        """How many transfers there are."""
        with self.at_rest() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(Transfer)) or 0

    def give(self, payer: str, payee: str, amount: int, **values: Any) -> Transfer:
        """Let an amount move by the service, and commit."""
        made = services.transfer(
            self.session,
            ledger=self.session.get_one(Ledger, self.ledger.id),
            payer_id=self.accounts[payer].id,
            payee_id=self.accounts[payee].id,
            amount=amount,
            **{"reason": "exchange", "key": f"{payer}-{payee}-{amount}-{self.transfers()}", **values},
        )
        self.session.commit()
        return made

    def transfer(self, transfer_id: str) -> Transfer:
        """A transfer as the database has it."""
        with self.at_rest() as session:
            return session.get_one(Transfer, UUID(transfer_id))


def make_purses(app: Flask, session: Session, program: "Callable[..., Program]") -> Purses:
    """Make the sub-network and commit it."""
    territory = factories.territory(session)
    subnetwork = factories.subnetwork(
        session, territory, "hours", name="Hours", settings={"time_bank": {"welcome_minutes": 0}}
    )
    members = {name: factories.member(session, territory, first_name=name) for name in PEOPLE}
    factories.takes_part(session, subnetwork, members["Cora"], coordinates=True)
    settled = app.extensions["together_plugins"].settlements["time_bank.hours"]
    ledger = settled.ledger(session, subnetwork)
    accounts = {
        name: services.account_of(session, ledger, members[name].id) for name in ("Ana", "Bea", "Carl")
    }
    session.commit()
    return Purses(app, session, territory, subnetwork, ledger, members, accounts, program)


@pytest.fixture
def purses(app: Flask, session: Session, program: "Callable[..., Program]") -> Purses:
    """A sub-network that counts hours."""
    return make_purses(app, session, program)
