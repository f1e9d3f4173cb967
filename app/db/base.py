"""The base of every model: naming convention, ids, instants and the territory scope."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column
from uuid_utils import compat

from app import clock

__all__ = ["MappedAsDataclass", "Model", "Scoped", "Timestamped", "UtcDateTime", "ids_from", "new_id"]


_make: Callable[[], UUID] = compat.uuid7


def new_id() -> UUID:
    """Return a new UUID version 7: time-ordered, safe to make on any machine."""
    return _make()


@contextmanager
def ids_from(random: Random, instant: datetime) -> Iterator[None]:
    """Draw new ids from ``random``, made at ``instant``: for demonstrations, alike for the same seed."""
    global _make
    milliseconds = int(instant.timestamp() * 1000)

    def drawn() -> UUID:
        nonlocal milliseconds
        milliseconds += 1
        bits = milliseconds << 80 | 7 << 76 | random.getrandbits(12) << 64
        return UUID(int=bits | 0b10 << 62 | random.getrandbits(62))

    former, _make = _make, drawn
    try:
        yield
    finally:
        _make = former


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware UTC in Python, ``timestamptz`` on PostgreSQL, UTC text on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn an instant into UTC; one without a time zone is an error of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Every table of the core and of the plugins descends from this."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it as it stands
        UUID: sa.Uuid(),
        datetime: UtcDateTime(),
        str: sa.UnicodeText(),
        int: sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
        list[str]: sa.JSON(),
    }


class Scoped:
    """A row that belongs to one territory; queries of a request see only the territory they are in."""

    @declared_attr
    def territory_id(cls) -> Mapped[UUID]:  # noqa: N805  # SQLAlchemy hands the class in
        """The territory the row belongs to."""
        return mapped_column(sa.ForeignKey("territory.id"), index=False)


class Timestamped:
    """A row that knows when it was made."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
