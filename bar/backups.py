"""T11, backup and restore: a copy of a site at work comes back whole and quickly, or is refused.

On both databases, with 200,000 entries and payments going on: whatever was acknowledged before the command
began is in the copy, the restored ledgers are recomputed, who was erased since is erased again, and a file
with one flipped bit is refused.
"""

import os
import random
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bar.filling import fill
from bar.report import ROOT, Found, note
from bar.site import Site, site

ENTRIES, QUICK = 200_000, 20_000
MOST_SECONDS = 30.0
FLIPS = 5
TARGET = (
    "{entries} entries restored in {most:g} s, nothing acknowledged before is missing, sound, "
    "{flips} of {flips} damaged files refused"
)


def run(options: set[str]) -> Iterator[Found]:
    """Back up and restore on each database."""
    entries = QUICK if "quick" in options else ENTRIES
    for kind in ("sqlite", "postgresql"):
        with site(kind) as made:
            yield _try(kind, made, entries)


def _try(kind: str, made: Site, entries: int) -> Found:
    note(f"{kind}: writing {entries} entries")
    with made.session() as session:
        fill(session, made.ledger_id, [one.account_id for one in made.payers[2:]], entries // 2)
    file, seed = made.folder / "site.backup", random.randrange(2**32)
    with _writing(made) as load:
        before = load.acknowledged()
        create = _timed(made, "backup", "create", str(file))
        during = len(load.acknowledged()) - len(before)
    erased = _erase_somebody(made)
    place = _place(made)
    refused = sum(_refuses(place, file, random.Random(seed + one)) for one in range(FLIPS))
    kept = made.folder / "data/erasures.jsonl"
    restore = _timed(place, "backup", "restore", str(file), "--erasures", str(kept))
    verify = _timed(place, "ledgers", "verify")
    missing = sorted(before - _keys(place)) if restore.ok else sorted(before)
    gone = restore.ok and _is_erased(place, erased)
    right = create.ok and restore.ok and verify.ok and not missing and gone
    return Found(
        id="T11",
        number={
            "database": kind, "entries": entries, "create_s": create.seconds, "restore_s": restore.seconds,
            "create_processor_s": create.processor, "restore_processor_s": restore.processor,
            "megabytes": round(file.stat().st_size / 1e6, 1), "acknowledged_before": len(before),
            "acknowledged_during": during, "missing": len(missing), "verified": verify.ok,
            "erased_again": gone, "damaged_refused": refused,
        },
        target=TARGET.format(entries=entries, most=MOST_SECONDS, flips=FLIPS),
        passed=right and during > 0 and refused == FLIPS and restore.seconds <= MOST_SECONDS,
        sentence=f"{kind}: {entries} entries backed up in {create.seconds} s while {during} payments went "
        f"on, restored in {restore.seconds} s; {len(missing)} of {len(before)} acknowledged missing; "
        f"{'sound' if verify.ok else 'NOT sound'}; who was erased is {'erased again' if gone else 'BACK'}; "
        f"{refused} of {FLIPS} damaged files refused.",
        seed=seed,
    )  # fmt: skip


@dataclass
class _Load:
    """Payments that go on, and which of them were acknowledged."""

    process: "subprocess.Popen[str]"
    keys: list[str] = field(default_factory=list)

    def listen(self) -> None:
        for line in self.process.stdout or ():
            if line.startswith("ack "):
                self.keys.append(line[4:].rstrip("\n"))

    def acknowledged(self) -> set[str]:
        return set(self.keys)


@contextmanager
def _writing(made: Site) -> Iterator[_Load]:
    """Let payments go on for the time of the block."""
    accounts = [str(one.account_id) for one in made.payers[:2]]
    process = subprocess.Popen(
        [sys.executable, "-m", "bar.writing", made.database_url, str(made.ledger_id), *accounts],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    load = _Load(process)
    listening = threading.Thread(target=load.listen)
    listening.start()
    try:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        began = time.monotonic()
        while len(load.keys) < 100 and time.monotonic() - began < 60:
            time.sleep(0.05)
        yield load
    finally:
        os.killpg(process.pid, 9)
        process.wait(30)
        listening.join(30)


@dataclass(frozen=True)
class _Done:
    ok: bool
    seconds: float
    processor: float
    """Seconds of processor time of the command itself, which other work on the machine does not change."""


def _timed(made: Site, *words: str) -> _Done:
    began, used = time.monotonic(), _children()
    done = made.run(*words, timeout=900)
    seconds = round(time.monotonic() - began, 1)
    if done.returncode != 0:
        note(f"{' '.join(words[:2])}: {done.stderr.strip()[-300:]}")
    return _Done(done.returncode == 0, seconds, round(_children() - used, 1))


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _place(made: Site) -> Site:
    """Return an empty place beside the site: another folder, another database."""
    folder = made.folder / "place"
    (folder / "data").mkdir(parents=True)
    url = f"sqlite:///{folder / 'together.sqlite3'}"
    if made.server is not None:
        engine = sa.create_engine(made.database_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE place TEMPLATE template0")
        url = re.sub(r"/postgres\?", "/place?", made.database_url)
    return replace(made, folder=folder, database_url=url, process=None)


def _refuses(place: Site, file: Path, chance: random.Random) -> bool:
    """Tell whether a copy with one flipped bit is refused and leaves the place empty."""
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    damaged = file.with_name("damaged.backup")
    damaged.write_bytes(content)
    del content
    done = place.run("backup", "restore", str(damaged))
    damaged.unlink()
    pictures = place.folder / "data/uploads/pictures"
    return done.returncode == 1 and "damaged" in done.stderr and not pictures.exists()


def _keys(place: Site) -> set[str]:
    from app.ledgers.models import IdempotencyKey

    with place.session() as session:
        return set(session.scalars(sa.select(IdempotencyKey.key)))


def _erase_somebody(made: Site) -> Any:
    """Erase the last of the people after the backup was made; returns their id."""
    from app.backup import erasures
    from app.ledgers.models import Account
    from app.members import farewell
    from app.members.models import Member, Person
    from app.members.personal import the_personal

    with made.session() as session:
        account = session.get_one(Account, made.payers[-1].account_id)
        person = session.get_one(Person, session.get_one(Member, account.member_id).person_id)
        farewell.erase(session, person, the_personal())
        session.commit()
        erasures.record(session, made.folder / "data")
        return person.id


def _is_erased(place: Site, person_id: Any) -> bool:
    from app.members.models import Person

    with place.session() as session:
        return session.get_one(Person, person_id).erased_at is not None
