"""What people send to a ledger under keys: once, twice, all together, and two at the same moment."""

import copy
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillWaiting
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.ledgers.machine.life import Life, amounts, names, picks, usual
from tests.ledgers.machine.model import Answer, Leg, Model
from tests.ledgers.machine.requests import Correct, Give, Keep, Request, SetAside, Together

reasons = st.sampled_from(["exchange", "payment", "gift", "issue"])
legs = st.builds(Leg, names, names, amounts, reasons)
gives = st.builds(Give, legs, st.sampled_from(["", "for the bread"]))
anything = st.one_of(
    gives,
    st.builds(Together, st.lists(legs, min_size=2, max_size=4).map(tuple)),
    st.builds(SetAside, names, names, usual, st.integers(-1, 4)),
    st.builds(Keep, picks, st.none() | st.integers(0, 120)),
    st.builds(Correct, picks, st.none() | legs),
)


class Sending(Life):
    """People give, promise, keep and break promises, correct, and send everything twice."""

    def ask(self, asked: Any) -> None:
        request = self.resolve(asked)
        if request is None:
            return
        key = f"key {len(self.model.answers)}"
        answer = self.answer(self.session, request, key)
        self.session.commit()
        self.note(self.model, request, key, answer)

    @rule(request=gives)
    def give(self, request: Give) -> None:
        self.ask(request)

    @rule(request=gives)
    def give_again(self, request: Give) -> None:
        self.ask(request)

    @rule(parts=st.lists(legs, min_size=1, max_size=5))
    def give_together(self, parts: list[Leg]) -> None:
        self.ask(Together(tuple(parts)))

    @rule(circle=st.permutations(["Ana", "Bea", "Carl", "Bakery"]), length=st.integers(2, 4), amount=usual)
    def clear_a_circle(self, circle: list[str], length: int, amount: int) -> None:
        ring = circle[:length]
        pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
        self.ask(Together(tuple(Leg(payer, payee, amount, "clearing") for payer, payee in pairs)))

    @rule(rate=st.integers(1, 30))
    def melt(self, rate: int) -> None:
        parts = [
            Leg(name, "Community", known.balance * rate // 100, "melting")
            for name, known in self.model.accounts.items()
            if known.kind == "member" and known.balance * rate >= 100
        ]
        if parts:
            self.ask(Together(tuple(parts)))

    @rule(request=st.builds(SetAside, names, names, amounts, st.integers(-2, 4)))
    def set_aside(self, request: SetAside) -> None:
        self.ask(request)

    @rule(request=st.builds(SetAside, names, names, usual, st.integers(1, 4)))
    def set_aside_for_later(self, request: SetAside) -> None:
        self.ask(request)

    @rule(request=st.builds(Keep, picks, st.none() | st.integers(0, 120)))
    def keep(self, request: Keep) -> None:
        self.ask(request)

    @rule(request=st.builds(Correct, picks, st.none() | legs))
    def correct(self, request: Correct) -> None:
        self.ask(request)

    @rule(requests=st.lists(anything, min_size=3, max_size=8))
    def a_busy_day(self, requests: list[Any]) -> None:
        for request in requests:
            self.ask(request)

    @rule(pick=picks)
    def send_again(self, pick: int) -> None:
        if not self.model.answers:
            return
        key, (request, answer) = list(self.model.answers.items())[pick % len(self.model.answers)]

        found = self.answer(self.session, request, key)

        self.session.commit()
        assert found == answer

    @rule(pick=picks, asked=gives)
    def send_another_request_with_an_old_key(self, pick: int, asked: Give) -> None:
        other = self.resolve(asked)
        if not self.model.answers or other is None:
            return
        key, (request, answer) = list(self.model.answers.items())[pick % len(self.model.answers)]

        found = self.answer(self.session, other, key)

        self.session.commit()
        assert found == (answer if other == request else Answer(code="other_request"))

    @rule(asked=gives | st.builds(Keep, picks, st.none()) | st.builds(Correct, picks))
    def think_better_of_it(self, asked: Any) -> None:
        request = self.resolve(asked)
        if request is not None:
            self.answer(self.session, request, "never kept")
            self.session.rollback()

    @rule(
        first=gives | st.builds(Keep, picks, st.none()) | st.builds(Correct, picks),
        second=gives
        | st.builds(SetAside, names, names, usual, st.just(3))
        | st.builds(Keep, picks, st.none()),
        kept=st.booleans(),
        same=st.booleans(),
    )
    def two_at_once(self, first: Any, second: Any, kept: bool, same: bool) -> None:
        """One connection asks while another has not decided; then that one commits, or gives up."""
        one = self.resolve(first)
        two = one if same else self.resolve(second)
        if one is None or two is None:
            return
        key = f"key {len(self.model.answers)}"
        keys = (key, key if same else f"{key} b")
        answers = [self.answer(self.other, one, keys[0])]
        waiting = self.threads.submit(self.answer_and_commit, two, keys[1])
        self.wait_a_moment(waiting)
        self.other.commit() if kept else self.other.rollback()
        answers.append(waiting.result(timeout=20))
        self.session.commit()

        if same and kept:
            assert answers[0] == answers[1]
        asked = [(one, keys[0], answers[0]), (two, keys[1], answers[1])]
        asked = asked[:1] if same and kept else asked[1:] if not kept else asked
        self.model = self.in_either_order(asked)

    def answer_and_commit(self, request: Request, key: str) -> Answer:
        answer = self.answer(self.session, request, key)
        self.session.commit()
        return answer

    def wait_a_moment(self, waiting: "Future[Answer]") -> None:
        try:
            waiting.result(timeout=0.003)
        except StillWaiting:
            return

    def in_either_order(self, asked: list[tuple[Request, str, Answer]]) -> Model:
        """Return the model after both: one order explains what was answered, or the ledger is wrong."""
        try:
            model = copy.deepcopy(self.model)
            for one in asked:
                self.note(model, *one)
        except AssertionError:
            model = copy.deepcopy(self.model)
            for one in reversed(asked):
                self.note(model, *one)
        return model
