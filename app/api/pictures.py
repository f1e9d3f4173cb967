"""Pictures on their way to a listing: checked, made small and clean, and held for a day."""

from io import BytesIO
from typing import IO, Any

from flask import abort, g, request
from marshmallow import Schema, fields

from app import clock
from app.api.fields import Instant, Whole
from app.api.operations import Operations
from app.api.scopes import Scope
from app.errors import Refusal
from app.media import services
from app.media.pictures import LIMIT_BYTES
from app.media.storage import STAGED_FOR
from app.media.views import data_dir
from app.text import _
from app.web.access import May
from app.web.context import the_member

bp = Operations("pictures", __name__, description="Pictures for listings.")

FIELD = "picture"
KINDS = ("image/jpeg", "image/png", "image/webp", "image/avif")
BINARY = {"type": "string", "format": "binary", "maxLength": LIMIT_BYTES}
SENT = {
    "description": "The bytes of a picture, alone or as a field of a form; at most 12 MB and 24 megapixels.",
    "required": True,
    "content": {
        **{kind: {"schema": BINARY} for kind in KINDS},
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {FIELD: BINARY}, "required": [FIELD]}
        },
    },
}


class PictureSentSchema(Schema):
    """A picture that waits to be put on a listing."""

    id = fields.String(required=True, metadata={"description": "For `pictures` of a listing."})
    width = Whole(required=True)
    height = Whole(required=True)
    colour = fields.String(required=True, metadata={"description": "Its dominant colour, `#rrggbb`."})
    good_until = Instant(required=True)


def _prepare() -> None:
    """Make its copies before anything is written: that takes seconds."""
    g.prepared_picture = services.prepare(data_dir(), _source(), name=_name())


def _source() -> IO[bytes]:
    if request.mimetype == "multipart/form-data":
        if FIELD not in request.files:
            raise Refusal(_("Send the picture as the field “%(name)s”.", name=FIELD), field=FIELD)
        return request.files[FIELD].stream
    if request.mimetype not in KINDS:
        abort(415)
    return BytesIO(request.get_data(cache=True))


def _name() -> str:
    file = request.files.get(FIELD)
    return file.filename or "" if file is not None else ""


@bp.operation(
    "/<territory>/pictures",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.LISTINGS,
    gives=PictureSentSchema,
    status=201,
    prepares=_prepare,
)
@bp.doc(requestBody=SENT, responses={"413": "REQUEST_ENTITY_TOO_LARGE", "415": "UNSUPPORTED_MEDIA_TYPE"})  # type: ignore[untyped-decorator]
def send() -> dict[str, Any]:
    """Send a picture: turned upright, freed from what it says of its place, and held for a day."""
    picture = g.pop("prepared_picture")
    person_id = the_member().person_id
    token = services.hold(data_dir(), picture, person_id=person_id, name=_name())
    return {
        "id": token,
        "width": picture.width,
        "height": picture.height,
        "colour": picture.colour,
        "good_until": clock.now() + STAGED_FOR,
    }


@bp.operation(
    "/<territory>/pictures/<token>",
    method="DELETE",
    may=May.TAKE_PART,
    scope=Scope.LISTINGS,
    status=204,
)
def take_away(token: str) -> None:
    """Let go of a picture that I sent and put on no listing."""
    person_id = the_member().person_id
    if services.staged(data_dir(), token, person_id=person_id) is None:
        abort(404)
    services.release(data_dir(), token, person_id=person_id)
