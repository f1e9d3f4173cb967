"""T3, transfer storm: 64 clients for a minute on each database; a fifth is sent twice, some is corrected.

The clients wait for each answer before they ask again. Behind them stand four processes with four threads,
as ``app/gunicorn.py`` says; these call the services as a request does: one session, one commit, nothing
tried again behind anybody's back. Every answer is kept and held against the tables at the end.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bar.paying import faults
from bar.report import Found, note, percentile
from bar.site import Site, site

PROCESSES, THREADS, CLIENTS = 4, 4, 16  # clients of each process
HOT, COLD = 5, 200
FLOOR, CEILING = -3_000, 3_000
Serve = Callable[[Any, "Sent"], UUID | None]
MOST_P99 = {"sqlite": 3.0, "postgresql": 1.0}  # seconds
LEAST = {"sqlite": 150, "postgresql": 200}  # transfers per second
TARGET = "0 lost, 0 doubled, 0 limits passed, 0 errors; >= {least}/s, p99 <= {most} s"


@dataclass
class Sent:
    """What one client did."""

    done: dict[str, tuple[UUID, UUID, UUID, int]] = field(default_factory=dict)
    """Transfers by key: id, payer, payee, amount."""
    reversals: dict[str, tuple[UUID, UUID]] = field(default_factory=dict)
    """Reversals by key: id, and what they reverse."""
    refused: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)
    """Replays that were answered otherwise."""
    errors: Counter[str] = field(default_factory=Counter)
    replays: int = 0
    seconds: list[float] = field(default_factory=list)


def run(options: set[str]) -> Iterator[Found]:
    """Storm both databases."""
    for kind in ("sqlite", "postgresql"):
        yield storm(kind, seconds=8 if "quick" in options else 60)


def storm(kind: str, *, seconds: float) -> Found:
    """Let 64 clients loose on one database, then hold what they were told against what is there."""
    seed = random.SystemRandom().randrange(2**31)
    with site(kind, people=HOT + COLD) as made:
        _set_limits(made)
        accounts = [payer.account_id for payer in made.payers]
        begins = time.time() + 8  # every process has loaded the application by then
        note(f"{kind}: {PROCESSES * CLIENTS} clients for {seconds:g} s, seed {seed}")
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            asked = [
                pool.submit(
                    _process, made.database_url, made.ledger_id, accounts, seed + number, begins, seconds
                )
                for number in range(PROCESSES)
            ]
            clients = [client for one in asked for client in one.result(timeout=seconds + 120)]
        return _judged(kind, made, clients, seconds, seed)


def _set_limits(made: Site) -> None:
    from app.ledgers import services
    from app.ledgers.models import Account, AccountKind, Ledger

    with made.session() as session:
        for payer in made.payers:
            account = session.get_one(Account, payer.account_id)
            services.set_own_limits(session, account, floor=FLOOR, ceiling=CEILING)
        ledger = session.get_one(Ledger, made.ledger_id)
        levies = services.open_account(session, ledger, kind=AccountKind.LEVIES, name="Commons")
        services.set_levy(session, ledger, name="Commons", account=levies, rate=200, fixed=1)
        session.commit()


def _process(
    url: str, ledger_id: UUID, accounts: list[UUID], seed: int, begins: float, seconds: float
) -> list[Sent]:
    from app import wiring  # noqa: F401  # every model is known before the first query
    from app.db.engine import engine_options, protect

    engine = sa.create_engine(**engine_options(url))
    protect(engine)
    time.sleep(max(0.0, begins - time.time()))
    with ThreadPoolExecutor(THREADS) as threads, ThreadPoolExecutor(CLIENTS) as pool:
        serve = partial(_serve, engine, threads)
        chances = [random.Random(seed * 100 + one) for one in range(CLIENTS)]
        work = [pool.submit(_client, serve, ledger_id, accounts, one, begins + seconds) for one in chances]
        found = [one.result() for one in work]
    engine.dispose()
    return found


def _client(serve: Serve, ledger_id: UUID, accounts: list[UUID], chance: random.Random, until: float) -> Sent:
    sent, name = Sent(), f"{chance.getrandbits(64):x}"
    requests: dict[str, tuple[UUID, UUID, int, str]] = {}
    number = 0
    while time.time() < until:
        number += 1
        dice = chance.random()
        began = time.monotonic()
        if dice < 0.20 and requests:
            key = chance.choice(list(requests)[-200:])
            sent.replays += 1
            before = sent.done.get(key)
            answer = _give(serve, ledger_id, key, *requests[key], sent)
            if before is not None and answer is not None and answer != before[0]:
                sent.differing.append(key)
        elif dice < 0.25 and sent.done:
            _reverse(serve, f"{name} back {number}", chance.choice(list(sent.done)[-200:]), sent)
        else:
            payer, payee = _sides(accounts, chance)
            key = f"{name} {number}"
            requests[key] = (payer, payee, chance.randint(1, 90), chance.choice(["gift", "gift", "payment"]))
            _give(serve, ledger_id, key, *requests[key], sent)
        sent.seconds.append(time.monotonic() - began)
    return sent


def _sides(accounts: list[UUID], chance: random.Random) -> tuple[UUID, UUID]:
    """Choose who pays whom: every second side is one of the five that everybody deals with."""
    hot, cold = accounts[:HOT], accounts[HOT:]
    payer = chance.choice(hot if chance.random() < 0.5 else cold)
    payee = chance.choice(hot if chance.random() < 0.5 else cold)
    return (payer, payee) if payer != payee else _sides(accounts, chance)


def _give(
    serve: Serve,
    ledger_id: UUID,
    key: str,
    payer: UUID,
    payee: UUID,
    amount: int,
    reason: str,
    sent: Sent,
) -> UUID | None:
    from app.ledgers import services
    from app.ledgers.models import Ledger

    def work(session: Session) -> UUID:
        return services.transfer(
            session, ledger=session.get_one(Ledger, ledger_id), payer_id=payer, payee_id=payee,
            amount=amount, reason=reason, key=key,
        ).id  # fmt: skip

    made = serve(work, sent)
    if made is not None and key not in sent.done:
        sent.done[key] = (made, payer, payee, amount)
    return made


def _reverse(serve: Serve, key: str, undone: str, sent: Sent) -> None:
    from app.ledgers import services

    transfer_id = sent.done[undone][0]
    made = serve(lambda session: services.reverse(session, transfer_id, key=key).id, sent)
    if made is not None:
        sent.reversals[key] = (made, transfer_id)


def _serve(engine: sa.Engine, threads: ThreadPoolExecutor, work: Any, sent: Sent) -> UUID | None:
    """Let the next free thread of the server do it, and wait for the answer."""
    return threads.submit(_once, engine, work, sent).result()


def _once(engine: sa.Engine, work: Any, sent: Sent) -> UUID | None:
    """Do one thing as a request does; what a person would read as an error is counted."""
    from app.ledgers.refusals import LedgerRefusal

    with Session(engine, expire_on_commit=False) as session:
        try:
            made: UUID = work(session)
            session.commit()
            return made
        except LedgerRefusal as said:
            session.commit()
            sent.refused[said.code] += 1
        except (DBAPIError, sa.exc.TimeoutError) as error:
            sent.errors[f"{type(error).__name__}: {str(error)[:80]}"] += 1
    return None


def _judged(kind: str, made: Site, clients: list[Sent], seconds: float, seed: int) -> Found:
    told = {key: done for one in clients for key, done in one.done.items()}
    undone = {key: done for one in clients for key, done in one.reversals.items()}
    waits = [wait for one in clients for wait in one.seconds]
    errors: Counter[str] = sum((one.errors for one in clients), Counter())
    refused: Counter[str] = sum((one.refused for one in clients), Counter())
    lost, doubled, passed, faults = _compare(made, told, undone)
    differing = sum(len(one.differing) for one in clients)
    rate = (len(told) + len(undone)) / seconds
    number = {
        "transfers": len(told), "reversals": len(undone), "replays": sum(one.replays for one in clients),
        "refused": dict(refused), "per_second": round(rate, 1),
        "p50_ms": round(percentile(waits, 0.5) * 1000, 1),
        "p99_ms": round(percentile(waits, 0.99) * 1000, 1), "longest_ms": round(max(waits) * 1000, 1),
        "lost": lost, "doubled": doubled, "answers_that_differ": differing, "limits_passed": passed,
        "faults": faults, "errors": dict(errors),
    }  # fmt: skip
    right = not (lost or doubled or passed or faults or errors or differing)
    fast = rate >= LEAST[kind] and percentile(waits, 0.99) <= MOST_P99[kind]
    return Found(
        id=f"T3 {kind}",
        number=number,
        target=TARGET.format(least=LEAST[kind], most=MOST_P99[kind]),
        passed=right and fast,
        seed=seed,
        sentence=f"{len(told)} transfers, {len(undone)} reversals and {number['replays']} replays "
        f"by 64 clients in {seconds:g} s on {kind}: {lost} lost, {doubled} doubled, {passed} limits passed, "
        f"{sum(errors.values())} errors; {rate:.0f}/s, p50 {number['p50_ms']} ms, p99 {number['p99_ms']} ms.",
    )


def _compare(
    made: Site, told: dict[str, tuple[UUID, UUID, UUID, int]], undone: dict[str, tuple[UUID, UUID]]
) -> tuple[int, int, int, int]:
    """Return how many acknowledged are lost, how many are there twice or unasked, limits passed, faults."""
    from app.ledgers.models import Account, Entry, Transfer

    with made.session() as session:
        rows = {
            row.id: row
            for row in session.execute(
                sa.select(Transfer.id, Transfer.payer_id, Transfer.payee_id, Transfer.amount,
                          Transfer.reverses_id, Transfer.part_of_id, Transfer.reason)
            )
        }  # fmt: skip
        lost = sum(
            1 for one, *asked in told.values() if one not in rows or list(rows[one][1:4]) != asked
        ) + sum(1 for one, of in undone.values() if one not in rows or rows[one].reverses_id != of)
        known = {one for one, *_ in told.values()} | {one for one, _ in undone.values()}
        unasked = sum(
            1
            for row in rows.values()
            if row.id not in known and row.part_of_id is None and row.reason != "welcome"
        )
        passed = session.scalar(
            sa.select(sa.func.count())
            .select_from(Entry)
            .join(Account, Account.id == Entry.account_id)
            .where(sa.or_(Entry.balance_after < Account.floor, Entry.balance_after > Account.ceiling))
        )
    return lost, unasked, passed or 0, len(faults(made))
