"""How an exchange is told to one of its two sides, with everything that its page says."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from app.api.cursors import page_of
from app.api.fields import Amount, Instant, Truth, Whole
from app.api.listing_shapes import SomebodySchema
from app.exchanges import page, queries, words
from app.exchanges.allowed import steps
from app.exchanges.models import Exchange, ExchangeMove, Proposal, State
from app.exchanges.standing import standing
from app.exchanges.words import Money
from app.ledgers.models import Hold, Transfer
from app.media.views import data_dir
from app.members import addresses
from app.members.models import Member
from app.text import _
from app.web.context import the_member, the_plugins
from app.web.database import db

STATES = tuple(State)


class ProposalSchema(Schema):
    """What one side proposed."""

    number = Whole(required=True)
    made_by = fields.UUID(required=True, metadata={"description": "Id of the member who made it."})
    created_at = Instant(required=True)
    what = fields.String(required=True)
    starts_at = Instant(required=True, allow_none=True)
    ends_at = Instant(required=True, allow_none=True)
    whole_day = Truth(
        required=True,
        metadata={"description": "Only days were said: the instants are midnights of the territory."},
    )
    quantity = Whole(required=True, allow_none=True, metadata={"description": "In the unit of the kind."})
    terms = fields.String(required=True, metadata={"description": "`gift`, or a settlement method."})
    amount = fields.Nested(
        Amount, required=True, allow_none=True, metadata={"description": "`null` for a gift."}
    )
    accepted_at = Instant(required=True, allow_none=True)
    set_aside_at = Instant(
        required=True, allow_none=True, metadata={"description": "When what was agreed before was kept."}
    )


class ExchangeMoveSchema(Schema):
    """One move from state to state, or an explanation to the coordinator."""

    was = fields.String(required=True, validate=validate.OneOf(STATES))
    became = fields.String(required=True, validate=validate.OneOf(STATES))
    member = fields.UUID(required=True, allow_none=True, metadata={"description": "`null`: time moved it."})
    note = fields.String(required=True)
    created_at = Instant(required=True)


class ExchangeListingSchema(Schema):
    """The listing that an exchange is about."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    direction = fields.String(required=True)


