"""T5, kill -9: what was acknowledged is there, nothing is there twice, and the site is back at once.

Clients write every acknowledged payment to a file before they count it. Then the whole process group of
the server is killed at a random moment, started again, and what was on its way is sent again, twice.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bar.browser import Answer, Browser
from bar.paying import browser_of, faults, pay, payments, receipt
from bar.report import Found, note
from bar.site import Site, site

CLIENTS = 8
APP_KILLS = {"sqlite": 25, "postgresql": 15}
SERVER_KILLS = 3
ACKNOWLEDGED = 3_000
MOST_BACK, MOST_SERVER_BACK = 3.0, 15.0  # seconds


@dataclass
class Clients:
    """People who pay on and on, and what they know."""

    made: Site
    log: Path
    number: int = 0
    unknown: list[tuple[int, str]] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)
    guard: threading.Lock = field(default_factory=threading.Lock)
    acknowledged: int = 0

    def work(self, client: int) -> None:
        """Pay until told to stop."""
        browser = browser_of(self.made, self.made.payers[client], timeout=10)
        with self.log.open("a") as log:
            while not self.stopping.is_set():
                with self.guard:
                    self.number += 1
                    text = f"payment {self.number}"
                answer = self.send(browser, client, text)
                if receipt(answer) is not None:
                    log.write(f"{text}\n")
                    log.flush()
                    os.fsync(log.fileno())
                with self.guard:
                    self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
                    if receipt(answer) is not None:
                        self.acknowledged += 1
                    else:
                        self.unknown.append((client, text))
                if answer.status != 302:
                    self.stopping.wait(0.05)
        browser.close()

    def send(self, browser: Browser, client: int, text: str) -> Answer:
        """Send one payment; the same words are the same payment."""
        payer, payee = self.made.payers[client], self.made.payers[client + CLIENTS]
        return pay(browser, payer, payee, 5, text)

    def ask_again(self) -> int:
        """Send what was on its way again, twice; returns how many were answered differently or not at all."""
        differing = 0
        for client, text in self.unknown:
            browser = browser_of(self.made, self.made.payers[client])
            first, second = (receipt(self.send(browser, client, text)) for _ in range(2))
            differing += first is None or first != second
        self.unknown.clear()
        return differing


@dataclass
class Result:
    """What the kills of one kind did."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    differing: int = 0
    back: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


def run(options: set[str]) -> Iterator[Found]:
    """Kill the application on both databases, then the database server itself."""
    part = 5 if "quick" in options else 1
    seed = random.SystemRandom().randrange(2**31)
    chance = random.Random(seed)
    kills = {kind: max(2, count // part) for kind, count in APP_KILLS.items()}
    each = ACKNOWLEDGED // part // (sum(kills.values()) + SERVER_KILLS) + 1
    results = [
        _told(kind, "application", _killed(kind, kills[kind], each, chance, server=False), MOST_BACK, seed)
        for kind in kills
    ]
    again = _killed("postgresql", max(1, SERVER_KILLS // part), each, chance, server=True)
    results.append(_told("postgresql", "server", again, MOST_SERVER_BACK, seed))
    yield from (found for found, _ in results)
    yield _sum([result for _, result in results], ACKNOWLEDGED // part, seed)


def _killed(kind: str, kills: int, each: int, chance: random.Random, *, server: bool) -> Result:
    result = Result()
    with site(kind) as made:
        made.start()
        clients = Clients(made, made.folder / "acknowledged")
        clients.log.touch()
        for _ in range(kills):
            _one_kill(made, clients, each, chance, result, server=server)
            note(f"{kind}: killed {'the server' if server else 'the application'} {result.kills} times, "
                 f"{clients.acknowledged} acknowledged, back in {result.back[-1]:.2f} s")  # fmt: skip
        made.stop()
        logged = clients.log.read_text().splitlines()
        there = payments(made)
        result.acknowledged, result.statuses = len(logged), clients.statuses
        result.lost = sum(1 for text in logged if text not in there)
        result.doubled = sum(len(ids) - 1 for ids in there.values())
        result.faults = faults(made)
    return result


def _one_kill(
    made: Site, clients: Clients, each: int, chance: random.Random, result: Result, *, server: bool
) -> None:
    clients.stopping.clear()
    wanted, until = clients.acknowledged + each, time.monotonic() + 30
    with ThreadPoolExecutor(CLIENTS) as pool:
        working = [pool.submit(clients.work, client) for client in range(CLIENTS)]
        while clients.acknowledged < wanted and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.4))
        began = time.monotonic()
        if server:
            made.server.kill()
            made.server.start()
            _wait_until_somebody_paid(clients)
            result.back.append(time.monotonic() - began)
        else:
            made.kill()
        clients.stopping.set()
        for one in working:
            one.result(timeout=60)
    if not server:
        result.back.append(made.start())
    result.kills += 1
    result.differing += clients.ask_again()


def _wait_until_somebody_paid(clients: Clients) -> None:
    before, until = clients.acknowledged, time.monotonic() + 60
    while clients.acknowledged == before and time.monotonic() < until:
        time.sleep(0.01)


def _told(kind: str, what: str, result: Result, most: float, seed: int) -> tuple[Found, Result]:
    longest = max(result.back)
    right = not (result.lost or result.doubled or result.differing or result.faults)
    number = {
        "kills": result.kills, "acknowledged": result.acknowledged, "lost": result.lost,
        "doubled": result.doubled, "answers_that_differ": result.differing, "faults": result.faults,
        "back_seconds": round(longest, 2),
        "back_median": round(sorted(result.back)[len(result.back) // 2], 2),
        "statuses": {str(status): count for status, count in result.statuses.items()},
    }  # fmt: skip
    found = Found(
        id=f"T5 {kind} {what}",
        number=number,
        target=f"0 lost, 0 doubled, back <= {most:g} s, 0 x 500",
        passed=right and longest <= most and 500 not in result.statuses,
        seed=seed,
        sentence=f"{result.kills} kills of the {what} on {kind}: {result.acknowledged} payments "
        f"acknowledged, {result.lost} lost, {result.doubled} doubled, back in {longest:.2f} s at the latest "
        f"(median {number['back_median']} s).",
    )
    return found, result


def _sum(results: list[Result], least: int, seed: int) -> Found:
    total = sum(result.acknowledged for result in results)
    return Found(
        id="T5",
        number={"acknowledged": total, "kills": sum(result.kills for result in results)},
        target=f">= {least} acknowledged over all kills",
        passed=total >= least,
        seed=seed,
        sentence=f"{total} payments were acknowledged over {sum(result.kills for result in results)} kills.",
    )
