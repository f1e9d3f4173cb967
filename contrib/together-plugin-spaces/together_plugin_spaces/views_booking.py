"""The page of a booking for its two sides: hours, rules, keys, and the agreement on paper."""

from typing import Any
from uuid import UUID

from app.plugin_api import Exchange, Refusal, Subnetwork, _, clock
from app.plugin_web import (
    May,
    allow,
    db,
    enabled_or_404,
    pdf_response,
    the_member,
    the_plugins,
    the_territory,
)
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from together_plugin_spaces import asking, keys, queries
from together_plugin_spaces.asked import pieces_of, span_of
from together_plugin_spaces.blueprint import bp
from together_plugin_spaces.forms_booking import AcceptForm, KeysForm, mark_of
from together_plugin_spaces.models import KeyLoan, Space
from together_plugin_spaces.spans import Span
from together_plugin_spaces.views import say_no


@bp.get("/bookings/<uuid:exchange_id>")
@allow(May.TAKE_PART)
def booking(exchange_id: UUID) -> ResponseReturnValue:
    """Show a booking to one of its two sides."""
    return _page(*booking_or_404(exchange_id))


@bp.post("/bookings/<uuid:exchange_id>/accept")
@allow(May.TAKE_PART)
def accept(exchange_id: UUID) -> ResponseReturnValue:
    """Accept the rules as the asker, and say how many come."""
    exchange, space = booking_or_404(exchange_id, lock=True)
    form = AcceptForm(space, needs_rules=_needs_rules(exchange, space))
    if not form.validate_on_submit():
        return _page(exchange, space, accepting=form), 422
    try:
        asking.accept_of(
            db.session,
            exchange,
            by=the_member().id,
            shown=space.rules if form.seen.data == mark_of(space.rules) else "",
            people=form.people.data if "people" in form else None,
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        say_no(form, refusal)
        return _page(*booking_or_404(exchange_id), accepting=form), 422
    flash(_("Noted."), "success")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id))


@bp.post("/bookings/<uuid:exchange_id>/keys")
@allow(May.TAKE_PART)
def move_keys(exchange_id: UUID) -> ResponseReturnValue:
    """Write down that the keys were handed over, or came back, as the one who looks after the space."""
    exchange, space = booking_or_404(exchange_id, lock=True)
    if exchange.owner_id != the_member().id:
        abort(404)
    form = KeysForm()
    if not form.validate_on_submit():
        if form.do.errors:
            abort(400)
        return _page(exchange, space, handing=form), 422
    assert form.day.data is not None
    move = keys.hand_over if form.do.data == "hand" else keys.take_back
    try:
        move(db.session, exchange, by=the_member(), day=form.day.data)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        say_no(form, refusal)
        return _page(*booking_or_404(exchange_id), handing=form), 422
    flash(_("Noted."), "success")
    return redirect(url_for(".booking", exchange_id=exchange_id))


@bp.get("/bookings/<uuid:exchange_id>/agreement")
@allow(May.TAKE_PART)
def agreement(exchange_id: UUID) -> ResponseReturnValue:
    """Give what was agreed as a PDF to print and sign; ``?large=1`` in large letters."""
    exchange, space = booking_or_404(exchange_id)
    if exchange.state not in queries.HERE:
        abort(404)
    return pdf_response(
        "spaces/print/agreement.html",
        name=_("agreement"),
        large=request.args.get("large") == "1",
        today=clock.today(the_territory().time_zone),
        network=db.session.get_one(Subnetwork, exchange.subnetwork_id),
        **_values(exchange, space),
    )


def booking_or_404(exchange_id: UUID, *, lock: bool = False) -> tuple[Exchange, Space]:
    """Return an exchange about a space of which the reader is one of the two sides."""
    exchange = queries.mine(db.session, the_member().id, exchange_id, lock=lock)
    if exchange is None or exchange.listing.direction != "offer":
        abort(404)
    enabled_or_404(db.session.get_one(Subnetwork, exchange.subnetwork_id), "spaces")
    space = queries.space_of(db.session, exchange.listing_id, exchange.kind)
    if space is None:
        abort(404)
    return exchange, space


def _values(exchange: Exchange, space: Space) -> dict[str, Any]:
    zone = the_territory().time_zone
    said = queries.acceptance(db.session, exchange.id)
    booked = queries.booking_of(db.session, exchange.id)
    span = span_of(exchange.proposal, exchange.kind, zone)
    return {
        "exchange": exchange,
        "listing": exchange.listing,
        "space": space,
        "zone": zone,
        "span": Span(booked.starts_at, booked.ends_at) if booked is not None else span,
        "pieces": pieces_of(exchange.proposal, exchange.kind),
        "is_taken": booked is not None,
        "said": said,
        "needs_rules": asking.needs_rules(space, said),
        "loan": db.session.get(KeyLoan, exchange.id),
        "is_agreed": exchange.state in queries.HERE,
        "terms": _terms(exchange),
    }


def _needs_rules(exchange: Exchange, space: Space) -> bool:
    return asking.needs_rules(space, queries.acceptance(db.session, exchange.id))


def _terms(exchange: Exchange) -> str:
    method = the_plugins().settlements.get(exchange.proposal.terms)
    return _("as a gift") if method is None else str(method.label)


def _page(
    exchange: Exchange, space: Space, *, accepting: AcceptForm | None = None, handing: KeysForm | None = None
) -> str:
    values = _values(exchange, space)
    if accepting is None:
        accepting = AcceptForm(space, needs_rules=values["needs_rules"], formdata=None)
        if "people" in accepting and values["said"] is not None:
            accepting.people.data = values["said"].people
    accepting.seen.data = mark_of(space.rules)
    handing = handing or KeysForm(formdata=None, day=clock.today(the_territory().time_zone))
    return render_template(
        "spaces/booking.html",
        asks=exchange.asker_id == the_member().id,
        accepting=accepting,
        handing=handing,
        **values,
    )
