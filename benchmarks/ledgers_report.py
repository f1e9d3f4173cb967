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
    hot: bool = False
    rate: Callable[[], float] = field(compare=False, default=float)
    """Measures once; transfers per second."""


SERVICE = Line("service", "PostgreSQL", 1_000, 8)
PROMISES: list[tuple[str, Line, Line, float | None]] = [
    ("PostgreSQL, 8 clients, to pgbench TPC-B", SERVICE, Line("pgbench TPC-B", "PostgreSQL", 0, 8), 0.5),
    ("... to pgledger", SERVICE, Line("pgledger", "PostgreSQL", 1_000, 8), 1),
    ("... to django-hordak", SERVICE, Line("django-hordak, plain", "PostgreSQL", 1_000, 8), None),
    ("... to django-hordak with its checks", SERVICE,
     Line("django-hordak, checked", "PostgreSQL", 1_000, 8), 6),
    ("... on a hot account, to bare SQL", replace(SERVICE, hot=True),
     Line("bare SQL", "PostgreSQL", 1_000, 8, True), 0.5),
    ("SQLite, 1 client, to bare SQL", Line("service", "SQLite", 1_000, 1),
     Line("bare SQL", "SQLite", 1_000, 1), 0.6),
    ("SQLite, 8 clients, to bare SQL", Line("service", "SQLite", 1_000, 8),
     Line("bare SQL", "SQLite", 1_000, 8), 0.6),
]  # fmt: skip


def print_rates(found: dict[Line, list[float]], rounds: int, seconds: float) -> None:
    """Print the median of every line."""
    print(f"transfers per second, medians of {rounds} rounds of {seconds:g} s, {os.cpu_count()} cores")
    print(f"{'database':11} {'accounts':>8} {'clients':>7} {'':4} {'who':24} {'per second':>10}")
    for line, rates in found.items():
        accounts = f"{line.accounts:,}" if line.accounts else ""
        start = f"{line.database:11} {accounts:>8} {line.clients:7} {'hot' if line.hot else '':4}"
        print(f"{start} {line.who:24} {statistics.median(rates):10,.0f}", flush=True)


def print_ratios(found: dict[Line, list[float]]) -> None:
    """Print what the service reaches of others in the same round, and whether that was promised."""
    print(f"\n{'ratio of the service, median of the rounds':44} {'found':>7} {'target':>7}")
    for name, mine, other, target in PROMISES:
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
