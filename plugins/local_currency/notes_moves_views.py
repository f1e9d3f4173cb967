"""The page on which notes move: handed out, taken back, brought elsewhere, destroyed, lost, counted."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Account, Refusal, Subnetwork, _
from app.plugin_web import May, allow, db, the_member
from plugins.local_currency import desk as desks
from plugins.local_currency import notes, notes_counter, notes_queries, owners, services
from plugins.local_currency.blueprint import bp
from plugins.local_currency.guards import say_no
from plugins.local_currency.notes_counter import ACCOUNT
from plugins.local_currency.notes_forms import NotesForm, means_choices, notes_form, place_choices
from plugins.local_currency.notes_guards import place_or_404
from plugins.local_currency.notes_models import NoteMove, NotePlace
from plugins.local_currency.notes_recording import lock
from plugins.local_currency.notes_words import help_of, title_of

MOST_NAMES = 300


@bp.route(
    "/<slug>/notes/<uuid:note_place_id>/<any(moved, issued, returned, destroyed, lost, counted):note_move>",
    methods=["GET", "POST"],
)
@allow(May.TAKE_PART)
def move_notes(slug: str, note_place_id: UUID, note_move: str) -> ResponseReturnValue:
    """Move notes of one place."""
    move = NoteMove(note_move)
    subnetwork, place = place_or_404(slug, note_place_id, move)
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
        owners=_named(subnetwork, move)[:MOST_NAMES],
    )
    return page, 422 if form.errors or form.form_errors else 200


def _named(subnetwork: Subnetwork, move: NoteMove) -> list[owners.Owner]:
    """Return whom the page offers to name: notes come from everybody, and go to people and organisations."""
    if move not in (NoteMove.ISSUED, NoteMove.RETURNED):
        return []
    everybody = owners.owners(db.session, subnetwork)
    return [one for one in everybody if move is NoteMove.RETURNED or one.kind != "programme"]


def _do(subnetwork: Subnetwork, place: NotePlace, move: NoteMove, form: NotesForm) -> None:
    key, memo, by = form.key.data or "", (form.memo.data or "").strip(), the_member()
    quantities = form.quantities
    if move is NoteMove.MOVED:
        places = notes_queries.places_of(db.session, subnetwork.id)
        target = next((one for one in places if str(one.id) == form.to_place.data), place)
        notes.move(
            db.session, subnetwork, quantities, from_place=place, to_place=target, key=key, by=by, memo=memo
        )
    elif move in (NoteMove.DESTROYED, NoteMove.LOST):
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
    lock(db.session, place.id)  # before any account, which may be opened for them
    notes_counter.hand_out(
        db.session,
        subnetwork,
        form.quantities,
        place=place,
        account=_chosen(subnetwork, form),
        means=form.means.data or ACCOUNT,
        memo=(form.memo.data or "").strip(),
        key=form.key.data or "",
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
