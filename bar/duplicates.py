"""T4, duplicate storm: payments sent five times at once, corrections twice, then with other words."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import sqlalchemy as sa

from bar.browser import Answer, Browser
from bar.paying import browser_of, correct, faults, pay, payments, receipt
from bar.report import Found, note
from bar.site import Site, site

GROUPS = 4
TARGET = (
    "500 keys x 5 at once and 500 corrections x 2: 500 + 500 effects, equal answers; 500 changed: 500 x 422"
)


def run(options: set[str]) -> Iterator[Found]:
    """Send everything several times, over HTTP, on both databases."""
    for kind in ("sqlite", "postgresql"):
        yield _storm(kind, 40 if "quick" in options else 500)


def _storm(kind: str, count: int) -> Found:
    with site(kind) as made:
        made.start()
        note(f"{kind}: {count} payments, each five times at once")
        paid = _pay_each_five_times(made, count)
        there = payments(made)
        ids = [there[f"payment {number}"][0] for number in range(count) if f"payment {number}" in there]
        note(f"{kind}: {len(ids)} corrections, each twice at once, then with other words")
        undone, changed = _correct_each_twice(made, ids)
        effects, reversals = sum(map(len, there.values())), _reversals(made)
        wrong = faults(made)
        made.stop()
    equal = sum(
        1
        for number, answers in paid.items()
        if {receipt(one) for one in answers} == set(there.get(f"payment {number}", []))
    )
    equal_back = sum(1 for answers in undone if len({(one.status, one.location) for one in answers}) == 1
                     and answers[0].status == 302)  # fmt: skip
    refused = sum(1 for one in changed if one.status == 422)
    statuses = Counter(one.status for answers in paid.values() for one in answers)
    number = {
        "effects": effects, "equal_answers": equal, "reversals": reversals, "equal_corrections": equal_back,
        "changed_refused": refused, "faults": wrong, "statuses": dict(statuses),
    }  # fmt: skip
    return Found(
        id=f"T4 {kind}",
        number=number,
        target=TARGET.replace("500", str(count)),
        passed=effects == equal == reversals == equal_back == refused == count and not wrong,
        sentence=f"{count} payments sent five times at once had {effects} effects and {equal} times "
        f"the same answer; {count} corrections sent twice had {reversals} and {equal_back}; {refused} "
        f"requests with an old key and other words were refused ({kind}).",
    )


def _pay_each_five_times(made: Site, count: int) -> dict[int, list[Answer]]:
    def ask(group: int) -> Callable[[Browser, int], Answer]:
        payer, payee = made.payers[group], made.payers[group + GROUPS]
        return lambda browser, number: pay(browser, payer, payee, 1 + number % 90, f"payment {number}")

    found: dict[int, list[Answer]] = {}
    with ThreadPoolExecutor(GROUPS) as pool:
        for part in pool.map(
            lambda group: _at_once(
                5, lambda: browser_of(made, made.payers[group]), ask(group), range(group, count, GROUPS)
            ),
            range(GROUPS),
        ):
            found |= part
    return found


def _correct_each_twice(made: Site, ids: list[UUID]) -> tuple[list[list[Answer]], list[Answer]]:
    assert made.coordinator is not None
    assert made.ledger_id is not None
    coordinator, ledger_id = made.coordinator, made.ledger_id

    def ask(browser: Browser, number: int) -> Answer:
        return correct(browser, ledger_id, ids[number], f"key{number}", "a mistake")

    twice = _at_once(2, lambda: browser_of(made, coordinator), ask, range(len(ids)))
    browser = browser_of(made, coordinator)
    changed = [correct(browser, ledger_id, one, f"key{number}", "other words")
               for number, one in enumerate(ids)]  # fmt: skip
    return list(twice.values()), changed


def _at_once(
    times: int, opened: Callable[[], Browser], ask: Callable[[Browser, int], Answer], numbers: range
) -> dict[int, list[Answer]]:
    """Send each request from several connections in the same moment."""
    ready = threading.Barrier(times, timeout=120)

    def lane(_: int) -> list[Answer]:
        browser, answers = opened(), []
        for number in numbers:
            ready.wait()
            answers.append(ask(browser, number))
        browser.close()
        return answers

    with ThreadPoolExecutor(times) as pool:
        lanes = list(pool.map(lane, range(times)))
    return {number: [answers[place] for answers in lanes] for place, number in enumerate(numbers)}


def _reversals(made: Site) -> int:
    from app.ledgers.models import Transfer

    with made.session() as session:
        asked = sa.select(sa.func.count()).select_from(Transfer).where(Transfer.reverses_id.is_not(None))
        return session.scalar(asked) or 0
