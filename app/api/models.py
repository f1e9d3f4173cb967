"""Tokens of programs, and the answers kept under the keys of their requests."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, Timestamped, new_id
from app.members.models import Person


class ApiToken(Timestamped, Model):
    """A token by which a program acts for a person, within scopes and until a day."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("territory.id"))
    """The only territory where it speaks for the person; ``None``: wherever they are a member."""
    name: Mapped[str]
    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    hint: Mapped[str]
    """Its last characters, by which its owner knows it again."""
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime]
    used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class KeptAnswer(Timestamped, Model):
    """The answer to a request that came under an idempotency key; written with what the request did."""

    __tablename__ = "api_kept_answer"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    status: Mapped[int | None]
    content_type: Mapped[str] = mapped_column(default="")
    location: Mapped[str | None]
    body: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.Index(None, "created_at"),)
