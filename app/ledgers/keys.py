"""Idempotency keys: the same key with the same request gets the same answer for ever."""

import hashlib
import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.ledgers.models import IdempotencyKey, Ledger
from app.ledgers.refusals import LedgerRefusal, refusal, remembered
from app.ledgers.statements import KEY, insert_once

LONGEST_KEY = 255


def digest(**request: object) -> str:
    """Return what tells one request from another."""
    return hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()


def claim(
    session: Session,
    ledger: Ledger,
    key: str,
    request_digest: str,
    *,
    transfer_id: UUID | None = None,
    hold_id: UUID | None = None,
) -> IdempotencyKey | None:
    """Claim ``key`` for a new answer, or return the answer that it already has.

    Returns:
        ``None`` when the key is new and now belongs to this request.

    Raises:
        LedgerRefusal: the remembered refusal, or the key came with another request before.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise ValueError(f"an idempotency key has 1 to {LONGEST_KEY} characters")
    values = {
        "scope": scope_of(ledger),
        "key": key,
        "territory_id": ledger.territory_id,
        "request_digest": request_digest,
        "transfer_id": transfer_id,
        "hold_id": hold_id,
        "refusal": None,
        "created_at": clock.now(),
    }
    if insert_once(session, KEY, values):
        return None
    return _answered(session, ledger, key, request_digest)


def _answered(session: Session, ledger: Ledger, key: str, request_digest: str) -> IdempotencyKey:
    stored = session.scalars(
        sa.select(IdempotencyKey)
        .where(IdempotencyKey.scope == scope_of(ledger), IdempotencyKey.key == key)
        .execution_options(populate_existing=True)
    ).one()
    if stored.request_digest != request_digest:
        raise refusal(session, ledger, "other_request")
    if stored.refusal is not None:
        raise remembered(session, ledger, stored.refusal)
    return stored


def remember(session: Session, ledger: Ledger, key: str, said: LedgerRefusal) -> None:
    """Keep a refusal under its key; it lasts when the caller commits after it."""
    stored: dict[str, Any] = {"code": said.code, **said.values}
    session.connection().execute(
        sa.update(KEY)
        .where(KEY.c.scope == scope_of(ledger), KEY.c.key == key)
        .values(refusal=stored, transfer_id=None, hold_id=None)
    )


def scope_of(ledger: Ledger) -> str:
    """Return whose keys those of ``ledger`` are."""
    return f"ledger:{ledger.id}"
