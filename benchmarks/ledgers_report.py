"""What the benchmark of ledgers measures, what was promised, and how it is printed."""

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Line:
    """What is measured: who pays, on what, with how many clients."""

    who: str
    database: str
    accounts: int
    clients: int
    threads: int = 1
    """Clients that share a process."""
    hot: bool = False
    rate: Callable[[], float] = field(compare=False, default=float)
    """Measures once; transfers per second."""


ON_POSTGRESQL = Line("", "PostgreSQL", 1_000, 8, threads=4)
ON_SQLITE = Line("", "SQLite", 1_000, 8, threads=8)
TPC_B = Line("pgbench TPC-B", "PostgreSQL", 0, 8)
PROMISES: list[tuple[str, Line, Line, float | None]] = [
    ("PostgreSQL, 8 clients, to pgbench TPC-B", ON_POSTGRESQL, TPC_B, 0.5),
    ("... as 8 processes", replace(ON_POSTGRESQL, threads=1), TPC_B, None),
    ("... to pgledger", ON_POSTGRESQL, replace(ON_POSTGRESQL, who="pgledger"), 1),
    ("... both as 8 processes", replace(ON_POSTGRESQL, threads=1),
     replace(ON_POSTGRESQL, threads=1, who="pgledger"), 1),
    ("... to django-hordak", ON_POSTGRESQL, replace(ON_POSTGRESQL, who="django-hordak, plain"), None),
    ("... to django-hordak with its checks", ON_POSTGRESQL,
     replace(ON_POSTGRESQL, who="django-hordak, checked"), 6),
    ("... both as 8 processes", replace(ON_POSTGRESQL, threads=1),
     replace(ON_POSTGRESQL, threads=1, who="django-hordak, checked"), 6),
    ("... on a hot account, to bare SQL", replace(ON_POSTGRESQL, hot=True),
     replace(ON_POSTGRESQL, hot=True, who="bare SQL"), 0.5),
    ("SQLite, 1 client, to bare SQL", replace(ON_SQLITE, clients=1, threads=1),
     replace(ON_SQLITE, clients=1, threads=1, who="bare SQL"), 0.6),
    ("SQLite, 8 clients, to bare SQL", ON_SQLITE, replace(ON_SQLITE, who="bare SQL"), 0.6),
    ("... to bare SQL as 8 processes", ON_SQLITE, replace(ON_SQLITE, threads=1, who="bare SQL"), 0.6),
    ("... both as 8 processes", replace(ON_SQLITE, threads=1),
     replace(ON_SQLITE, threads=1, who="bare SQL"), None),
]  # fmt: skip


def print_rates(found: dict[Line, list[float]], rounds: int, seconds: float) -> None:
    """Print the median of every line."""
    print(f"transfers per second, medians of {rounds} rounds of {seconds:g} s, {os.cpu_count()} cores")
    print("clients: processes x threads in each")
    print(f"{'database':11} {'accounts':>8} {'clients':>7} {'':4} {'who':24} {'per second':>10}")
    for line, rates in found.items():
        accounts = f"{line.accounts:,}" if line.accounts else ""
        shape = f"{line.clients // line.threads} x {line.threads}"
        start = f"{line.database:11} {accounts:>8} {shape:>7} {'hot' if line.hot else '':4}"
        print(f"{start} {line.who:24} {statistics.median(rates):10,.0f}", flush=True)


def print_ratios(found: dict[Line, list[float]]) -> None:
    """Print what the service reaches of others in the same round, and whether that was promised."""
    print(f"\n{'ratio of the service, median of the rounds':44} {'found':>7} {'target':>7}")
    for name, ours, other, target in PROMISES:
        mine = replace(ours, who="service")
        if other not in found:
            print(f"{name:44} not measured here")
            continue
        value = statistics.median(one / two for one, two in zip(found[mine], found[other], strict=True))
        print(f"{name:44} {value:7.2f} {target or '':>7} {_verdict(value, target)}", flush=True)


def print_memory(database: str, after: tuple[int, int], sizes: list[float]) -> None:
    """Print what a process holds after so many transfers; flat is up to a twentieth more."""
    before, then = sizes
    name = f"{database}, memory after {after[0]:,} and {after[1]:,}"
    print(f"{name:44} {before:.1f} MB, {then:.1f} MB {_verdict(before * 1.05, then)}", flush=True)


def _verdict(value: float, target: float | None) -> str:
    return "" if target is None else "PASS" if value >= target else "MISS"
