"""Idempotency keys: what a request does, and the answer to it, are kept in one transaction.

Whoever did not get the answer sends the request again under the same key. Of two at once the second
waits for the first, then gets its answer; a process that dies in between leaves neither trace.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Response, request
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.api.models import KeptAnswer
from app.errors import Refusal
from app.text import _
from app.web.problems import problem, refused

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT_FOR = timedelta(days=7)
REPLAYED = "Idempotency-Replayed"
_VISIBLE = re.compile(rf"[!-~]{{1,{LONGEST}}}")


def once(session: Session, person_id: UUID, key: str, answer: Callable[[], Response]) -> Response:
    """Answer a request of a person under ``key``, and commit; sent again, answer the same again.

    Refusals of the domain are answers, too. What a library refuses (not found, too many) is kept nowhere.
    """
    if not _VISIBLE.fullmatch(key):
        return not_a_key()
    digest = digest_of_request()
    if (kept := claim(session, person_id, key, digest)) is not None:
        session.rollback()
        return _again(kept, digest)
    try:
        response = answer()
    except Refusal as refusal:
        session.rollback()
        response = refused(refusal)
        if (kept := claim(session, person_id, key, digest)) is not None:
            session.rollback()
            return _again(kept, digest)
    _keep(session, person_id, key, response)
    session.commit()
    return response


def digest_of_request() -> str:
    """Return what tells one request from another: its address and the values of its body."""
    try:
        values = json.dumps(request.get_json(silent=True), sort_keys=True)
    except RecursionError:  # lists in lists in lists: the letters tell them apart, too
        values = hashlib.sha256(request.get_data(cache=True)).hexdigest()
    said = json.dumps([request.method, request.full_path, values, _of_files()])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _of_files() -> str:
    if request.is_json:
        return ""
    digest = hashlib.sha256(request.get_data(cache=True))  # empty once a form was read
    for name, file in request.files.items(multi=True):
        file.seek(0)  # whoever prepared the request has read it to its end
        digest.update(f"{name}".encode("utf-8", "surrogatepass") + hashlib.sha256(file.read()).digest())
        file.seek(0)
    return digest.hexdigest()


def claim(session: Session, person_id: UUID, key: str, digest: str) -> KeptAnswer | None:
    """Write the key down for this request; return what stands under it already, if anything does."""
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"person_id": person_id, "key": key, "request_digest": digest, "created_at": clock.now()}
    claimed = session.scalar(
        insert(KeptAnswer)
        .values({**values, "content_type": "", "body": ""})
        .on_conflict_do_nothing()
        .returning(KeptAnswer.key)
    )
    if claimed is not None:
        return None
    return session.get_one(KeptAnswer, (person_id, key), populate_existing=True)


def _keep(session: Session, person_id: UUID, key: str, response: Response) -> None:
    session.execute(
        sa.update(KeptAnswer)
        .where(KeptAnswer.person_id == person_id, KeptAnswer.key == key)
        .values(
            status=response.status_code,
            content_type=response.content_type or "",
            location=response.headers.get("Location"),
            body=response.get_data(as_text=True),
        )
        .execution_options(synchronize_session=False)
    )


def _again(kept: KeptAnswer, digest: str) -> Response:
    if kept.request_digest != digest:
        return another_request()
    response = Response(kept.body, status=kept.status, content_type=kept.content_type)
    if kept.location is not None:
        response.headers["Location"] = kept.location
    response.headers[REPLAYED] = "true"
    return response


def not_a_key() -> Response:
    """Refuse what is no key."""
    said = _("An idempotency key is made of 1 to %(most)s visible characters.", most=LONGEST)
    return problem(422, _("Not valid"), detail=said, kind="idempotency")


def is_key(text: str) -> bool:
    """Tell whether ``text`` can be a key."""
    return _VISIBLE.fullmatch(text) is not None


def another_request() -> Response:
    """Refuse a key that came with another request before."""
    said = _("This idempotency key came with another request before.")
    return problem(422, _("Not valid"), detail=said, kind="idempotency")


def forget_old(session: Session) -> int:
    """Delete the answers that were kept long enough; returns how many."""
    gone = session.execute(sa.delete(KeptAnswer).where(KeptAnswer.created_at < clock.now() - KEPT_FOR))
    return int(getattr(gone, "rowcount", 0))
