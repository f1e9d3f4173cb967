"""Requests per second and p95 of the main pages, against a bare Flask page under the same server.

Prints, in one run on the demonstration data: each page's median over several rounds, its share of the
bare page measured in the same round, and the memory of the workers after 10,000 requests.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TARGETS = {"home": 0.15, "search": 0.25, "listing": 0.25, "exchange": 0.0, "impact": 0.15}
MOST_MILLISECONDS = 200
MOST_MEGABYTES = 250
CLIENTS = 8
WORKERS = 2
REPORT = """
done = function(summary, latency, requests)
  io.write(string.format("JSON {\\"rps\\": %f, \\"p50\\": %f, \\"p95\\": %f, \\"errors\\": %d}\\n",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Serve a WSGI application with gunicorn; yields its address and the process id of its master."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
        "--worker-class", "gthread", "--threads", "4", "--log-level", "error", application,
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def load(url: str, *, seconds: int, cookie: str | None = None) -> dict[str, float]:
    """Load a page with wrk; returns requests per second, p50 and p95 in milliseconds, and errors."""
    script = Path(os.environ.get("TMPDIR", "/tmp")) / f"together-wrk-{os.getpid()}.lua"
    script.write_text(REPORT)
    command = ["wrk", "-t", "1", "-c", str(CLIENTS), "-d", f"{seconds}s", "-s", str(script)]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    printed = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    line = next(line for line in printed.splitlines() if line.startswith("JSON "))
    found: dict[str, float] = json.loads(line.removeprefix("JSON "))
    return found


def memory(master: int) -> list[float]:
    """Return the resident memory of each worker in megabytes."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    sizes = []
    for child in children:
        status = Path(f"/proc/{child}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        sizes.append(int(line.split()[1]) / 1024)
    return sizes


def pages_of(data: Path) -> tuple[dict[str, str], str]:
    """Choose the pages on the demonstration data, and make a sign-in; returns paths and the cookie."""
    os.environ["TOGETHER_DATA_DIR"] = str(data)
    import sqlalchemy as sa

    from app.exchanges.models import Exchange, State
    from app.factory import create_app
    from app.listings.models import Listing, ListingPicture, ListingStatus
    from app.members.models import Member, Person
    from app.territories.models import Territory
    from app.testing.factories import sign_in
    from app.web.database import db

    app = create_app()
    with app.app_context():
        territory = db.session.scalars(sa.select(Territory).where(Territory.slug == "bordeaux")).one()
        listing = db.session.scalars(
            sa.select(Listing)
            .where(Listing.territory_id == territory.id, Listing.status == ListingStatus.ACTIVE)
            .where(Listing.id.in_(sa.select(ListingPicture.listing_id)))
            .order_by(Listing.published_at.desc())
        ).first()
        exchange = db.session.scalars(
            sa.select(Exchange)
            .where(Exchange.territory_id == territory.id, Exchange.state == State.CONFIRMED)
            .order_by(Exchange.confirmed_at.desc())
        ).first()
        assert listing is not None
        assert exchange is not None
        person = db.session.scalars(
            sa.select(Person)
            .join(Member, Member.person_id == Person.id)
            .where(Member.id == exchange.asker_id)
        ).one()
        db.session.expunge_all()
        paths = {
            "home": "/t/bordeaux/",
            "search": "/t/bordeaux/search",
            "listing": f"/t/bordeaux/listings/{listing.id}",
            "exchange": f"/t/bordeaux/exchanges/{exchange.id}",
            "impact": "/t/bordeaux/impact",
        }
    client = app.test_client()
    sign_in(client, person)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    return paths, f"{name}={cookie.value}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path("var/bench"), help="folder of the demonstration data"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("This benchmark loads pages with wrk. On Debian and Ubuntu: apt-get install wrk")
    environment = {"TOGETHER_DATA_DIR": str(arguments.data), "TOGETHER_EMBEDDED_JOBS": "0"}
    subprocess.run(
        [Path(sys.executable).parent / "together", "demo", "build"],
        env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    paths, cookie = pages_of(arguments.data)
    bare_environment = {"BARE_DATABASE": str(arguments.data / "together.sqlite3")}
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in paths}
    shares: dict[str, list[float]] = {name: [] for name in paths}
    bare: list[dict[str, float]] = []
    with (
        served("benchmarks.bare:application()", bare_environment) as (bare_address, _),
        served("app.serving:application()", environment) as (address, master),
    ):
        for name, path in paths.items():
            page = urllib.request.Request(address + path, headers={"Cookie": cookie})
            with urllib.request.urlopen(page) as answer:
                assert answer.url.endswith(path), (name, answer.url)
            load(address + path, seconds=1, cookie=cookie if name == "exchange" else None)
        load(bare_address + "/", seconds=1)
        for _ in range(arguments.rounds):
            for name, path in paths.items():
                yardstick = load(bare_address + "/", seconds=max(1, arguments.seconds // 2))
                bare.append(yardstick)
                found = load(
                    address + path, seconds=arguments.seconds, cookie=cookie if name == "exchange" else None
                )
                rounds[name].append(found)
                shares[name].append(found["rps"] / yardstick["rps"])
        done = sum(found["rps"] * arguments.seconds for page in rounds.values() for found in page)
        while done < 10_000:
            done += load(address + paths["search"], seconds=5)["rps"] * 5
        sizes = memory(master)
    print_table(bare, rounds, shares)
    print(f"memory of the workers after {done:,.0f} requests: {', '.join(f'{size:.0f} MB' for size in sizes)}"
          f" (at most {MOST_MEGABYTES} MB)")  # fmt: skip


def print_table(
    bare: list[dict[str, float]], rounds: dict[str, list[dict[str, float]]], shares: dict[str, list[float]]
) -> None:
    """Print medians, shares of the bare page, and whether the target is met."""

    def median(found: list[dict[str, float]], key: str) -> float:
        return statistics.median(item[key] for item in found)

    print(f"{CLIENTS} clients, {WORKERS} workers, medians of {len(next(iter(rounds.values())))} rounds")
    print(f"{'page':10} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'share':>7} {'target':>7}")
    print(f"{'bare':10} {median(bare, 'rps'):8.0f} {median(bare, 'p50'):8.1f} {median(bare, 'p95'):8.1f}")
    for name, found in rounds.items():
        share, p95 = statistics.median(shares[name]), median(found, "p95")
        met = (
            share >= TARGETS[name] and p95 <= MOST_MILLISECONDS and not any(item["errors"] for item in found)
        )
        print(
            f"{name:10} {median(found, 'rps'):8.0f} {median(found, 'p50'):8.1f} {p95:8.1f} "
            f"{share:7.2f} {TARGETS[name]:7.2f} {'met' if met else 'NOT MET'}"
        )


if __name__ == "__main__":
    main()
