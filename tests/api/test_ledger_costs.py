"""Pages of what has to do with ledgers cost the same few queries however many lines they have."""

import pytest

from app import clock
from app.testing import factories
from app.testing.queries import count_queries
from app.web.database import db
from tests.api.purses import Purses


def more(purses: Purses, lines: int) -> None:
    """Let Ana pay, ask, owe and promise so many times, and others open accounts."""
    ana = purses.of("Ana")
    today = clock.today("Europe/Paris").isoformat()
    for number in range(lines):
        member = factories.member(purses.session, purses.territory, first_name=f"P{number}")
        purses.session.commit()
        other = {"to_member_id": str(member.id), "ledger_id": str(purses.ledger.id)}
        bodies = {
            "transfers": {**other, "amount": 1},
            "standing-orders": {**other, "amount": 1, "rhythm": "week", "first_on": today},
            "payment-requests": {"to_account_id": purses.account_id("Ana"), "amount": 1},
            "debts": {
                "direction": "i_owe",
                "ledger_id": str(purses.ledger.id),
                "other_member_id": str(member.id),
                "amount": 1,
                "text": "Eggs",
            },
        }
        for path, body in bodies.items():
            made = ana.post(purses.path(path), json=body)
            assert made.status_code == 201, made.text


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Ana", "accounts/{ana}/transfers?limit=100"),
        ("Ana", "accounts/{ana}/statement"),
        ("Ana", "payment-requests?which=made&limit=100"),
        ("Ana", "standing-orders?limit=100"),
        ("Ana", "debts?limit=100"),
        ("Cora", "ledgers/{ledger}/accounts?limit=100"),
        ("Cora", "ledgers/{ledger}/transfers?limit=100"),
    ],
)
def test_a_page_of_many_lines_costs_no_more_than_a_page_of_few(purses: Purses, name: str, path: str) -> None:
    program = purses.of(name)
    address = purses.path(path.format(ana=purses.account_id("Ana"), ledger=purses.ledger.id))

    def cost() -> int:
        with purses.app.app_context():
            engine = db.engine
        with count_queries(engine) as statements:
            answer = program.get(address)
        assert answer.status_code == 200
        return len(statements)

    more(purses, 2)
    cost()  # notes the first use of the token
    few = cost()
    more(purses, 6)

    assert cost() == few
    assert few < 25
