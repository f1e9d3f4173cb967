"""Places where notes are kept."""

from sqlalchemy.orm import Session

from app.plugin_api import Refusal, Subnetwork, _
from plugins.local_currency.desk_models import Desk
from plugins.local_currency.notes_models import NotePlace
from plugins.local_currency.notes_queries import places_of


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
    session.add(made)
    session.flush()
    return made
