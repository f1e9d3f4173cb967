"""Transfers per second of our posting service, against the same work in bare SQL, pgbench and other ledgers.

All in one run on this machine: PostgreSQL in a private server (synchronous_commit=on) and SQLite (FULL, WAL),
the parties in turn, several rounds, medians; then the ratios that we promise, and the memory of a process.
Clients are threads and processes as the platform serves them, and, beside that, processes alone.
What was posted is verified at the end. Machines differ: read the ratios.
"""

import argparse
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import sqlalchemy as sa

from app.testing.databases import create_from, postgres_cluster, postgres_programs
from benchmarks import ledgers_cpu, ledgers_pgledger
from benchmarks import ledgers_ours as ours
from benchmarks.ledgers_report import Line, print_memory, print_rates, print_ratios

Party = Callable[[ours.Place, bool], ours.Once]
SERVED: dict[str, Callable[[int], int]] = {
    "PostgreSQL": lambda clients: clients // 2,  # app/gunicorn.py: a worker for each of two cores
    "SQLite": lambda clients: clients,  # together serve: one process
}
"""Threads of each process, for so many clients, as the platform itself serves them."""
HORDAK = Path(__file__).parent / "ledgers_hordak.py"
PGBENCH_SCALE = {True: 10, False: 50}
"""Branches of pgbench: more of them than clients, so that they seldom wait for the same one."""


