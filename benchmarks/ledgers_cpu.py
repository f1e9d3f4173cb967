"""Processor time of a transfer, of its clients and of the server: a busy machine hides it less than rates.

When the processors are what there is too little of, the rate is their time divided by this.
"""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from os import sysconf
from pathlib import Path
from typing import NamedTuple

import psycopg
import sqlalchemy as sa

from benchmarks.ledgers_ours import Once, Place, bare, function, service

Party = Callable[[Place, bool], Once]
TICKS = sysconf("SC_CLK_TCK")
OURS: dict[str, Party] = {"service": service, "service, as a request": partial(service, request=True)}
BARE: dict[str, Party] = {"PostgreSQL": function, "SQLite": bare}
WARMING = 50  # transfers until statements are prepared and pages are in memory


class Spent(NamedTuple):
    """Microseconds of processor time per transfer."""

    client: float
    server: float


def of_party(party: Party, place: Place, clients: int, transfers: int) -> Spent:
    """Let ``clients`` processes pay at once, ``transfers`` each."""
    start = multiprocessing.Barrier(clients + 1)
    results: Queue[float] = multiprocessing.Queue()
    words = (party, place, transfers, start, results)
    workers = [multiprocessing.Process(target=_pay, args=words) for _ in range(clients)]
    for worker in workers:
        worker.start()
    start.wait()
    before = _of_server(place.url)
    start.wait()
    client = sum(results.get(timeout=600) for _ in workers)
    server = _of_server(place.url) - before
    start.wait()
    for worker in workers:
        worker.join()
    return Spent(client / clients / transfers * 1e6, server / clients / transfers * 1e6)


def of_pgbench(url: str, command: Callable[..., str], clients: int, transfers: int) -> Spent:
    """Let pgbench make as many transactions of TPC-B, prepared."""
    before, mine = _of_server(url), _of_children()
    command(
        "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(2, clients)), "-t", str(transfers), "tpcb"
    )
    server, client = _of_server(url) - before, _of_children() - mine
    return Spent(client / clients / transfers * 1e6, server / clients / transfers * 1e6)


def _pay(party: Party, place: Place, transfers: int, start: Barrier, results: "Queue[float]") -> None:
    once = party(place, False)
    for _ in range(WARMING):
        once()
    start.wait()
    start.wait()
    began = time.process_time()
    for _ in range(transfers):
        once()
    results.put(time.process_time() - began)
    start.wait()


def _of_server(url: str) -> float:
    """Return the seconds that the processes of the server have spent, those that ended included."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return 0
    host = str(sa.make_url(url).query["host"])
    with psycopg.connect(host=host, user="together", dbname="postgres") as connection:
        server = _seen(connection.info.backend_pid)[0]
    spent = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent, own, of_children = _seen(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        if int(folder.name) == server:
            spent += own + of_children
        elif parent == server:
            spent += own
    return spent / TICKS


def _seen(process: int) -> tuple[int, int, int]:
    """Return the parent of a process, its own time and that of its children that ended, in ticks."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    user, system, users, systems = map(int, words[11:15])
    return int(words[1]), user + system, users + systems


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(places: dict[str, Place], pgbench: Callable[..., str], rounds: int, transfers: int) -> None:
    """Measure one client and eight, the parties in turn, and print the medians."""
    found: dict[tuple[str, int, str], list[Spent]] = {}
    for _ in range(rounds):
        for clients in (1, 8):
            each = transfers // clients
            for database, place in places.items():
                for who, party in (*OURS.items(), ("bare SQL", BARE[database])):
                    spent = of_party(party, place, clients, each)
                    found.setdefault((database, clients, who), []).append(spent)
            spent = of_pgbench(places["PostgreSQL"].url, pgbench, clients, each)
            found.setdefault(("PostgreSQL", clients, "pgbench TPC-B"), []).append(spent)
    print(f"microseconds of processor time per transfer, medians of {rounds} rounds of {transfers:,}")
    print(f"{'database':11} {'clients':>7}  {'who':24} {'client':>7} {'server':>7} {'in all':>7}")
    for (database, clients, who), all_spent in sorted(found.items(), key=lambda item: item[0][:2]):
        client, server = (statistics.median(one) for one in zip(*all_spent, strict=True))
        in_all = statistics.median(map(sum, all_spent))
        print(f"{database:11} {clients:7}  {who:24} {client:7,.0f} {server:7,.0f} {in_all:7,.0f}", flush=True)
