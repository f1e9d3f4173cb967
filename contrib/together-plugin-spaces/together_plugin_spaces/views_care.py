"""The page of those who look after a space: hours that are closed, and who has keys now."""

from datetime import timedelta
from uuid import UUID

from app.plugin_api import Listing, Refusal, _, clock
from app.plugin_web import May, allow, db, the_member, the_territory
from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from together_plugin_spaces import booking, queries
from together_plugin_spaces.blueprint import bp
from together_plugin_spaces.forms_booking import CloseForm, ReopenForm
from together_plugin_spaces.models import Booking, Space
from together_plugin_spaces.spans import Span
from together_plugin_spaces.views import keeps, say_no, space_or_404

COMING = timedelta(weeks=26)


@bp.get("/<uuid:listing_id>/care")
@allow(May.TAKE_PART)
def care(listing_id: UUID) -> ResponseReturnValue:
    """Show what is booked, what is closed, and who has keys."""
    return _page(*_kept(listing_id))


@bp.post("/<uuid:listing_id>/close")
@allow(May.TAKE_PART)
def close(listing_id: UUID) -> ResponseReturnValue:
    """Close hours of a space."""
    listing, space = _kept(listing_id)
    form = CloseForm(space, the_territory().time_zone)
    if not form.validate_on_submit():
        return _page(listing, space, form), 422
    try:
        booking.close(
            db.session,
            listing,
            form.span(),
            by=the_member(),
            reason=form.reason.data or "",
            pieces=form.pieces.data if "pieces" in form else None,
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        say_no(form, refusal)
        return _page(*_kept(listing_id), form), 422
    flash(_("These hours are closed."), "success")
    return redirect(url_for(".care", listing_id=listing_id))


@bp.post("/<uuid:listing_id>/reopen")
@allow(May.TAKE_PART)
def reopen(listing_id: UUID) -> ResponseReturnValue:
    """Open hours again that were closed; twice does no harm."""
    _kept(listing_id)
    form = ReopenForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        booking_id = UUID(form.booking.data)
    except ValueError:
        abort(400)
    found = db.session.get(Booking, booking_id)
    if found is not None and found.listing_id == listing_id and found.exchange_id is None:
        booking.free(db.session, found)
        db.session.commit()
    flash(_("These hours can be asked for again."), "success")
    return redirect(url_for(".care", listing_id=listing_id))


def _kept(listing_id: UUID) -> tuple[Listing, Space]:
    listing, space = space_or_404(listing_id)
    if not keeps(listing):
        abort(404)
    return listing, space


def _page(listing: Listing, space: Space, form: CloseForm | None = None) -> str:
    now, zone = clock.now(), the_territory().time_zone
    coming = [
        one
        for one in queries.bookings(db.session, listing.id, Span(now, now + COMING))
        if one.exchange_id is not None
    ]
    loans = queries.keys_out(db.session, listing.id)
    ids = [one.exchange_id for one in coming if one.exchange_id is not None]
    exchanges = queries.exchanges_by_id(db.session, ids)
    people = [one.asker_id for one in exchanges.values()] + [loan.holder_id for loan in loans]
    return render_template(
        "spaces/care.html",
        listing=listing,
        space=space,
        zone=zone,
        form=form or CloseForm(space, zone, formdata=None),
        coming=[(one, exchanges[one.exchange_id]) for one in coming if one.exchange_id in exchanges],
        closed=queries.closings(db.session, listing.id, now),
        loans=loans,
        names=queries.names_of(db.session, people),
        mine=listing.member_id == the_member().id,
    )
