"""Pages of paper notes: what is out and where the others are, series and places."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, _, clock, find_ledger, new_id
from app.plugin_web import May, allow, db, looks_after, the_member, the_territory
from plugins.local_currency import fund, notes, notes_places, notes_queries, owners, services
from plugins.local_currency.blueprint import bp
from plugins.local_currency.guards import coordinated_currency, say_no
from plugins.local_currency.notes_forms import PlaceForm, SeriesForm, UndoForm, place_choices
from plugins.local_currency.notes_guards import keeper_currency, latest_seen
from plugins.local_currency.notes_words import kind_in_words, title_of


@bp.get("/<slug>/notes")
@allow(May.TAKE_PART)
def paper_notes(slug: str) -> ResponseReturnValue:
    """Show what is out on paper, where the other notes are, and the latest movements."""
    subnetwork, mine = keeper_currency(slug)
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    operations = latest_seen(subnetwork, mine)
    accounts = {one.account_id for one, _lines in operations if one.account_id is not None}
    return render_template(
        "local_currency/notes.html",
        subnetwork=subnetwork,
        unit=services.code(db.session, subnetwork),
        mine=mine,
        places=notes_queries.places_of(db.session, subnetwork.id),
        place_names={one.id: one.name for one in notes_queries.places_of(db.session, subnetwork.id)},
        stocks=notes_queries.stocks(db.session, subnetwork.id),
        paper=notes_queries.paper(db.session, subnetwork.id, ledger),
        sums=fund.sums(db.session, subnetwork.id),
        operations=operations,
        undone=notes_queries.undone(db.session, subnetwork.id),
        names=owners.names(db.session, accounts),
        kind_in_words=kind_in_words,
        title_of=title_of,
        coordinates=looks_after(subnetwork),
    )


@bp.route("/<slug>/notes/series", methods=["GET", "POST"])
@allow(May.COORDINATE)
def note_series(slug: str) -> ResponseReturnValue:
    """Enter notes that came from the printer."""
    subnetwork = coordinated_currency(slug)
    places = notes_queries.places_of(db.session, subnetwork.id)
    if not places:
        flash(_("First say where notes are kept."), "info")
        return redirect(url_for(".note_place", slug=slug))
    form = SeriesForm(key=new_id().hex, printed_on=clock.today(the_territory().time_zone))
    form.place.choices = place_choices(places)
    if form.validate_on_submit():
        place = next(one for one in places if str(one.id) == form.place.data)
        try:
            notes.add_series(
                db.session,
                subnetwork,
                name=(form.name.data or "").strip(),
                value=form.value.hundredths or 0,
                printed_on=form.printed_on.data or clock.today(the_territory().time_zone),
                first_number=form.first_number.data or 0,
                last_number=form.last_number.data or 0,
                place=place,
                key=form.key.data or "",
                by=the_member(),
            )
        except Refusal as refusal:
            say_no(form, refusal)
        else:
            db.session.commit()
            flash(_("Entered."), "success")
            return redirect(url_for(".paper_notes", slug=slug))
    page = render_template("local_currency/note_series.html", subnetwork=subnetwork, form=form)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/<slug>/notes/place", methods=["GET", "POST"])
@allow(May.COORDINATE)
def note_place(slug: str) -> ResponseReturnValue:
    """Say where notes are kept: at a desk, or in another place."""
    subnetwork = coordinated_currency(slug)
    without = notes_queries.desks_without_stock(db.session, subnetwork.id)
    form = PlaceForm()
    form.desk.choices = [("", _("No desk")), *((str(desk.id), desk.name) for desk in without)]
    if form.validate_on_submit():
        desk = next((one for one in without if str(one.id) == form.desk.data), None)
        try:
            notes_places.add_place(db.session, subnetwork, name=(form.name.data or "").strip(), desk=desk)
        except Refusal as refusal:
            say_no(form, refusal)
        else:
            db.session.commit()
            flash(_("Kept."), "success")
            return redirect(url_for(".paper_notes", slug=slug))
    page = render_template("local_currency/note_place.html", subnetwork=subnetwork, form=form)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/<slug>/notes/operations/<uuid:note_operation_id>/undo", methods=["GET", "POST"])
@allow(May.COORDINATE)
def undo_notes(slug: str, note_operation_id: UUID) -> ResponseReturnValue:
    """Undo a movement of notes that was a mistake."""
    subnetwork = coordinated_currency(slug)
    operation = notes_queries.operation(db.session, subnetwork.id, note_operation_id)
    if operation is None:
        abort(404)
    form = UndoForm(key=new_id().hex)
    if form.validate_on_submit():
        try:
            notes.undo(
                db.session,
                subnetwork,
                operation,
                why=(form.why.data or "").strip(),
                key=form.key.data or "",
                by=the_member(),
            )
        except Refusal as refusal:
            say_no(form, refusal)
        else:
            db.session.commit()
            flash(_("Undone. Both entries stay visible."), "success")
            return redirect(url_for(".paper_notes", slug=slug))
    page = render_template(
        "local_currency/note_undo.html",
        subnetwork=subnetwork,
        form=form,
        operation=operation,
        unit=services.code(db.session, subnetwork),
        words=kind_in_words(operation.kind),
    )
    return page, 422 if form.errors or form.form_errors else 200
