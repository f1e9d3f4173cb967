"""Entering a pile of paper cheques: control totals, rows, posting, receipt."""

import re
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, _, new_id, ngettext
from app.plugin_web import May, allow, db, the_member
from plugins.time_bank import batch_posting, batch_queries, batches
from plugins.time_bank.batch_checks import Checked, check
from plugins.time_bank.blueprint import bp
from plugins.time_bank.desks import Desk, desk, key_as_id, parties, today
from plugins.time_bank.models import Batch
from plugins.time_bank.paper_forms import TotalsForm, WhyForm
from plugins.time_bank.parties import Parties

_FIELD = re.compile(r"row-(\d{1,3})-(\w+)")


@bp.route("/<slug>/piles/new", methods=["GET", "POST"])
@allow(May.COORDINATE)
def new_batch(slug: str) -> ResponseReturnValue:
    """Ask for the control totals of a pile, before anything is typed."""
    at = desk(slug)
    form = TotalsForm(key=new_id().hex).in_ledger(at.ledger)
    if form.validate_on_submit():
        batch = batches.open_batch(
            db.session,
            ledger=at.ledger,
            batch_id=key_as_id(form.key.data),
            entered_by_id=the_member().id,
            counted_cheques=form.counted_cheques.data or 0,
            counted_amount=form.counted_amount.data,
        )
        db.session.commit()
        return redirect(url_for(".batch", slug=slug, batch_id=batch.id))
    page = render_template("time_bank/new_pile.html", subnetwork=at.subnetwork, form=form)
    return page, 422 if form.errors else 200


@bp.get("/<slug>/piles/<uuid:batch_id>")
@allow(May.COORDINATE)
def batch(slug: str, batch_id: UUID) -> ResponseReturnValue:
    """Show the rows of a draft as they were typed, with what is wrong about them; or the receipt."""
    at = desk(slug)
    found = _batch(at, batch_id)
    if found.posted_at is not None:
        return redirect(url_for(".receipt", slug=slug, batch_id=batch_id))
    known = parties()
    checked = check(db.session, at.ledger, found, known, today=today())
    return _page(at, found, known, checked, _totals(at, found)), 200


@bp.post("/<slug>/piles/<uuid:batch_id>")
@allow(May.COORDINATE)
def keep_batch(slug: str, batch_id: UUID) -> ResponseReturnValue:
    """Keep what was typed, whatever it is; then post it all, if that was asked and nothing is wrong."""
    at = desk(slug)
    found = _batch(at, batch_id)
    quietly = "quietly" in request.form
    if found.posted_at is not None and quietly:
        return "", 204
    if found.posted_at is not None:
        flash(_("This pile was already posted."), "info")
        return redirect(url_for(".receipt", slug=slug, batch_id=batch_id))
    form = _totals(at, found)
    if form.validate():
        found.counted_cheques, found.counted_amount = form.counted_cheques.data or 0, form.counted_amount.data
    batches.keep(db.session, found, _typed())
    goes_on = _next(found)
    db.session.commit()
    if quietly:
        return "", 204
    if "post" not in request.form and not form.errors:
        more = 1 if "more" in request.form else None
        flash(_("Kept. Nothing is posted yet."), "success")
        return redirect(url_for(".batch", slug=slug, batch_id=batch_id, more=more, _anchor=goes_on))
    found, known = _batch(at, batch_id), parties()
    if form.errors:
        checked = check(db.session, at.ledger, found, known, today=today())
        return _page(at, found, known, checked, form, asked=True), 422
    return _post(at, found, known, form)


def _post(at: Desk, found: Batch, known: Parties, form: TotalsForm) -> ResponseReturnValue:
    try:
        posted = batch_posting.post(
            db.session, ledger=at.ledger, batch=found, parties=known, by_id=the_member().id, today=today()
        )
        db.session.commit()
    except batch_posting.NotPosted as refusal:
        batch_id = found.id
        db.session.rollback()
        at = desk(at.subnetwork.slug)
        return _page(at, _batch(at, batch_id), known, refusal.checked, form, asked=True), 422
    many = len(posted.to_post)
    flash(ngettext("%(num)s cheque is posted.", "%(num)s cheques are posted.", many), "success")
    return redirect(url_for(".receipt", slug=at.subnetwork.slug, batch_id=found.id))


