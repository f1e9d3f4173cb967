"""Pages that everybody sees: the spaces of a territory and the week of each; and asking for hours."""

from datetime import date, datetime, timedelta
from uuid import UUID

from app.plugin_api import Listing, Member, Refusal, Subnetwork, _, clock
from app.plugin_web import (
    May,
    allow,
    db,
    enabled_or_404,
    here,
    looks_after,
    the_member,
    the_plugins,
    the_territory,
)
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from together_plugin_spaces import asking, queries
from together_plugin_spaces.blueprint import bp
from together_plugin_spaces.facts import week_facts
from together_plugin_spaces.forms_booking import AskHoursForm, mark_of
from together_plugin_spaces.models import Booking, Common, Space
from together_plugin_spaces.spans import Span
from together_plugin_spaces.week import free_today, monday_of, proposed, week

FURTHEST = timedelta(weeks=104)
YEARS = range(2000, 2200)
"""Years that a link can mean."""


@bp.get("/")
@allow(May.LOOK)
def index() -> ResponseReturnValue:
    """List the rooms and common goods on the board, with what is free today."""
    zone = the_territory().time_zone
    found = free_today(db.session, queries.offers(db.session, clock.today(zone)), zone)
    return render_template("spaces/index.html", found=found, zone=zone)


@bp.get("/<uuid:listing_id>")
@allow(May.LOOK)
def show(listing_id: UUID) -> ResponseReturnValue:
    """Show a week of a space: free, taken, closed; names only to those who look after it."""
    listing, space = space_or_404(listing_id)
    zone = the_territory().time_zone
    this_week = monday_of(clock.today(zone))
    first = _asked_week(this_week)
    days = week(db.session, space, first, zone)
    return render_template(
        "spaces/week.html",
        listing=listing,
        space=space,
        days=days,
        zone=zone,
        this_week=this_week,
        first=first,
        earlier=first - timedelta(weeks=1) if first > this_week else None,
        later=first + timedelta(weeks=1) if first - this_week < FURTHEST else None,
        keeps=keeps(listing),
        hours_of_week=week_facts(space, _("Handed over") if isinstance(space, Common) else _("Open")),
        proposed=lambda part: proposed(space, part, zone),
        **_who(listing, [part.booking for day in days for part in day.parts if part.booking is not None]),
    )


def _asked_week(this_week: date) -> date:
    try:
        asked = monday_of(date.fromisoformat(request.args.get("week", "")))
    except (ValueError, OverflowError):
        return this_week
    return min(max(asked, this_week), this_week + FURTHEST)


def _who(listing: Listing, bookings: list[Booking]) -> dict[str, object]:
    """Return who has which hours: all to those who look after the space, to others only their own."""
    ids = [booking.exchange_id for booking in bookings if booking.exchange_id is not None]
    exchanges = queries.exchanges_by_id(db.session, ids) if ids and here.member is not None else {}
    names: dict[UUID, str] = {}
    if exchanges and keeps(listing):
        known = queries.names_of(db.session, [one.asker_id for one in exchanges.values()])
        names = {one.id: known[one.asker_id] for one in exchanges.values() if one.asker_id in known}
    me = here.member.id if here.member is not None else None
    return {
        "names": names,
        "mine": {one.id for one in exchanges.values() if me in (one.asker_id, one.owner_id)},
    }


def space_or_404(listing_id: UUID) -> tuple[Listing, Space]:
    """Return a space that the reader may see; another is not found."""
    listing = queries.find(db.session, listing_id)
    space = queries.space_of(db.session, listing) if listing is not None else None
    if listing is None or space is None:
        abort(404)
    enabled_or_404(db.session.get_one(Subnetwork, listing.subnetwork_id), "spaces")
    today = clock.today(the_territory().time_zone)
    if not queries.is_on_board(db.session, listing, today) and not keeps(listing):
        abort(404)
    return listing, space


