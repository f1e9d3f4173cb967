from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.clearing import debts
from app.clearing.models import Debt
from app.ledgers import services as ledgers
from app.ledgers.models import Account, Ledger
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.testing import factories


@dataclass
class Hamlet:
    """Four neighbours with accounts in a ledger of hours, committed."""

    session: Session
    subnetwork: Subnetwork
    ledger: Ledger
    members: dict[str, Member]
    accounts: dict[str, Account]

    def owes(self, debtor: str, creditor: str, amount: int, text: str = "Firewood") -> Debt:
        return debts.note(
            self.session,
            ledger=self.ledger,
            debtor=self.accounts[debtor],
            creditor=self.accounts[creditor],
            amount=amount,
            text=text,
            by_id=self.members[debtor].id,
            by_account_id=self.accounts[debtor].id,
        )

    def circle(self, *amounts: int) -> list[Debt]:
        """Ana owes Bea, Bea owes Carl, Carl owes Ana."""
        names = ("Ana", "Bea", "Carl")
        return [
            self.owes(name, names[(place + 1) % 3], amount)
            for place, (name, amount) in enumerate(zip(names, amounts, strict=True))
        ]

    def owed(self, *found: Debt) -> list[int]:
        for debt in found:
            self.session.refresh(debt)
        return [debt.owed for debt in found]

    def balances(self) -> dict[str, int]:
        for account in self.accounts.values():
            self.session.refresh(account)
        return {name: account.balance for name, account in self.accounts.items()}


@pytest.fixture
def hamlet(session: Session) -> Hamlet:
    return make_hamlet(session)


def make_hamlet(session: Session, **rules: Any) -> Hamlet:
    territory = factories.territory(session)
    network = factories.subnetwork(session, territory, plugins=["time_bank"])
    ledger = ledgers.open_ledger(
        session,
        territory_id=territory.id,
        subnetwork_id=network.id,
        plugin="time_bank",
        name="Hours of the hamlet",
        unit="minutes",
        **({"floor": -60, "ceiling": 60} | rules),
    )
    names = ("Ana", "Bea", "Carl", "Dina")
    members = {name: factories.member(session, territory, first_name=name) for name in names}
    accounts = {name: ledgers.account_of(session, ledger, member.id) for name, member in members.items()}
    session.commit()
    return Hamlet(session, network, ledger, members, accounts)