def together(line: Line, party: Party, place: ours.Place, seconds: float) -> float:
    """Let the clients of ``line`` pay at once; returns transfers per second."""
    start = multiprocessing.Barrier(line.clients)
    results: Queue[int] = multiprocessing.Queue()
    words = (party, place, line, seconds, start, results)
    workers = [multiprocessing.Process(target=_pay, args=words) for _ in range(line.clients // line.threads)]
    for worker in workers:
        worker.start()
    done = sum(results.get(timeout=seconds + 120) for _ in workers)
    for worker in workers:
        worker.join()
    return done / seconds


def _pay(
    party: Party, place: ours.Place, line: Line, seconds: float, start: Barrier, results: "Queue[int]"
) -> None:
    def pay(number: int) -> int:
        once = party(place, line.hot)
        for _ in range(10):  # statements are prepared, pages are in memory
            once()
        start.wait()
        until, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < until:
            once()
            done += 1
        return done

    with ThreadPoolExecutor(line.threads) as clients:
        results.put(sum(clients.map(pay, range(line.threads))))


def pgbench(host: str, clients: int, seconds: float) -> float:
    """Run TPC-B (three updates, a query and an insert) with prepared statements; transactions per second."""
    words = [
        "-n",
        "-M",
        "prepared",
        "-c",
        str(clients),
        "-j",
        str(min(2, clients)),
        "-T",
        str(round(seconds)),
    ]
    printed = _pgbench(host, *words, "tpcb")
    found = re.search(r"tps = ([\d.]+)", printed)
    assert found is not None, printed
    return float(found[1])


def _pgbench(host: str, *words: str) -> str:
    programs = postgres_programs()
    assert programs is not None
    command = [str(programs / "pgbench"), "-h", host, "-U", "together", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def hordak(python: Path, mode: str, host: str, line: Line, seconds: float) -> float:
    """Pay with django-hordak; payments per second."""
    shape = f"{line.clients // line.threads}x{line.threads}"
    words = [str(python), str(HORDAK), mode, "hordak", host, shape, str(seconds), "1000"]
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout or 0)


def hordak_python(folder: Path, host: str) -> Path:
    """Install django-hordak into a virtual environment of its own, and make its accounts."""
    venv.create(folder / "hordak", with_pip=True)
    python = folder / "hordak/bin/python"
    install = [str(python), "-m", "pip", "install", "-q", "django-hordak", "psycopg[binary]"]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    prepare = [str(python), str(HORDAK), "prepare", "hordak", host, "1x1", "1", "1000"]
    subprocess.run(prepare, check=True)
    return python


def memory(place: ours.Place, transfers: tuple[int, int]) -> list[float]:
    """Return the resident memory of one process after so many and so many transfers, in megabytes."""
    results: Queue[float] = multiprocessing.Queue()
    worker = multiprocessing.Process(target=_remember, args=(place, transfers, results))
    worker.start()
    sizes = [results.get(timeout=3600) for _ in transfers]
    worker.join()
    return sizes


def _remember(place: ours.Place, transfers: tuple[int, int], results: "Queue[float]") -> None:
    once = ours.service(place, False)
    for number in range(1, max(transfers) + 1):
        once()
        if number in transfers:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            results.put(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)


def lines_of(
    database: str, places: dict[int, ours.Place], quick: bool, seconds: float, bare: Callable[..., ours.Once]
) -> list[Line]:
    """Return what is measured of ours and of bare SQL on one database."""
    everything: dict[str, Party] = {
        "service": ours.service,
        "service, with a mail": partial(ours.service, mail=True),
        "service, as a request": partial(ours.service, request=True),
        "bare SQL": bare,
    }
    few = {name: everything[name] for name in ("service", "bare SQL")}
    small, large = min(places), max(places)
    served = SERVED[database]
    wanted = [(small, 1, 1, False, everything), (small, 8, served(8), False, everything)]
    wanted += [(small, 8, 1, False, few), (small, 8, served(8), True, few)]
    wanted += [] if quick else [(small, 32, served(32), False, few)]
    wanted += [(large, 8, served(8), False, few)] if large > small else []
    lines = []
    for accounts, clients, threads, hot, parties in wanted:
        for name, party in parties.items():
            line = Line(name, database, accounts, clients, threads, hot)
            rate = partial(together, line, party, places[accounts], seconds)
            lines.append(replace(line, rate=rate))
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three short rounds, fewer lines")
    parser.add_argument("--rounds", type=int, default=None)
    parser.add_argument("--seconds", type=float, default=None)
    parser.add_argument("--without-hordak", action="store_true", help="when nothing can be installed")
    parser.add_argument("--pgledger", nargs="+", type=Path, metavar="FILE", help="its files of SQL, in order")
    parser.add_argument("--cpu", action="store_true", help="processor time per transfer instead of rates")
    arguments = parser.parse_args()
    quick = arguments.quick or arguments.cpu
    rounds, seconds = arguments.rounds or (3 if quick else 5), arguments.seconds or (2 if quick else 4)
    with postgres_cluster(synchronous_commit="on") as admin, tempfile.TemporaryDirectory() as name:
        folder, host = Path(name), str(sa.make_url(admin).query["host"])
        sizes = (1_000,) if quick else (1_000, 100_000)
        postgres, sqlite = {}, {}
        for accounts in sizes:
            url = create_from(admin, f"ours{accounts}", "template0")
            postgres[accounts] = ours.furnish(url, folder / "data", accounts)
            sqlite[accounts] = ours.furnish(
                f"sqlite:///{folder}/{accounts}.sqlite3", folder / "data", accounts
            )
        create_from(admin, "tpcb", "template0")
        _pgbench(host, "-i", "-q", "-s", str(PGBENCH_SCALE[quick]), "tpcb")
        if arguments.cpu:
            both = {"PostgreSQL": postgres[1_000], "SQLite": sqlite[1_000]}
            ledgers_cpu.measure(both, partial(_pgbench, host), rounds, 2_000)
            return
        lines = lines_of("PostgreSQL", postgres, quick, seconds, ours.function)
        for clients in dict.fromkeys(line.clients for line in lines):
            rate = partial(pgbench, host, clients, seconds)
            lines.append(Line("pgbench TPC-B", "PostgreSQL", 0, clients, rate=rate))
        shapes = ((1, 1), (8, SERVED["PostgreSQL"](8)), (8, 1))
        if arguments.pgledger:
            url = create_from(admin, "pgledger", "template0")
            theirs = partial(
                ledgers_pgledger.party, url, ledgers_pgledger.prepare(url, arguments.pgledger, 1_000)
            )
            for clients, threads in shapes:
                line = Line("pgledger", "PostgreSQL", 1_000, clients, threads)
                rate = partial(together, line, theirs, postgres[1_000], seconds)
                lines.append(replace(line, rate=rate))
        if not arguments.without_hordak:
            create_from(admin, "hordak", "template0")
            python = hordak_python(folder, host)
            for clients, threads in shapes:
                for mode in ("plain", "checked"):
                    line = Line(f"django-hordak, {mode}", "PostgreSQL", 1_000, clients, threads)
                    rate = partial(hordak, python, mode, host, line, seconds)
                    lines.append(replace(line, rate=rate))
        lines += lines_of("SQLite", sqlite, quick, seconds, ours.bare)
        lines.sort(
            key=lambda line: (line.database, line.hot, line.clients, line.threads)
        )  # compared: together
        found: dict[Line, list[float]] = {line: [] for line in lines}
        for number in range(rounds):
            for line in lines:
                found[line].append(line.rate())
            print(f"round {number + 1} of {rounds} done", file=sys.stderr)
        print_rates(found, rounds, seconds)
        print_ratios(found)
        after = (5_000, 15_000) if quick else (10_000, 100_000)
        for database, place in (("PostgreSQL", postgres[1_000]), ("SQLite", sqlite[1_000])):
            print_memory(database, after, memory(place, after))
        for place in (*postgres.values(), *sqlite.values()):
            said = ours.wrong(place)
            where = f"{sa.make_url(place.url).get_backend_name()}, {len(place.account_ids):,} accounts"
            print(f"verified {where}: {said or 'nothing wrong'}")
            if said:
                sys.exit(1)


if __name__ == "__main__":
    main()