def _page(
    at: Desk, found: Batch, known: Parties, checked: Checked, form: TotalsForm, *, asked: bool = False
) -> str:
    last = max((row.place for row in found.rows), default=0)
    places = max(found.counted_cheques, last + ("more" in request.args))
    return render_template(
        "time_bank/pile.html",
        subnetwork=at.subnetwork,
        ledger=at.ledger,
        batch=found,
        rows={row.place: row for row in found.rows},
        places=range(1, places + 1),
        parties=known,
        checked=checked,
        form=form,
        asked=asked,
        today=today(),
    )


def _totals(at: Desk, found: Batch) -> TotalsForm:
    return TotalsForm(
        key=found.id.hex, counted_cheques=found.counted_cheques, counted_amount=found.counted_amount
    ).in_ledger(at.ledger)


def _typed() -> dict[int, dict[str, str]]:
    typed: dict[int, dict[str, str]] = {}
    for name, value in request.form.items():
        field = _FIELD.fullmatch(name)
        if field is not None and 1 <= int(field[1]) <= batches.MOST_CHEQUES:
            typed.setdefault(int(field[1]), {})[field[2]] = value
    return typed


def _next(found: Batch) -> str:
    """Return where to go on typing: the first place without a row."""
    taken = {row.place for row in found.rows}
    return f"row-{next(place for place in range(1, len(taken) + 2) if place not in taken)}"


@bp.post("/<slug>/piles/<uuid:batch_id>/discard")
@allow(May.COORDINATE)
def discard_batch(slug: str, batch_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    at = desk(slug)
    batches.discard(db.session, _batch(at, batch_id))
    db.session.commit()
    flash(_("The draft is gone. Its cheques can be entered in another pile."), "success")
    return redirect(url_for(".paper", slug=slug))


@bp.get("/<slug>/piles/<uuid:batch_id>/receipt")
@allow(May.COORDINATE)
def receipt(slug: str, batch_id: UUID) -> ResponseReturnValue:
    """Show what a pile moved, row by row, to print and keep with the paper."""
    at = desk(slug)
    found = _batch(at, batch_id)
    if found.posted_at is None:
        return redirect(url_for(".batch", slug=slug, batch_id=batch_id))
    return _receipt(at, found, WhyForm(), None), 200


@bp.post("/<slug>/piles/<uuid:batch_id>/rows/<int:place>/take-back")
@allow(May.COORDINATE)
def take_back(slug: str, batch_id: UUID, place: int) -> ResponseReturnValue:
    """Undo what one row moved; both statements show both."""
    at = desk(slug)
    found, form = _batch(at, batch_id), WhyForm()
    if not form.validate_on_submit():
        return _receipt(at, found, form, place), 422
    if place > batches.MOST_CHEQUES:
        abort(404)
    try:
        batches.take_back(
            db.session, batch=found, place=place, why=form.why.data or "", by_id=the_member().id
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        form.why.errors = [*refusal.reasons]
        at = desk(slug)
        return _receipt(at, _batch(at, batch_id), form, place), 422
    flash(_("Undone. The cheque can be entered again."), "success")
    return redirect(url_for(".receipt", slug=slug, batch_id=batch_id))


def _receipt(at: Desk, found: Batch, form: WhyForm, place: int | None) -> str:
    return render_template(
        "time_bank/receipt.html",
        subnetwork=at.subnetwork,
        ledger=at.ledger,
        batch=found,
        rows=batch_queries.posted_rows(db.session, found),
        posted=batch_queries.amount_posted(db.session, found),
        entered_by=batch_queries.name_of(db.session, found.entered_by_id),
        form=form,
        place=place,
    )


def _batch(at: Desk, batch_id: UUID) -> Batch:
    return batch_queries.batch(db.session, at.ledger.id, batch_id) or abort(404)
