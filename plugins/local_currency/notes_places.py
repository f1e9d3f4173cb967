"""Places where notes are kept."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.plugin_api import Refusal, Subnetwork, _
from plugins.local_currency.desk_models import Desk
from plugins.local_currency.notes_models import NotePlace
from plugins.local_currency.notes_queries import desks_without_stock, places_of


def desk_to_equip(session: Session, subnetwork: Subnetwork, desk_id: UUID | None) -> Desk | None:
    """Return the desk that shall keep notes, ``None`` for a place that is no desk.

    Raises:
        Refusal: it keeps some already, or there is no such desk.
    """
    if desk_id is None:
        return None
    for desk in desks_without_stock(session, subnetwork.id):
        if desk.id == desk_id:
            return desk
    raise Refusal(_("Choose a desk that keeps no notes yet."), field="desk_id")


def add_place(session: Session, subnetwork: Subnetwork, *, name: str, desk: Desk | None) -> NotePlace:
    """Say where notes are kept; a desk's stock is called like the desk.

    Raises:
        Refusal: it has no name, or there is one of that name.
    """
    name = desk.name if desk is not None else name
    if not name:
        raise Refusal(_("Choose a desk, or write a name."), field="name")
    if any(place.name == name for place in places_of(session, subnetwork.id)):
        raise Refusal(_("There is a place of that name already."), field="name")
    made = NotePlace(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        name=name,
        desk_id=None if desk is None else desk.id,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:  # somebody else entered it at this moment
        raise Refusal(_("There is a place of that name already."), field="name") from error
    return made
