"""Pictures as browsers fetch them: the copies of those that are kept, and one's own staged ones."""

import re
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from app.config import Settings
from app.media import services
from app.web.access import May, allow
from app.web.context import the_person

bp = Blueprint("media", __name__)

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
A_YEAR = 365 * 24 * 3600
_name = re.compile(r"([1-9][0-9]{0,4})\.(avif|webp|jpg)")


def data_dir() -> Path:
    """Return the data folder of this platform."""
    return cast(Settings, current_app.extensions["together_settings"]).data_dir


@bp.get("/media/<digest>/<name>")
@allow(May.LOOK)
def picture(digest: str, name: str) -> ResponseReturnValue:
    """Serve one copy of a picture; what a digest names never changes."""
    width, kind = _asked(name)
    path = services.store_in(data_dir()).path(digest, width, kind)
    if path is None:
        abort(404)
    return _sent(path, kind, f"public, max-age={A_YEAR}, immutable", digest)


@bp.get("/media/staged/<token>/<name>")
@allow(May.OWN_ACCOUNT)
def staged(token: str, name: str) -> ResponseReturnValue:
    """Serve one copy of a picture of my unfinished form."""
    width, kind = _asked(name)
    found = services.staged(data_dir(), token, person_id=the_person().id)
    path = found.path(width, kind) if found is not None else None
    if found is None or path is None:
        abort(404)
    return _sent(path, kind, "private, max-age=3600", found.digest)


def _asked(name: str) -> tuple[int, str]:
    found = _name.fullmatch(name)
    if found is None:
        abort(404)
    return int(found[1]), found[2]


def _sent(path: Path, kind: str, caching: str, digest: str) -> ResponseReturnValue:
    try:
        content = path.read_bytes()  # small, and gone files are found out before anything is sent
    except FileNotFoundError:
        abort(404)
    response = Response(content, mimetype=TYPES[kind])
    response.set_etag(f"{digest[:32]}-{path.name}")
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response.make_conditional(request)
