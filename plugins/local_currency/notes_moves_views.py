"""The page on which notes move: handed out, taken back, brought elsewhere, destroyed, lost, counted."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Account, Refusal, Subnetwork, _
from app.plugin_web import May, allow, db, looks_after, the_member
from plugins.local_currency import desk as desks
from plugins.local_currency import issuing, notes, notes_queries, owners, services
from plugins.local_currency.blueprint import bp
from plugins.local_currency.guards import say_no
from plugins.local_currency.notes_forms import ACCOUNT, NotesForm, means_choices, notes_form, place_choices
from plugins.local_currency.notes_models import NoteMove, NotePlace
from plugins.local_currency.notes_recording import lock
from plugins.local_currency.notes_views import keeper_currency
from plugins.local_currency.notes_words import help_of, title_of

AT_A_DESK = (NoteMove.ISSUED, NoteMove.RETURNED, NoteMove.COUNTED)
"""What those who hold a desk do with its notes; the rest is for coordinators."""
MOST_NAMES = 300


@bp.route(
    "/<slug>/notes/<uuid:note_place_id>/<any(moved, issued, returned, destroyed, lost, counted):note_move>",
    methods=["GET", "POST"],
)
@allow(May.TAKE_PART)
def move_notes(slug: str, note_place_id: UUID, note_move: str) -> ResponseReturnValue:
    """Move notes of one place."""
    subnetwork, mine = keeper_currency(slug)
    place = next((one for one in mine if one.id == note_place_id), None)
    if place is None or (note_move not in AT_A_DESK and not looks_after(subnetwork)):
        abort(404)
    move = NoteMove(note_move)
    series = notes_queries.series_of(db.session, subnetwork.id)
    there = notes_queries.stock_of(db.session, place.id)
    form = notes_form(series, there, prefill=move is NoteMove.COUNTED)
    form.to_place.choices = place_choices(notes_queries.places_of(db.session, subnetwork.id), place)
    day = None if place.desk_id is None else desks.open_day(db.session, place.desk_id)
    form.who.flags.optional = form.means.flags.optional = False
    form.means.choices = means_choices(is_open=day is not None)
    if form.validate_on_submit():
        try:
            _do(subnetwork, place, move, form)
        except Refusal as refusal:
            say_no(form, refusal)
            there = notes_queries.stock_of(db.session, note_place_id)
        else:
            db.session.commit()
            flash(_("Entered."), "success")
            return redirect(url_for(".paper_notes", slug=slug))
    page = render_template(
        "local_currency/note_move.html",
        subnetwork=subnetwork,
        place=place,
        kind=note_move,
        title=title_of(note_move),
        help=help_of(note_move),
        form=form,
        seen=there,
        owners=owners.owners(db.session, subnetwork)[:MOST_NAMES]
        if move in (NoteMove.ISSUED, NoteMove.RETURNED)
        else [],
    )
    return page, 422 if form.errors or form.form_errors else 200


def _do(subnetwork: Subnetwork, place: NotePlace, move: NoteMove, form: NotesForm) -> None:
    key, memo, by = form.key.data or "", (form.memo.data or "").strip(), the_member()
    quantities = form.quantities
    if move is NoteMove.MOVED:
        target = notes_queries.place(db.session, subnetwork.id, UUID(form.to_place.data))
        if target is None:
            abort(404)
        notes.move(
            db.session, subnetwork, quantities, from_place=place, to_place=target, key=key, by=by, memo=memo
        )
    elif move in (NoteMove.DESTROYED, NoteMove.LOST):
        if not memo:
            raise Refusal(_("Say why, so that others understand."), field="memo")
        notes.take_out(db.session, subnetwork, move, quantities, place=place, memo=memo, key=key, by=by)
    elif move is NoteMove.COUNTED:
        seen = {one.id: form.seen_of(one) for one in form.series}
        notes.count(db.session, subnetwork, quantities, place=place, seen=seen, memo=memo, key=key, by=by)
    elif move is NoteMove.ISSUED:
        _hand_out(subnetwork, place, form)
    else:
        account = _chosen(subnetwork, form)
        ledger = services.ledger(db.session, subnetwork)
        notes.take_back(
            db.session, subnetwork, ledger, quantities, place=place, account=account, key=key, by=by
        )


def _hand_out(subnetwork: Subnetwork, place: NotePlace, form: NotesForm) -> None:
    """Hand out notes against units of an account, which euros may have brought there just before."""
    lock(db.session, place.id)  # before any account, so that two who do this never wait for each other
    account, key = _chosen(subnetwork, form), form.key.data or ""
    values = notes_queries.values_of(db.session, subnetwork.id)
    amount = sum(values[series_id] * quantity for series_id, quantity in form.quantities.items())
    if form.means.data not in (ACCOUNT, None, ""):
        day = None if place.desk_id is None else desks.open_day(db.session, place.desk_id)
        if day is None:
            raise Refusal(_("Open the desk first."))
        if not amount:
            raise Refusal(_("Write how many notes."))
        issuing.issue(
            db.session,
            subnetwork,
            account,
            amount=amount,
            means=form.means.data,
            memo=(form.memo.data or "").strip() or _("Paper notes"),
            key=f"notes-{key}",
            by=the_member(),
            day=day,
        )
    notes.hand_out(
        db.session,
        subnetwork,
        services.ledger(db.session, subnetwork),
        form.quantities,
        place=place,
        account=account,
        key=key,
        by=the_member(),
    )


def _chosen(subnetwork: Subnetwork, form: NotesForm) -> Account:
    """Return whose account was meant; where several people are called so, ask which one."""
    found = owners.search(db.session, subnetwork, form.who.data or "")
    one = next((owner for owner in found if owner.key == form.chosen.data), None)
    if one is None and len(found) == 1:
        one = found[0]
    account = None if one is None else owners.account(db.session, subnetwork, one.key)
    if account is not None:
        return account
    form.chosen.choices = [(owner.key, f"{owner.name} · {owner.reference}") for owner in found[:20]]
    if found:
        raise Refusal(_("Several are called so. Choose one."), field="chosen")
    raise Refusal(_("Nobody is called so here. Write a name, or a payment reference."), field="who")