def keeps(listing: Listing) -> bool:
    """Tell whether the reader looks after a space: whose it is, and who coordinates its sub-network."""
    if here.member is None:
        return False
    return is_mine(listing, here.member) or looks_after(db.session.get_one(Subnetwork, listing.subnetwork_id))


def is_mine(listing: Listing, member: Member) -> bool:
    """Tell whether a space is the member's."""
    return listing.member_id == member.id


@bp.get("/<uuid:listing_id>/ask")
@allow(May.TAKE_PART)
def ask(listing_id: UUID) -> ResponseReturnValue:
    """Show the form by which hours are asked for."""
    listing, space = askable(listing_id)
    form = _form(listing, space)
    form.seen.data = mark_of(space.rules)
    if (span := _asked_span()) is not None:
        form.show(span)
    return _asking(listing, space, form)


@bp.post("/<uuid:listing_id>/ask")
@allow(May.TAKE_PART)
def send_ask(listing_id: UUID) -> ResponseReturnValue:
    """Ask for hours."""
    listing, space = askable(listing_id)
    form = _form(listing, space)
    if not form.validate_on_submit():
        return _asking(listing, space, form), 422
    try:
        exchange = asking.ask_for(
            db.session,
            the_plugins(),
            listing,
            form.span(),
            asker=the_member(),
            text=form.text.data or "",
            pieces=(form.pieces.data or 1) if "pieces" in form else 1,
            people=form.people.data if "people" in form else None,
            accepted=space.rules if form.seen.data == mark_of(space.rules) else "",
            terms=form.terms.data,
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        say_no(form, refusal)
        form.seen.data = mark_of(space.rules)
        return _asking(*askable(listing_id), form), 422
    flash(_("Your message is on its way to %(name)s.", name=listing.member.first_name), "success")
    return redirect(url_for("exchanges.show", exchange_id=exchange.id))


def askable(listing_id: UUID) -> tuple[Listing, Space]:
    """Return a space that the reader may ask for; their own is not found here."""
    listing, space = space_or_404(listing_id)
    if is_mine(listing, the_member()):
        abort(404)
    return listing, space


def _form(listing: Listing, space: Space) -> AskHoursForm:
    return AskHoursForm(space, the_territory().time_zone, _terms(listing))


def _terms(listing: Listing) -> list[tuple[str, str]]:
    methods = the_plugins().settlements
    return [
        (term, _("As a gift") if term == "gift" else str(methods[term].label))
        for term in listing.terms
        if term == "gift" or term in methods
    ]


def _asked_span() -> Span | None:
    """Read the hours that a link of the week carries, cut to what can begin now."""
    try:
        start, end = (datetime.fromisoformat(request.args[name]) for name in ("from", "until"))
    except (KeyError, ValueError):
        return None
    if start.tzinfo is None or end.tzinfo is None or {start.year, end.year} - set(YEARS):
        return None
    if not start < end < start + FURTHEST:
        return None
    return Span(start, end)


def _asking(listing: Listing, space: Space, form: AskHoursForm) -> str:
    zone = the_territory().time_zone
    return render_template(
        "spaces/ask.html",
        listing=listing,
        space=space,
        form=form,
        zone=zone,
        day=week(db.session, space, form.day.data, zone)[0]
        if form.day.data and _is_near(form.day.data)
        else None,
    )


def _is_near(day: date) -> bool:
    return abs(day - clock.today(the_territory().time_zone)) < FURTHEST


def say_no(form: FlaskForm, refusal: Refusal) -> None:
    """Write the reasons of a refusal beside their field, or above the form."""
    names = {"starts_at": "day", "ends_at": "until", "quantity": "pieces"}
    name = names.get(refusal.field or "", refusal.field or "")
    if name and name in form:
        form[name].errors = [*form[name].errors, *refusal.reasons]
    else:
        form.form_errors.extend(refusal.reasons)
