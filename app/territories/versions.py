"""The version of a territory grows with every change of what its public pages show.

It stands on the territory's own row, which every request reads anyway; answers made for a version
are kept as long as it holds (``app.db.kept``). Features say which of their tables count (``watch``).
"""

from itertools import chain
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from app.territories.models import Territory

_watched: list[type[Any]] = []


def watch(*models: type[Any]) -> None:
    """Let changes of rows of these classes, and of those that descend from them, make a new version."""
    _watched.extend(models)


def grow(session: Session, *territory_ids: UUID) -> None:
    """Make a new version of these territories, of all when none is named."""
    changed = sa.update(Territory).values(version=Territory.version + 1)
    if territory_ids:
        changed = changed.where(Territory.id.in_(territory_ids))
    session.connection().execute(changed)


@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, context: UOWTransaction) -> None:
    watched = tuple(_watched)
    touched = {
        item.territory_id
        for item in chain(session.new, session.deleted, filter(session.is_modified, session.dirty))
        if isinstance(item, watched)
    }
    if touched:
        grow(session, *sorted(touched))


@event.listens_for(Session, "after_flush")
def _after_renaming(session: Session, context: UOWTransaction) -> None:
    """A first name stands on cards of every territory its person is in."""
    for item in session.dirty:
        columns = sa.inspect(item).attrs
        if "first_name" in columns and columns["first_name"].history.has_changes():
            grow(session)


@event.listens_for(Session, "do_orm_execute")
def _in_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    if issubclass(state.bind_mapper.class_, tuple(_watched)):
        here = state.session.info.get("territory_id")
        grow(state.session, *([here] if here is not None else []))
