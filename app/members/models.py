"""Persons, sign-ins, passkeys, memberships and roles."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from flask_security.core import UserMixin, WebAuthnMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Model, Scoped, Timestamped, new_id
from app.territories.versions import watch
from app.text import _


class MemberStatus(StrEnum):
    """Where a membership stands."""

    PENDING = "pending"
    ACTIVE = "active"
    REFUSED = "refused"
    LEFT = "left"
    SUSPENDED = "suspended"


class Person(Timestamped, UserMixin, Model):
    """One human being with one sign-in, in as many territories as they like."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)  # type: ignore[assignment]
    email: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    theme: Mapped[str] = mapped_column(default="auto")
    is_operator: Mapped[bool] = mapped_column(default=False)
    erased_at: Mapped[datetime | None]

    # What Flask-Security keeps of a user.
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_phone_number: Mapped[str | None]
    tf_last_counter: Mapped[int | None]
    """Time step of the last code taken from the authenticator app: no code works twice."""
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(sa.JSON()))
    us_totp_secrets: Mapped[str | None]
    us_phone_number: Mapped[str | None]
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True)  # type: ignore[assignment]

    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        back_populates="user", cascade="all, delete-orphan", lazy="select"
    )

    @property
    def roles(self) -> list[str]:  # type: ignore[override]
        """Flask-Security's roles: none; what a person may do is decided per territory."""
        return []


class Passkey(WebAuthnMixin, Model):
    """A passkey or security key of a person."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)  # type: ignore[assignment]
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary(1024))
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(sa.JSON()))
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    create_datetime: Mapped[datetime] = mapped_column(default=clock.now)
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str]
    usage: Mapped[str]

    user: Mapped[Person] = relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, object]:
        """Return what finds the owner of this passkey."""
        return {"id": self.user_id}


class SignIn(Timestamped, Model):
    """One device on which a person is signed in; revoking it signs that device out at once."""

    __tablename__ = "sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    device: Mapped[str] = mapped_column(default="")
    seen_on: Mapped[date]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Member(Scoped, Timestamped, Model):
    """A person's membership of a territory."""

    __tablename__ = "member"
    __table_args__ = (
        sa.UniqueConstraint("territory_id", "person_id"),
        sa.Index(None, "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    status: Mapped[str] = mapped_column(default=MemberStatus.ACTIVE)
    answers: Mapped[list[str]] = mapped_column(default=list)
    about: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    """Neighbourhood or commune, as others may read it."""
    public_cell: Mapped[int | None]
    """H3 index of the public place; never told, see app.geo.cells."""
    public_lat: Mapped[float | None]
    public_lon: Mapped[float | None]
    address_sealed: Mapped[bytes | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    """The administrator who last answered, suspended or reinstated."""
    reason: Mapped[str] = mapped_column(default="")
    """Why, in the administrator's words, as the member was told."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    grants: Mapped[list["MemberRole"]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        back_populates="member",
        foreign_keys="MemberRole.member_id",
    )

    @property
    def first_name(self) -> str:
        """The only name that others read before both sides agree."""
        return self.person.first_name if self.person.erased_at is None else _("Former member")

    @property
    def roles(self) -> frozenset[str]:
        """The roles given to the member in this territory."""
        return frozenset(grant.role for grant in self.grants)


class MemberRole(Scoped, Timestamped, Model):
    """A role given to a member in a territory: facilitator, researcher or administrator."""

    __tablename__ = "member_role"
    __table_args__ = (sa.UniqueConstraint("territory_id", "member_id", "role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id", ondelete="CASCADE"))
    role: Mapped[str]
    given_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))

    member: Mapped[Member] = relationship(back_populates="grants", foreign_keys=[member_id])


class RateCount(Model):
    """How often something was tried in one window of time; the key says nothing of who tried."""

    __tablename__ = "rate_count"

    key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    tries: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


watch(Member)
