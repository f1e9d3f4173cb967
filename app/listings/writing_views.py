"""Writing a listing in three short steps and a preview; changing one on a single page."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.db import new_id
from app.errors import Refusal
from app.listings import queries, services
from app.listings.blueprint import bp
from app.listings.cards import term_label
from app.listings.models import Listing, ListingStatus
from app.listings.page_views import is_mine, mine_or_404
from app.listings.writing import PREVIEW, STEPS, Desk, Writing
from app.media.views import data_dir
from app.subnetworks.queries import subnetworks_joined, subnetworks_of
from app.text import _, language
from app.web.access import May, allow
from app.web.context import the_member, the_plugins, the_territory
from app.web.database import db
from app.wellbeing.queries import current

UNITS = ("minutes", "nights", "things")


def the_desk(*, csrf: bool = True) -> Desk:
    """Return where the reader of this page writes listings; programs do so without the token of a page."""
    return Desk(
        session=db.session,
        plugins=the_plugins(),
        member=the_member(),
        data_dir=data_dir(),
        typology=current(db.session),
        subnetworks=subnetworks_of(db.session),
        takes_part=subnetworks_joined(db.session, the_member().id),
        csrf=csrf,
    )


@bp.route("/listings/new", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def new() -> ResponseReturnValue:
    """Write an offer or a request."""
    desk = the_desk()
    writing = desk.open(request.form, asked=request.args)
    if not writing.form.kind.choices:
        return render_template("listings/nothing_possible.html")
    if request.method == "GET":
        return _step(writing, new_id())
    listing_id = _listing_id()
    writing.step = min(max(request.form.get("step", 1, type=int), 1), PREVIEW)
    desk.take(writing, request.files.getlist("photos"))
    go = request.form.get("go", "next")
    if go in ("publish", "draft"):
        return _finish(desk, writing, listing_id, publish=go == "publish")
    return _walk(writing, listing_id, go)


def _listing_id() -> UUID:
    """Return the id that the page gave to the listing: sent twice, a form makes one listing."""
    try:
        return UUID(request.form.get("listing_id", ""))
    except ValueError:
        return new_id()


def _walk(writing: Writing, listing_id: UUID, go: str) -> ResponseReturnValue:
    """Go to another step, or change the pictures of this one."""
    move, _colon, ref = go.partition(":")
    if move in ("add", "remove", "first"):
        _arrange(writing, move, ref)
        return _step(writing, listing_id)
    if move == "back":
        writing.step = max(1, writing.step - 1)
        return _step(writing, listing_id)
    if move == "step" and ref in ("1", "2", "3"):
        writing.step = min(max(int(ref), 1), writing.step)
        return _step(writing, listing_id)
    bad = next((step for step in range(1, min(writing.step, STEPS) + 1) if not writing.check(step)), None)
    if bad is not None or writing.photo_problems:
        writing.step = bad or 2
        return _step(writing, listing_id), 422
    writing.step = min(writing.step + 1, PREVIEW)
    return _step(writing, listing_id)


def _arrange(writing: Writing, move: str, ref: str) -> None:
    chosen = [item for item in writing.photos if item.ref == ref]
    others = [item for item in writing.photos if item.ref != ref]
    if move == "remove":
        writing.photos = others
    if move == "first":
        writing.photos = chosen + others


def _step(writing: Writing, listing_id: UUID) -> str:
    return render_template("listings/new.html", writing=writing, listing_id=listing_id, **_shown(writing))


def _shown(writing: Writing) -> dict[str, Any]:
    kind, form = writing.kind, writing.form
    chosen = form.components.data or ()
    options = {option.data: option for option in form.components}
    return {
        "form": form,
        "kind": kind,
        "detail": writing.detail,
        "quantity": kind is not None and kind.unit in UNITS,
        "near_options": [
            options[code] for code in dict.fromkeys((*writing.proposed, *chosen)) if code in options
        ],
        "far_options": [
            option for code, option in options.items() if code not in writing.proposed and code not in chosen
        ],
        "facts": _facts(writing) if writing.step == PREVIEW else (),
        "terms": [term_label(the_plugins(), term) for term in form.terms.data or ()],
        "letters": sorted({code[0] for code in chosen}),
    }


def _facts(writing: Writing) -> Any:
    """Return the facts of the kind as the page of the listing will show them; nothing is written down."""
    kind = writing.kind
    if kind is None or kind.detail is None or kind.facts is None or writing.detail is None:
        return ()
    row = kind.detail()
    writing.detail.populate_obj(row)
    return kind.facts(row)


def _finish(desk: Desk, writing: Writing, listing_id: UUID, *, publish: bool) -> ResponseReturnValue:
    written = queries.find(db.session, listing_id)
    if written is not None:
        if not is_mine(written):
            abort(404)
        return redirect(url_for(".show", listing_id=listing_id))
    bad = writing.first_bad_step()
    if bad is not None or writing.photo_problems:
        writing.step = bad or 2
        return _step(writing, listing_id), 422
    listing = Listing(
        id=listing_id,
        territory_id=the_territory().id,
        member_id=the_member().id,
        kind=writing.form.kind.data,
        direction=writing.form.direction.data,
        language=language(),
    )
    refusal = _written(desk, writing, listing, None, publish=publish)
    if refusal is not None:
        writing.refuse(refusal)
        return _step(writing, listing_id), 422
    said = _("It is on the board. Thank you!") if publish else _("Saved as a draft: only you see it.")
    flash(said, "success")
    return redirect(url_for(".show", listing_id=listing_id))


def _written(
    desk: Desk, writing: Writing, listing: Listing, detail: Any | None, *, publish: bool
) -> Refusal | None:
    """Write the listing down and commit; return the refusal when a rule says no."""
    try:
        with db.session.no_autoflush:
            desk.write(writing, listing, detail)
        if publish:
            services.require_place(db.session, the_plugins(), listing)
            services.publish(db.session, listing)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        return refusal
    desk.release(writing.photos)
    return None


@bp.route("/listings/<uuid:listing_id>/edit", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def edit(listing_id: UUID) -> ResponseReturnValue:
    """Change my listing."""
    listing = mine_or_404(listing_id)
    if listing.kind not in the_plugins().kinds:
        flash(_("This kind of listing is no longer possible here, so it cannot be changed."), "error")
        return redirect(url_for(".show", listing_id=listing_id))
    desk, draft = the_desk(), listing.status == ListingStatus.DRAFT
    detail = queries.detail_of(db.session, the_plugins(), listing)
    values: MultiDict[str, str] = request.form
    writing = desk.open(values, listing=listing, detail=detail)
    if request.method == "GET":
        return _editing(writing, listing_id, draft=draft)
    desk.take(writing, request.files.getlist("photos"))
    move, _colon, ref = request.form.get("go", "save").partition(":")
    if move in ("add", "remove", "first"):
        _arrange(writing, move, ref)
        return _editing(writing, listing_id, draft=draft)
    checked = [writing.check(step) for step in (1, 2, 3)]  # all of them: every error is shown at once
    if all(checked) and not writing.photo_problems:
        refusal = _written(desk, writing, listing, detail, publish=draft and move == "publish")
        if refusal is None:
            flash(_("It is on the board. Thank you!") if move == "publish" else _("Saved."), "success")
            return redirect(url_for(".show", listing_id=listing_id))
        writing.refuse(refusal)
    return _editing(writing, listing_id, draft=draft), 422


def _editing(writing: Writing, listing_id: UUID, *, draft: bool) -> str:
    return render_template(
        "listings/edit.html", writing=writing, listing_id=listing_id, draft=draft, **_shown(writing)
    )
