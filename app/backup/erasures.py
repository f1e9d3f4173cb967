"""The list of erased people: a backup older than an erasure must not bring somebody back.

It stands as ``erasures.jsonl`` in the data folder, outside every backup, and holds ids and instants alone.
A restore erases again whoever is on it.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import scope
from app.errors import Refusal
from app.members import farewell
from app.members.models import Person
from app.members.personal import Personal

FILE = "erasures.jsonl"


def read(path: Path) -> set[UUID]:
    """Return the ids of a list of erased people.

    Raises:
        Refusal: the file is missing or is no such list.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        return {UUID(str(json.loads(line)["person"])) for line in lines if line.strip()}
    except OSError as error:
        raise Refusal(f"The list of erased people {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{path} is no list of erased people.") from error


def record(session: Session, data_dir: Path) -> int:
    """Add everybody who was erased and is not on the list yet; returns how many."""
    path = data_dir / FILE
    known = read(path) if path.exists() else set()
    erased = session.execute(
        sa.select(Person.id, Person.erased_at).where(Person.erased_at.is_not(None)).order_by(Person.erased_at)
    )
    lines = [
        json.dumps({"person": str(person_id), "erased_at": erased_at.isoformat()})
        for person_id, erased_at in erased
        if person_id not in known and erased_at is not None
    ]
    if lines:
        with open(path, "a", encoding="utf-8", opener=_for_me) as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
    return len(lines)


def _for_me(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def replay(session: Session, people: Iterable[UUID], personal: Personal) -> int:
    """Erase again those who came back with an older backup; returns how many."""
    again = 0
    with scope.crossing(session):  # whoever they are, wherever they were
        for person_id in sorted(people):
            person = session.get(Person, person_id)
            if person is not None and person.erased_at is None:
                farewell.forget(session, person, personal)
                again += 1
    return again
