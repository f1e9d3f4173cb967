"""What a ledger should know, as plain dictionaries and sums, written apart from its code."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

LIMITED = ("member", "organisation", "subnetwork")
LEVIED = ("exchange", "payment")
LARGEST = 10**12


class Leg(NamedTuple):
    """One transfer of a set, as it is asked for."""

    payer: str
    payee: str
    amount: int
    reason: str


class Rules(NamedTuple):
    """Limits of a ledger or of a group."""

    floor: int | None
    ceiling: int | None
    on_limit: str = "block"


@dataclass
class Standing:
    """What the model knows of an account."""

    kind: str
    floor: int | None = None
    ceiling: int | None = None
    warn_floor: int | None = None
    warn_ceiling: int | None = None
    balance: int = 0
    held: int = 0
    expected: int = 0
    own: bool = False
    group: str | None = None
    closed: bool = False

    @property
    def free(self) -> int:
        return self.balance - self.held

    @property
    def promised(self) -> int:
        return self.balance + self.expected

    def follow(self, rules: Rules) -> None:
        """Take limits over; who stands beyond one has it where it stands."""
        blocks = rules.on_limit == "block"
        floor, ceiling = (rules.floor, rules.ceiling) if blocks else (None, None)
        self.floor = None if floor is None else min(floor, self.free)
        self.ceiling = None if ceiling is None else max(ceiling, self.promised)
        self.warn_floor, self.warn_ceiling = (None, None) if blocks else (rules.floor, rules.ceiling)


@dataclass
class Promise:
    """An amount set aside in the model."""

    payer: str
    payee: str
    amount: int
    levies: int
    until: datetime
    state: str = "open"


@dataclass
class Moved:
    """A transfer of the model."""

    leg: Leg
    first: UUID
    reverses: UUID | None = None
    hold: UUID | None = None
    reversed: bool = False


@dataclass
class LevyRule:
    """A levy of the model: hundredths of a percent, and a fixed amount."""

    account: str
    rate: int
    fixed: int
    paid_by: str
    ended: bool = False

    def of(self, amount: int) -> int:
        return amount * self.rate // 10_000 + self.fixed


@dataclass
class Answer:
    """What a request got: what it made, or the code of a refusal."""

    made: UUID | None = None
    code: str | None = None


@dataclass
class Model:
    """Everything the ledger should know."""

    rules: Rules
    welcome: int = 0
    stopped: bool = False
    groups: dict[str, Rules] = field(default_factory=dict)
    accounts: dict[str, Standing] = field(default_factory=dict)
    levies: dict[UUID, LevyRule] = field(default_factory=dict)
    holds: dict[UUID, Promise] = field(default_factory=dict)
    transfers: dict[UUID, Moved] = field(default_factory=dict)
    answers: dict[str, tuple[Any, Answer]] = field(default_factory=dict)
    rights: dict[tuple[str, str], tuple[str, int | None]] = field(default_factory=dict)

    def open(self, name: str, kind: str) -> None:
        self.accounts[name] = Standing(kind)
        if kind in LIMITED:
            self.accounts[name].follow(self.rules)

    def apply_limits(self) -> None:
        for account in self.accounts.values():
            if account.kind in LIMITED and not account.own:
                account.follow(self.rules if account.group is None else self.groups[account.group])

    def levies_of(self, payment: Leg) -> list[Leg]:
        """Return what is taken of a payment, rounded down, each levy for itself."""
        legs = []
        for levy in self.levies.values():
            giver = payment.payer if levy.paid_by == "payer" else payment.payee
            amount = levy.of(payment.amount)
            if not levy.ended and giver != levy.account and amount > 0:
                legs.append(Leg(giver, levy.account, amount, "levy"))
        return legs if payment.reason in LEVIED else []

    def refused(self, legs: Iterable[Leg], releasing: Promise | None = None) -> set[str]:
        """Return the reasons for which a set cannot be made, none when it can."""
        legs = list(legs)
        codes = {"stopped"} if self.stopped else set()
        codes |= {"same_account" for leg in legs if leg.payer == leg.payee}
        codes |= {"no_amount" for leg in legs if leg.amount <= 0}
        codes |= {"too_much" for leg in legs if leg.amount > LARGEST}
        return codes or self._beyond(*_sums(legs, releasing))

    def refused_hold(self, promise: Promise) -> set[str]:
        """Return the reasons for which an amount cannot be set aside."""
        codes = self.refused([]) | ({"same_account"} if promise.payer == promise.payee else set())
        codes |= {"no_amount"} if promise.amount <= 0 else {"too_much"} if promise.amount > LARGEST else set()
        held = {promise.payer: promise.amount + promise.levies}
        return codes or self._beyond({}, held, {promise.payee: promise.amount})

    def _beyond(self, balance: dict[str, int], held: dict[str, int], expected: dict[str, int]) -> set[str]:
        codes = set()
        for name in balance.keys() | held.keys() | expected.keys():
            account, more = self.accounts[name], balance.get(name, 0)
            free, promised = account.free + more - held.get(name, 0), (
                account.promised + more + expected.get(name, 0)
            )  # fmt: skip
            codes |= {"closed"} if account.closed else set()
            codes |= {"below_floor"} if account.floor is not None and free < account.floor else set()
            codes |= (
                {"above_ceiling"} if account.ceiling is not None and promised > account.ceiling else set()
            )
        return codes

    def move(
        self,
        made: Iterable[tuple[UUID, Leg]],
        reverses: Callable[[int], UUID] | None = None,
        hold: UUID | None = None,
    ) -> None:
        """Write a set down; ``reverses`` tells which transfer the n-th undoes."""
        first = None
        for number, (transfer_id, leg) in enumerate(made):
            first = first or transfer_id
            undone = reverses(number) if reverses else None
            if undone is not None:
                self.transfers[undone].reversed = True
            self.transfers[transfer_id] = Moved(leg, first, undone, hold if number == 0 else None)
            self.accounts[leg.payer].balance -= leg.amount
            self.accounts[leg.payee].balance += leg.amount

    def set_aside(self, hold_id: UUID, promise: Promise) -> None:
        self.holds[hold_id] = promise
        self.accounts[promise.payer].held += promise.amount + promise.levies
        self.accounts[promise.payee].expected += promise.amount

    def release(self, hold_id: UUID, state: str) -> None:
        promise = self.holds[hold_id]
        promise.state = state
        self.accounts[promise.payer].held -= promise.amount + promise.levies
        self.accounts[promise.payee].expected -= promise.amount

    def set_of(self, first: UUID) -> list[UUID]:
        return [one for one, moved in self.transfers.items() if moved.first == first]


def _sums(
    legs: Iterable[Leg], releasing: Promise | None
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    balance: dict[str, int] = {}
    for leg in legs:
        balance[leg.payer] = balance.get(leg.payer, 0) - leg.amount
        balance[leg.payee] = balance.get(leg.payee, 0) + leg.amount
    if releasing is None:
        return balance, {}, {}
    held = {releasing.payer: -releasing.amount - releasing.levies}
    return balance, held, {releasing.payee: -releasing.amount}
