"""A ledger against a model of plain dictionaries: whatever people do, in whatever order, both agree."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.ledgers import services
from app.ledgers.models import Account, Entry, Hold, HoldState, Transfer
from app.ledgers.verification import faults
from app.testing import factories
from tests.ledgers.conftest import set_rules

PEOPLE = ("Ana", "Bea", "Carl", "Dina")
FLOOR, CEILING = -60, 90
people = st.sampled_from(PEOPLE)
amounts = st.integers(-1, 120)
picks = st.integers(0, 10**6)


@dataclass
class Standing:
    """What the model knows of an account."""

    balance: int = 0
    held: int = 0
    expected: int = 0
    floor: int | None = FLOOR
    ceiling: int | None = CEILING

    def allows(self, balance: int = 0, held: int = 0, expected: int = 0) -> bool:
        left, promised = (
            self.balance + balance - self.held - held,
            self.balance + balance + self.expected + expected,
        )
        return (self.floor is None or left >= self.floor) and (
            self.ceiling is None or promised <= self.ceiling
        )

    def change(self, balance: int = 0, held: int = 0, expected: int = 0) -> None:
        self.balance, self.held, self.expected = (
            self.balance + balance,
            self.held + held,
            self.expected + expected,
        )


@dataclass
class Asked:
    """A request that was answered: what it was, and the answer."""

    send: Callable[[str], Any]
    outcome: Any


@dataclass
class Promise:
    """An amount set aside in the model."""

    payer: str
    payee: str
    amount: int
    state: HoldState = HoldState.OPEN
    late: bool = False


@dataclass
class Model:
    """Everything the ledger should know."""

    accounts: dict[str, Standing] = field(default_factory=lambda: {name: Standing() for name in PEOPLE})
    asked: dict[str, Asked] = field(default_factory=dict)
    holds: dict[UUID, Promise] = field(default_factory=dict)
    moved: list[tuple[UUID, str, str, int]] = field(default_factory=list)
    reversed: set[UUID] = field(default_factory=set)
    written: dict[UUID, tuple[int, ...]] = field(default_factory=dict)


class Ledgers(RuleBasedStateMachine):
    """People give, promise, keep and break promises, correct, and send everything twice."""

    session: Session

    @initialize()
    def open(self) -> None:
        self.session.rollback()
        territory = factories.territory(self.session, f"t-{uuid4().hex}")
        subnetwork = factories.subnetwork(self.session, territory)
        self.ledger = set_rules(self.session, subnetwork, floor=FLOOR, ceiling=CEILING)
        self.ids = {
            name: services.account_of(
                self.session, self.ledger, factories.member(self.session, territory, first_name=name).id
            ).id
            for name in PEOPLE
        }
        self.session.commit()
        self.model = Model()

    def ask(self, send: Callable[[str], Any]) -> Any:
        """Send a request under a new key; a refusal is an answer too, and is committed."""
        key = f"key {len(self.model.asked)}"
        outcome = self.answer(send, key)
        self.model.asked[key] = Asked(send, outcome)
        return outcome

    def answer(self, send: Callable[[str], Any], key: str) -> Any:
        try:
            outcome = send(key).id
        except Refusal as refusal:
            outcome = refusal.reasons
        self.session.commit()
        return outcome

    def sides(self, payer: str, payee: str) -> dict[str, Any]:
        return {"ledger": self.ledger, "payer_id": self.ids[payer], "payee_id": self.ids[payee]}

    @rule(payer=people, payee=people, amount=amounts)
    def give(self, payer: str, payee: str, amount: int) -> None:
        outcome = self.ask(
            lambda key: services.transfer(
                self.session, **self.sides(payer, payee), amount=amount, reason="exchange", key=key
            )
        )

        gives, gets = self.model.accounts[payer], self.model.accounts[payee]
        fine = payer != payee and amount > 0 and gives.allows(-amount) and gets.allows(amount)
        assert isinstance(outcome, UUID) == fine, outcome
        if fine:
            self.note(outcome, payer, payee, amount)

    def note(self, transfer_id: UUID, payer: str, payee: str, amount: int) -> None:
        self.model.accounts[payer].change(-amount)
        self.model.accounts[payee].change(amount)
        self.model.moved.append((transfer_id, payer, payee, amount))

    @rule(payer=people, payee=people, amount=amounts, late=st.booleans())
    def promise(self, payer: str, payee: str, amount: int, late: bool) -> None:
        day = clock.now() + timedelta(days=-1 if late else 1)
        outcome = self.ask(
            lambda key: services.hold(
                self.session, **self.sides(payer, payee), amount=amount, key=key, expires_at=day
            )
        )

        gives, gets = self.model.accounts[payer], self.model.accounts[payee]
        fine = payer != payee and amount > 0 and gives.allows(held=amount) and gets.allows(expected=amount)
        assert isinstance(outcome, UUID) == fine, outcome
        if fine:
            gives.change(held=amount)
            gets.change(expected=amount)
            self.model.holds[outcome] = Promise(payer, payee, amount, late=late)

    @rule(pick=picks, other=st.none() | st.integers(1, 120))
    def keep(self, pick: int, other: int | None) -> None:
        if not self.model.holds:
            return
        hold_id, promise = list(self.model.holds.items())[pick % len(self.model.holds)]
        amount = promise.amount if other is None else other

        outcome = self.ask(lambda key: services.post_hold(self.session, hold_id, key=key, amount=other))

        gives, gets = self.model.accounts[promise.payer], self.model.accounts[promise.payee]
        fine = (
            promise.state == HoldState.OPEN
            and gives.allows(-amount, held=-promise.amount)
            and gets.allows(amount, expected=-promise.amount)
        )
        assert isinstance(outcome, UUID) == fine, outcome
        if fine:
            self.release(promise, HoldState.POSTED)
            self.note(outcome, promise.payer, promise.payee, amount)

    def release(self, promise: Promise, state: HoldState) -> None:
        promise.state = state
        self.model.accounts[promise.payer].change(held=-promise.amount)
        self.model.accounts[promise.payee].change(expected=-promise.amount)

    @rule(pick=picks)
    def give_up(self, pick: int) -> None:
        if not self.model.holds:
            return
        hold_id, promise = list(self.model.holds.items())[pick % len(self.model.holds)]

        outcome = self.answer(lambda key: services.void_hold(self.session, hold_id), "")

        assert (outcome == hold_id) == (promise.state != HoldState.POSTED)
        if promise.state == HoldState.OPEN:
            self.release(promise, HoldState.VOIDED)

    @rule()
    def days_pass(self) -> None:
        late = [item for item in self.model.holds.values() if item.late and item.state == HoldState.OPEN]

        services.expire_holds(self.session)
        self.session.commit()

        for promise in late:
            self.release(promise, HoldState.EXPIRED)

    @rule(pick=picks)
    def correct(self, pick: int) -> None:
        if not self.model.moved:
            return
        transfer_id, payer, payee, amount = self.model.moved[pick % len(self.model.moved)]

        outcome = self.ask(lambda key: services.reverse(self.session, transfer_id, key=key))

        fine = (
            transfer_id not in self.model.reversed
            and self.model.accounts[payee].allows(-amount)
            and self.model.accounts[payer].allows(amount)
        )
        assert isinstance(outcome, UUID) == fine, outcome
        if fine:
            self.note(outcome, payee, payer, amount)
            self.model.reversed |= {transfer_id, outcome}  # a reversal is not reversed

    @rule(pick=picks)
    def send_again(self, pick: int) -> None:
        if not self.model.asked:
            return
        key, asked = list(self.model.asked.items())[pick % len(self.model.asked)]

        assert self.answer(asked.send, key) == asked.outcome

    @rule(pick=picks, payer=people, payee=people)
    def send_another_request_with_an_old_key(self, pick: int, payer: str, payee: str) -> None:
        if not self.model.asked:
            return
        key = list(self.model.asked)[pick % len(self.model.asked)]

        outcome = self.answer(
            lambda old: services.transfer(
                self.session, **self.sides(payer, payee), amount=7, reason="something else", key=old
            ),
            key,
        )

        assert "another content" in outcome[0]

    @rule(who=people, floor=st.none() | st.integers(-200, 0), ceiling=st.none() | st.integers(0, 200))
    def set_limits(self, who: str, floor: int | None, ceiling: int | None) -> None:
        model, account = self.model.accounts[who], self.session.get_one(Account, self.ids[who])
        fine = (floor is None or model.balance - model.held >= floor) and (
            ceiling is None or model.balance + model.expected <= ceiling
        )

        outcome = self.answer(
            lambda key: (
                services.set_own_limits(self.session, account, floor=floor, ceiling=ceiling) or account
            ),
            "",
        )

        assert (outcome == account.id) == fine, outcome
        if fine:
            model.floor, model.ceiling = floor, ceiling

    @invariant()
    def the_ledger_is_sound_and_says_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        assert faults(self.session, self.ledger.id) == []
        rows = self.session.execute(
            sa.select(Account.id, Account.balance, Account.held, Account.expected).where(
                Account.ledger_id == self.ledger.id
            )
        )
        found = {row.id: (row.balance, row.held, row.expected) for row in rows}
        model = self.model.accounts
        assert found == {
            self.ids[name]: (item.balance, item.held, item.expected) for name, item in model.items()
        }
        states = {row.id: row.state for row in self.session.execute(
            sa.select(Hold.id, Hold.state).where(Hold.ledger_id == self.ledger.id))}  # fmt: skip
        assert states == {hold_id: promise.state for hold_id, promise in self.model.holds.items()}
        self.session.commit()

    @invariant()
    def what_was_written_stays_written(self) -> None:
        if not hasattr(self, "model"):
            return
        rows = self.session.execute(
            sa.select(Transfer.id, Transfer.amount, sa.func.min(Entry.amount), sa.func.max(Entry.amount))
            .join(Entry, Entry.transfer_id == Transfer.id)
            .where(Transfer.ledger_id == self.ledger.id)
            .group_by(Transfer.id, Transfer.amount)
        )
        now = {row[0]: tuple(row[1:]) for row in rows}
        self.session.commit()
        assert {transfer_id: now.get(transfer_id) for transfer_id in self.model.written} == self.model.written
        assert set(now) == {transfer_id for transfer_id, *_ in self.model.moved}
        self.model.written = now


def test_a_ledger_does_what_a_model_of_it_does(session, database):
    machine = type("Machine", (Ledgers,), {"session": session})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40 if database == "sqlite" else 15,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
