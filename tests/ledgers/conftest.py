from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.ledgers import services
from app.ledgers.models import Account, Ledger
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.testing import factories


@dataclass
class Village:
    """A ledger with the accounts of three people, committed."""

    session: Session
    subnetwork: Subnetwork
    ledger: Ledger
    members: dict[str, Member]
    accounts: dict[str, Account]

    def balance(self, name: str) -> int:
        account = self.accounts[name]
        self.session.refresh(account)
        return account.balance

    def held(self, name: str) -> int:
        account = self.accounts[name]
        self.session.refresh(account)
        return account.held

    def give(self, payer: str, payee: str, amount: int, key: str = "one", **values: object):
        return services.transfer(
            self.session,
            ledger=self.ledger,
            payer_id=self.accounts[payer].id,
            payee_id=self.accounts[payee].id,
            amount=amount,
            key=key,
            **{"reason": "exchange", **values},
        )

    def hold(self, payer: str, payee: str, amount: int, key: str = "hold", **values: object):
        return services.hold(
            self.session,
            ledger=self.ledger,
            payer_id=self.accounts[payer].id,
            payee_id=self.accounts[payee].id,
            amount=amount,
            key=key,
            **values,
        )


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session)


def make_village(session: Session, floor: int | None = -600, ceiling: int | None = 1200) -> Village:
    territory = factories.territory(session)
    subnetwork = factories.subnetwork(session, territory)
    members = {name: factories.member(session, territory, first_name=name) for name in ("Ana", "Bea", "Carl")}
    ledger = set_rules(session, subnetwork, floor=floor, ceiling=ceiling)
    accounts = {name: services.account_of(session, ledger, member.id) for name, member in members.items()}
    session.commit()
    return Village(session, subnetwork, ledger, members, accounts)


def set_rules(session: Session, subnetwork: Subnetwork, **rules: Any) -> Ledger:
    """Open the ledger of the sub-network, or change its rules."""
    usual = {"name": "Hours of the valley", "floor": -600, "ceiling": 1200}
    return services.open_ledger(
        session,
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        plugin="time_bank",
        unit="minutes",
        **(usual | rules),
    )
