"""Idempotency keys: the same key with the same request gets the same answer for ever."""

import hashlib
import json
from types import ModuleType
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import Model
from app.errors import Refusal
from app.ledgers import posting_sqlite
from app.ledgers.models import Ledger
from app.ledgers.movements import Answer, Claim
from app.ledgers.refusals import remembered
from app.text import _

LONGEST_KEY = 255
Row = TypeVar("Row", bound=Model)
_in_words = json.JSONEncoder(sort_keys=True, default=str).encode


def digest(**request: object) -> str:
    """Return what tells one request from another."""
    return hashlib.sha256(_in_words(request).encode()).hexdigest()


def claim(
    session: Session, ledger: Ledger, key: str, request_digest: str, *, transfer_id: UUID
) -> UUID | None:
    """Claim ``key`` for a transfer that is there, or return the one that it already has.

    Returns:
        ``None`` when the key is new and now belongs to this request.

    Raises:
        LedgerRefusal: the remembered refusal, or the key came with another request before.
    """
    asked = asked_under(session, ledger, key, request_digest)
    connection = session.connection()
    answer = books_of(connection).claim(connection, asked, transfer_id, None)
    return answered(session, ledger, answer, "transfer")


def asked_under(
    session: Session, ledger: Ledger, key: str, request_digest: str, refused: str | None = None
) -> Claim:
    """Return a request under its key, once what it names is in the database."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise ValueError(f"an idempotency key has 1 to {LONGEST_KEY} characters")
    session.flush()
    return Claim(ledger.id, ledger.territory_id, clock.now(), key, request_digest, refused)


def answered(session: Session, ledger: Ledger, answer: Answer, what: str) -> UUID | None:
    """Return the id of the transfer or hold that was the answer before; ``None``: it is new and done.

    Raises:
        LedgerRefusal: it was refused, now or before.
    """
    if answer is None:
        return None
    if "code" in answer:
        raise remembered(session, ledger, answer)
    return UUID(answer[what])


def same_as_before(former: Row, asked: dict[str, Any]) -> Row:
    """Return what was made under an id before.

    Raises:
        Refusal: something else was asked for then, or by somebody else.
    """
    if any(getattr(former, name) != value for name, value in asked.items()):
        raise Refusal(_("This was already sent with another content. Load the page again, then retry."))
    return former


def books_of(connection: sa.Connection) -> ModuleType:
    """Return what posts on this database."""
    if connection.dialect.name == "sqlite":
        return posting_sqlite
    from app.ledgers import posting_postgresql  # its driver is not installed where nobody needs it

    return posting_postgresql
