"""What a backup says of itself: where it comes from, and what must be found again when it is restored."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import migrations
from app.ledgers import chain
from app.ledgers.models import Account, Ledger, Transfer

FORMAT = "together-backup/1"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class LedgerSum:
    """What a ledger amounts to."""

    id: str
    number: int
    """Transfers in its chain."""
    digest: str
    balances: int
    """Sum of all balances: zero."""
    transferred: int
    """Sum of all transfers, in the smallest unit."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a database holds."""

    database: str
    """``sqlite`` or ``postgresql``."""
    migrations: list[str]
    tables: dict[str, int]
    ledgers: list[LedgerSum] | None
    """``None``: the schema was older than the software, which could not read its ledgers."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup is."""

    made_at: str
    version: str
    contents: Contents
    parts: dict[str, Part] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return it as it stands in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read it again.

        Raises:
            ValueError: it is none, or of a later format.
        """
        read: Any = json.loads(text)
        if not isinstance(read, dict) or read.pop("format", None) != FORMAT:
            raise ValueError("another program, or a later version, made it")
        try:
            return _manifest(read)
        except (KeyError, TypeError) as error:
            raise ValueError("its manifest is not complete") from error


def _manifest(read: dict[str, Any]) -> Manifest:
    contents = read["contents"]
    ledgers = contents["ledgers"]
    return Manifest(
        made_at=read["made_at"],
        version=read["version"],
        parts={name: Part(**part) for name, part in read["parts"].items()},
        contents=Contents(
            database=contents["database"],
            migrations=contents["migrations"],
            tables=contents["tables"],
            ledgers=None if ledgers is None else [LedgerSum(**one) for one in ledgers],
        ),
    )


def manifest_of(contents: Contents, parts: dict[str, Part]) -> Manifest:
    """Return the manifest of a backup made now, by this version."""
    return Manifest(
        made_at=clock.now().isoformat(timespec="seconds"),
        version=version("together"),
        contents=contents,
        parts=parts,
    )


def contents_of(connection: sa.Connection, *, with_ledgers: bool) -> Contents:
    """Count what the database holds, as this connection sees it."""
    return Contents(
        database=connection.dialect.name,
        migrations=sorted(migrations.current_revisions(connection)),
        tables=counts(connection, sorted(sa.inspect(connection).get_table_names())),
        ledgers=ledger_sums(connection) if with_ledgers else None,
    )


def counts(connection: sa.Connection, tables: Iterable[str]) -> dict[str, int]:
    """Count the rows of tables, whatever the models know of them; one that is missing counts -1."""
    there = set(sa.inspect(connection).get_table_names())
    counted = {}
    for name in tables:
        rows = sa.select(sa.func.count()).select_from(sa.table(name))
        counted[name] = connection.execute(rows).scalar_one() if name in there else -1
    return counted


def ledger_sums(connection: sa.Connection) -> list[LedgerSum]:
    """Return the head of every chain and the sums of every ledger, by id."""
    with Session(connection) as session:
        ledgers = session.scalars(sa.select(Ledger).order_by(Ledger.id)).all()
        return [_ledger_sum(session, ledger) for ledger in ledgers]


def _ledger_sum(session: Session, ledger: Ledger) -> LedgerSum:
    head = chain.head(session, ledger.id)
    balances = sa.select(sa.func.sum(Account.balance)).where(Account.ledger_id == ledger.id)
    transferred = sa.select(sa.func.sum(Transfer.amount)).where(Transfer.ledger_id == ledger.id)
    return LedgerSum(
        id=str(ledger.id),
        number=head.number,
        digest=head.hex,
        balances=int(session.scalar(balances) or 0),
        transferred=int(session.scalar(transferred) or 0),
    )
