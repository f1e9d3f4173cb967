"""Programs that pay at the same moment: one key is one payment, and no account goes below its floor."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from werkzeug.test import TestResponse

from app.ledgers.verification import faults
from app.testing.program import Program
from tests.api.purses import Purses

SENDERS = 6


def at_once(programs: list[Program], path: str, bodies: list[dict], keys: list[str]) -> list[TestResponse]:
    """Send a request of each program at the same moment."""
    ready = Barrier(len(programs))

    def send(place: int) -> TestResponse:
        ready.wait()
        return programs[place].post(path, json=bodies[place], key=keys[place])

    with ThreadPoolExecutor(len(programs)) as senders:
        return list(senders.map(send, range(len(programs))))


def statuses(answers: list[TestResponse]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def test_one_key_sent_by_many_at_once_is_one_payment(purses: Purses) -> None:
    programs = [purses.of("Ana") for _sender in range(SENDERS)]
    body = {"to_account_id": purses.account_id("Bea"), "amount": 90}

    answers = at_once(programs, purses.path("transfers"), [body] * SENDERS, ["bread"] * SENDERS)

    assert statuses(answers) == {201: SENDERS}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert purses.balances() == {"Ana": -90, "Bea": 90, "Carl": 0}


def test_many_payments_at_once_go_as_far_as_the_floor_and_no_further(purses: Purses) -> None:
    programs = [purses.of("Ana") for _sender in range(SENDERS)]
    body = {"to_account_id": purses.account_id("Bea"), "amount": 150}
    keys = [f"payment-{number}" for number in range(SENDERS)]

    answers = at_once(programs, purses.path("transfers"), [body] * SENDERS, keys)

    assert statuses(answers) == {201: 4, 409: 2}
    assert purses.balances()["Ana"] == -600
    with purses.at_rest() as session:
        assert faults(session, purses.ledger.id) == []


def test_a_request_by_link_that_two_pay_at_once_is_paid_once(purses: Purses) -> None:
    asked = purses.of("Bea").post(
        purses.path("payment-requests"), json={"to_account_id": purses.account_id("Bea"), "amount": 40}
    )
    path = purses.path(f"payment-requests/{asked.json['id']}/pay")

    answers = at_once([purses.of("Ana"), purses.of("Carl")], path, [{}, {}], ["a", "c"])

    assert statuses(answers) == {201: 1, 409: 1}
    assert purses.balances()["Bea"] == 40
    assert sorted((purses.balances()["Ana"], purses.balances()["Carl"])) == [-40, 0]


def test_payments_to_and_fro_at_once_all_arrive(purses: Purses) -> None:
    names = ["Ana", "Bea"] * (SENDERS // 2)
    others = {"Ana": "Bea", "Bea": "Ana"}
    bodies = [{"to_account_id": purses.account_id(others[name]), "amount": 10} for name in names]
    keys = [f"key-{number}" for number in range(SENDERS)]

    answers = at_once([purses.of(name) for name in names], purses.path("transfers"), bodies, keys)

    assert statuses(answers) == {201: SENDERS}
    assert purses.balances() == {"Ana": 0, "Bea": 0, "Carl": 0}
    with purses.at_rest() as session:
        assert faults(session, purses.ledger.id) == []
