"""Who gets to paper notes: coordinators to all of them, who holds a desk to those of that desk."""

from uuid import UUID

from flask import abort

from app.plugin_api import Subnetwork
from app.plugin_web import db, looks_after, the_member
from plugins.local_currency import desk as desks
from plugins.local_currency import notes_queries
from plugins.local_currency.guards import currency
from plugins.local_currency.notes_models import NoteLine, NoteMove, NoteOperation, NotePlace

AT_A_DESK = (NoteMove.ISSUED, NoteMove.RETURNED, NoteMove.COUNTED)
"""What those who hold a desk do with its notes; the rest is for coordinators."""
MOST_OPERATIONS = 60


def keeper_currency(slug: str) -> tuple[Subnetwork, list[NotePlace]]:
    """Return a currency with the places that the reader keeps notes in; for others it is not found."""
    subnetwork = currency(slug)
    places = notes_queries.places_of(db.session, subnetwork.id)
    if looks_after(subnetwork):
        return subnetwork, places
    kept = {desk.id for desk in desks.kept_by(db.session, subnetwork.id, the_member().id)}
    if not kept:
        abort(404)
    return subnetwork, [place for place in places if place.desk_id in kept]


def place_or_404(slug: str, note_place_id: UUID, move: NoteMove) -> tuple[Subnetwork, NotePlace]:
    """Return a place in which the reader may move notes like this; for others it is not found."""
    subnetwork, mine = keeper_currency(slug)
    place = next((one for one in mine if one.id == note_place_id), None)
    if place is None or (move not in AT_A_DESK and not looks_after(subnetwork)):
        abort(404)
    return subnetwork, place


def latest_seen(subnetwork: Subnetwork, mine: list[NotePlace]) -> list[tuple[NoteOperation, list[NoteLine]]]:
    """Return the latest movements that the reader may see: from or to the desks they hold, or all."""
    within = None if looks_after(subnetwork) else {place.id for place in mine}
    return notes_queries.latest(db.session, subnetwork.id, most=MOST_OPERATIONS, within=within)
