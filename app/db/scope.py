"""The territory scope: one place adds the territory to every query of a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from app.db.base import Scoped


def enter(session: Session, territory_id: UUID | None) -> None:
    """Let every query of ``session`` see only rows of this territory (``None``: of all)."""
    session.info["territory_id"] = territory_id


@contextmanager
def crossing(session: Session) -> Iterator[None]:
    """Let the queries of the block see every territory; name the reason where you use it."""
    kept = session.info.get("territory_id")
    session.info["territory_id"] = None
    try:
        yield
    finally:
        session.info["territory_id"] = kept


@event.listens_for(Session, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    territory_id = state.session.info.get("territory_id")
    if territory_id is None or state.is_column_load or state.is_relationship_load:
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(
            with_loader_criteria(Scoped, lambda cls: cls.territory_id == territory_id, include_aliases=True)
        )