class ExchangeBriefSchema(Schema):
    """An exchange in a list."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    version = Whole(
        required=True,
        metadata={"description": "Grows with every change; send it as `seen` with what you decide."},
    )
    kind = fields.String(required=True)
    listing = fields.Nested(ExchangeListingSchema, required=True)
    asker = fields.Nested(SomebodySchema, required=True, metadata={"description": "Who answered it."})
    owner = fields.Nested(SomebodySchema, required=True, metadata={"description": "Whose listing it is."})
    giver = fields.UUID(required=True, metadata={"description": "Member who gives the resource."})
    receiver = fields.UUID(required=True, metadata={"description": "Member who receives, and pays."})
    awaits = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Member whose answer is waited for."}
    )
    agreed_number = Whole(
        required=True, allow_none=True, metadata={"description": "Of the proposal that both accepted."}
    )
    proposal = fields.Nested(
        ProposalSchema, required=True, metadata={"description": "The agreed one, else the newest."}
    )
    created_at = Instant(required=True)
    changed_at = Instant(required=True)


class ExchangeLineSchema(ExchangeBriefSchema):
    """An exchange of mine in a list."""

    unread = Truth(required=True, metadata={"description": "Whether something in it is new to me."})


ExchangeBriefPageSchema = page_of(ExchangeBriefSchema)
ExchangeLinePageSchema = page_of(ExchangeLineSchema)


class NextStepSchema(Schema):
    """Something that you could do next."""

    do = fields.String(
        required=True,
        metadata={"description": "`propose` and `feel` are operations of their own, the others are moves."},
    )
    open = Truth(required=True)
    reasons = fields.List(
        fields.String(), required=True, metadata={"description": "Everything against it, in words."}
    )


class ExchangeSchema(ExchangeBriefSchema):
    """An exchange, as one of its two sides sees it."""

    sentence = fields.String(required=True, metadata={"description": "What happens next, in words."})
    next_steps = fields.List(fields.Nested(NextStepSchema), required=True)
    proposals = fields.List(fields.Nested(ProposalSchema), required=True)
    moves = fields.List(fields.Nested(ExchangeMoveSchema), required=True)
    agreed_at = Instant(required=True, allow_none=True)
    done_at = Instant(required=True, allow_none=True)
    done_by = fields.UUID(required=True, allow_none=True)
    confirm_by = Instant(
        required=True, allow_none=True, metadata={"description": "When it confirms by itself."}
    )
    confirmed_at = Instant(required=True, allow_none=True)
    held = fields.Nested(
        Amount, required=True, allow_none=True, metadata={"description": "What is set aside for it."}
    )
    paid = fields.Nested(
        Amount, required=True, allow_none=True, metadata={"description": "What the receiver paid."}
    )
    transfer = fields.UUID(required=True, allow_none=True)
    address_shown = Truth(required=True, metadata={"description": "Whether you show your address."})
    address = fields.String(
        required=True, allow_none=True, metadata={"description": "Of the other side, while they show it."}
    )


Monies = dict[str, Money | None]


def told_brief(exchange: Exchange, monies: Monies | None = None) -> dict[str, Any]:
    """Return an exchange as ``ExchangeBriefSchema`` dumps it."""
    if monies is None:
        monies = page.monies_of(db.session, the_plugins(), exchange)
    plain = ("id", "state", "version", "kind", "listing", "asker", "owner", "agreed_number", "created_at",
             "changed_at")  # fmt: skip
    return {
        **{name: getattr(exchange, name) for name in plain},
        "giver": exchange.giver_id,
        "receiver": exchange.receiver_id,
        "awaits": exchange.awaits_id,
        "proposal": _proposal(exchange.proposal, monies),
    }


def told_all(exchanges: Sequence[Exchange], *, unread: Collection[UUID]) -> list[dict[str, Any]]:
    """Return exchanges as ``ExchangeLineSchema`` dumps them; ``unread`` are conversations."""
    known: dict[tuple[UUID, str], Money | None] = {}  # most are settled in the same few ledgers
    lines = []
    for exchange in exchanges:
        terms = exchange.proposal.terms
        place = (exchange.subnetwork_id, terms)
        if known.get(place) is None:
            known[place] = words.money_of(db.session, the_plugins(), exchange, terms)
        line = told_brief(exchange, {terms: known[place]})
        lines.append({**line, "unread": exchange.conversation_id in unread})
    return lines


def told(exchange: Exchange) -> dict[str, Any]:
    """Return an exchange as ``ExchangeSchema`` dumps it for the caller, who is one of its sides."""
    me = the_member()
    other = exchange.owner if me.id == exchange.asker_id else exchange.asker
    monies = page.monies_of(db.session, the_plugins(), exchange)
    plain = ("agreed_at", "done_at", "confirm_by", "confirmed_at")
    return {
        **told_brief(exchange, monies),
        **{name: getattr(exchange, name) for name in plain},
        "done_by": exchange.done_by_id,
        "sentence": standing(exchange, me).sentence,
        "next_steps": _steps(exchange, me),
        "proposals": [_proposal(one, monies) for one in exchange.proposals],
        "moves": [_move(one) for one in queries.moves_of(db.session, exchange.id)],
        "held": _held(exchange, monies),
        "paid": _paid(exchange, monies),
        "transfer": exchange.transfer_id,
        "address_shown": page.shows_address(exchange, me),
        "address": _address(other) if page.shows_address(exchange, other) else None,
    }


def _steps(exchange: Exchange, me: Member) -> list[dict[str, Any]]:
    found = [(step.do, step.reasons) for step in steps(db.session, the_plugins(), exchange, me)]
    if page.shows_address(exchange, me):
        found.append(("hide_address", ()))
    confirmed = exchange.state == State.CONFIRMED
    found.append(("feel", () if confirmed else (_("First both of you confirm that it is done."),)))
    return [{"do": do, "open": not reasons, "reasons": reasons} for do, reasons in found]


def _proposal(proposal: Proposal, monies: Monies) -> dict[str, Any]:
    plain = ("number", "created_at", "what", "starts_at", "ends_at", "whole_day", "quantity", "terms",
             "accepted_at", "set_aside_at")  # fmt: skip
    return {
        **{name: getattr(proposal, name) for name in plain},
        "made_by": proposal.made_by_id,
        "amount": amount_in(monies.get(proposal.terms), proposal.amount),
    }


def amount_in(money: Money | None, amount: int) -> dict[str, Any] | None:
    """Return an amount as ``Amount`` dumps it, ``None`` where nothing is given back."""
    return None if money is None else {"amount": amount, "unit": money.unit, "scale": money.scale}


def _move(move: ExchangeMove) -> dict[str, Any]:
    plain = ("was", "became", "note", "created_at")
    return {**{name: getattr(move, name) for name in plain}, "member": move.member_id}


def _held(exchange: Exchange, monies: Monies) -> dict[str, Any] | None:
    if exchange.hold_id is None or exchange.transfer_id is not None:
        return None
    return amount_in(monies.get(exchange.proposal.terms), db.session.get_one(Hold, exchange.hold_id).amount)


def _paid(exchange: Exchange, monies: Monies) -> dict[str, Any] | None:
    if exchange.transfer_id is None:
        return None
    transfer = db.session.get_one(Transfer, exchange.transfer_id)
    return amount_in(monies.get(exchange.proposal.terms), transfer.amount)


def _address(member: Member) -> str:
    return addresses.open_of(member, addresses.cipher(data_dir()))
