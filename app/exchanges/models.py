"""Exchanges, the proposals that each side makes, and every move from state to state."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.conversations.models import Conversation
from app.db import Model, Scoped, Timestamped, new_id
from app.listings.models import Listing
from app.members.models import Member


class State(StrEnum):
    """Where an exchange stands."""

    ASKED = "asked"  # discussed, proposals go to and fro
    AGREED = "agreed"  # both accepted the same proposal; amounts are held
    DONE = "done"  # one side says it is done
    CONFIRMED = "confirmed"  # the other side agrees, or time did: settled
    DECLINED = "declined"
    CANCELLED = "cancelled"
    DISPUTED = "disputed"  # a coordinator settles it


MOVES: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.AGREED, State.DECLINED, State.CANCELLED}),
    State.AGREED: frozenset({State.AGREED, State.DONE, State.CANCELLED, State.DISPUTED}),  # agreed anew
    State.DONE: frozenset({State.CONFIRMED, State.DISPUTED}),
    State.DISPUTED: frozenset({State.CONFIRMED, State.CANCELLED}),
    State.CONFIRMED: frozenset(),
    State.DECLINED: frozenset(),
    State.CANCELLED: frozenset(),
}
OPEN = frozenset({State.ASKED, State.AGREED, State.DONE, State.DISPUTED})
GIFT = "gift"


class Exchange(Scoped, Timestamped, Model):
    """What two members make of a listing."""

    __tablename__ = "exchange"
    __table_args__ = (
        sa.Index("ix_exchange_asker", "asker_id", "changed_at"),
        sa.Index("ix_exchange_owner", "owner_id", "changed_at"),
        sa.Index("ix_exchange_awaits", "awaits_id"),
        sa.Index("ix_exchange_due", "state", "confirm_by"),
        sa.Index("ix_exchange_confirmed", "territory_id", "state", "confirmed_at"),
        sa.Index(None, "listing_id"),
        sa.Index(None, "conversation_id"),
        sa.CheckConstraint("asker_id <> owner_id", name="two_people"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"))
    subnetwork_id: Mapped[UUID] = mapped_column(sa.ForeignKey("subnetwork.id"))
    kind: Mapped[str]
    asker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    """Who answered the listing."""
    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    """Whose listing it is."""
    giver_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    """Who gives the resource: the owner of an offer, the asker of a request."""
    receiver_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    conversation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("conversation.id"))
    state: Mapped[str] = mapped_column(default=State.ASKED)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change: of two people pressing at once, the second is told."""
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When it last moved or got a proposal."""
    awaits_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    """Whose answer is waited for; ``None``: neither side's."""
    agreed_number: Mapped[int | None]
    """Number of the proposal that both accepted."""
    agreed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    confirm_by: Mapped[datetime | None]
    """When it confirms by itself."""
    reminded_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    """``None`` with ``confirmed_at``: time confirmed it."""
    hold_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("hold.id"))
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("transfer.id"))
    address_shown_at: Mapped[datetime | None]
    """Since when the owner of the listing shows their address to the asker."""
    asker_address_shown_at: Mapped[datetime | None]
    """Since when the asker shows their address to the owner of the listing."""

    listing: Mapped[Listing] = relationship(lazy="raise_on_sql")
    asker: Mapped[Member] = relationship(foreign_keys=[asker_id], lazy="raise_on_sql")
    owner: Mapped[Member] = relationship(foreign_keys=[owner_id], lazy="raise_on_sql")
    giver: Mapped[Member] = relationship(foreign_keys=[giver_id], lazy="raise_on_sql")
    receiver: Mapped[Member] = relationship(foreign_keys=[receiver_id], lazy="raise_on_sql")
    conversation: Mapped[Conversation] = relationship(lazy="raise_on_sql")
    proposals: Mapped[list["Proposal"]] = relationship(
        lazy="raise_on_sql", order_by="Proposal.number", back_populates="exchange"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # as SQLAlchemy wants it

    def can_become(self, to: State) -> bool:
        """Tell whether the state ``to`` may follow the present one."""
        return to in MOVES[State(self.state)]

    def other(self, member_id: UUID) -> UUID:
        """Return the id of the other side."""
        return self.owner_id if member_id == self.asker_id else self.asker_id

    @property
    def is_open(self) -> bool:
        """Whether something can still happen."""
        return self.state in OPEN

    @property
    def agreed(self) -> "Proposal | None":
        """The proposal that both accepted, if there is one."""
        return next((one for one in self.proposals if one.number == self.agreed_number), None)

    @property
    def pending(self) -> "Proposal | None":
        """The newest proposal, while the other side has not answered it."""
        newest = self.proposals[-1]
        is_answered = newest.accepted_at is not None or newest.set_aside_at is not None
        return None if is_answered or self.state not in (State.ASKED, State.AGREED) else newest

    @property
    def proposal(self) -> "Proposal":
        """The proposal that counts: the one both accepted, or else the newest."""
        return self.agreed or self.proposals[-1]


class Proposal(Scoped, Timestamped, Model):
    """What one side proposes: what, when, how much, on which terms; the last one both accepted counts."""

    __tablename__ = "proposal"

    exchange_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exchange.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("member.id"))
    what: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    whole_day: Mapped[bool] = mapped_column(default=False)
    """Only the days were said: the instants are midnights of the territory, and the last day counts."""
    quantity: Mapped[int | None]
    """In the unit of the kind."""
    terms: Mapped[str] = mapped_column(default="gift")
    """Slug of a settlement method, or ``gift``."""
    amount: Mapped[int] = mapped_column(default=0)
    """In the smallest unit of the settlement method; 0 for a gift."""
    accepted_at: Mapped[datetime | None]
    """When the other side accepted it."""
    set_aside_at: Mapped[datetime | None]
    """When one side preferred what was agreed before."""

    exchange: Mapped[Exchange] = relationship(back_populates="proposals", lazy="raise_on_sql")


class ExchangeMove(Scoped, Timestamped, Model):
    """One move of an exchange, by whom and why."""

    __tablename__ = "exchange_move"
    __table_args__ = (sa.Index(None, "exchange_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    exchange_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exchange.id"))
    was: Mapped[str]
    became: Mapped[str]
    member_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("member.id"))
    note: Mapped[str] = mapped_column(default="")
