"""What is asked of the books of a ledger: postings, and the step that they make on each account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.ledgers.models import Hold

Answer = dict[str, Any] | None
"""``None``: done as asked. Else the ids answered before under the key, or code and values of a refusal."""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A transfer about to be made."""

    id: UUID
    payer_id: UUID
    payee_id: UUID
    amount: int
    reason: str
    memo: str = ""
    exchange_id: UUID | None = None
    component: str | None = None
    entered_by_id: UUID | None = None
    entered_for_id: UUID | None = None
    reverses_id: UUID | None = None
    part_of_id: UUID | None = None
    hold: Hold | None = None


class Step(NamedTuple):
    """What changes on one account."""

    account_id: UUID
    balance: int = 0
    held: int = 0
    expected: int = 0
    entries: int = 0


class Claim(NamedTuple):
    """Under which key something is asked of a ledger, and when."""

    ledger_id: UUID
    territory_id: UUID
    at: datetime
    key: str
    digest: str
    refused: str | None
    """Code of what speaks against it before any account is looked at."""

    @property
    def scope(self) -> str:
        """Whose key it is."""
        return f"ledger:{self.ledger_id}"


def steps_of(postings: Sequence[Posting]) -> list[Step]:
    """Add up what postings do to each account, in ascending id; the first may close a hold."""
    balance: dict[UUID, int] = {}
    entries: dict[UUID, int] = {}
    for posting in postings:
        for account_id, amount in ((posting.payer_id, -posting.amount), (posting.payee_id, posting.amount)):
            balance[account_id] = balance.get(account_id, 0) + amount
            entries[account_id] = entries.get(account_id, 0) + 1
    hold = postings[0].hold
    held = {} if hold is None else {hold.payer_id: -(hold.amount + hold.levies)}
    expected = {} if hold is None else {hold.payee_id: -hold.amount}
    return [
        Step(
            account_id,
            balance[account_id],
            held.get(account_id, 0),
            expected.get(account_id, 0),
            entries[account_id],
        )
        for account_id in sorted(balance)
    ]
