"""The guarantee fund, and the desks themselves: what coordinators look after."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, Subnetwork, _, new_id
from app.plugin_web import May, allow, db, the_member
from plugins.local_currency import desk as desks
from plugins.local_currency import desk_days, fund, fund_check
from plugins.local_currency.blueprint import bp
from plugins.local_currency.desk_models import Desk
from plugins.local_currency.forms_desk import DeskForm, MakeGoodForm
from plugins.local_currency.forms_organisations import PersonForm
from plugins.local_currency.guards import chosen_member, coordinated_currency, member_choices, say_no


@bp.route("/<slug>/fund", methods=["GET", "POST"])
@allow(May.COORDINATE)
def fund_page(slug: str) -> ResponseReturnValue:
    """Show that issued = fund, entry by entry; enter that a difference was made good."""
    subnetwork = coordinated_currency(slug)
    form = MakeGoodForm(key=new_id().hex)
    if form.validate_on_submit():
        try:
            desk_days.make_good(
                db.session,
                subnetwork,
                note=(form.note.data or "").strip(),
                key=form.key.data or "",
                by=the_member(),
            )
            db.session.commit()
            flash(_("Entered. Nothing is missing any more."), "success")
            return redirect(url_for(".fund_page", slug=slug))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/fund.html",
        subnetwork=subnetwork,
        form=form,
        check=fund_check.check(db.session, subnetwork.id),
        fund=fund.find(db.session, subnetwork.id),
        desks=desks.desks_of(db.session, subnetwork.id),
    )
    return page, 422 if form.errors else 200


@bp.route("/<slug>/desks/new", methods=["GET", "POST"])
@allow(May.COORDINATE)
def new_desk(slug: str) -> ResponseReturnValue:
    """Found a desk."""
    subnetwork = coordinated_currency(slug)
    form = DeskForm()
    if form.validate_on_submit():
        try:
            made = desks.found(db.session, subnetwork, **_words(form))
            db.session.commit()
            flash(_("The desk is there. Say who holds it."), "success")
            return redirect(url_for(".edit_desk", slug=slug, desk_id=made.id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template("local_currency/desk_form.html", subnetwork=subnetwork, form=form, desk=None)
    return page, 422 if form.errors else 200


@bp.route("/<slug>/desks/<uuid:desk_id>/edit", methods=["GET", "POST"])
@allow(May.COORDINATE)
def edit_desk(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Change the words of a desk, and who holds it."""
    subnetwork, found = _desk(slug, desk_id)
    form = DeskForm(obj=found)
    if form.validate_on_submit():
        try:
            desks.change(db.session, subnetwork, found, **_words(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".counter", slug=slug, desk_id=desk_id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _desk_page(subnetwork, found, form), 422 if form.errors else 200


def _desk_page(subnetwork: Subnetwork, found: Desk, form: DeskForm) -> str:
    keeper = PersonForm(formdata=None)
    keeper.member.choices = member_choices()
    return render_template(
        "local_currency/desk_form.html",
        subnetwork=subnetwork,
        form=form,
        desk=found,
        keepers=desks.keepers_of(db.session, found.id),
        keeper=keeper,
    )


@bp.post("/<slug>/desks/<uuid:desk_id>/keepers")
@allow(May.COORDINATE)
def add_keeper(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Let a member hold a desk."""
    _subnetwork, found = _desk(slug, desk_id)
    form = PersonForm()
    form.member.choices = member_choices()
    if form.validate_on_submit():
        desks.entrust(db.session, found, chosen_member(form.member.data), by=the_member())
        db.session.commit()
        flash(_("Saved."), "success")
    return redirect(url_for(".edit_desk", slug=slug, desk_id=desk_id))


@bp.post("/<slug>/desks/<uuid:desk_id>/keepers/<uuid:member_id>/remove")
@allow(May.COORDINATE)
def remove_keeper(slug: str, desk_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Take a desk from a member."""
    _subnetwork, found = _desk(slug, desk_id)
    desks.relieve(db.session, found, member_id)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".edit_desk", slug=slug, desk_id=desk_id))


@bp.post("/<slug>/desks/<uuid:desk_id>/end")
@allow(May.COORDINATE)
def end_desk(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Close a desk for good, or take it up again."""
    _subnetwork, found = _desk(slug, desk_id)
    desks.close_for_good(db.session, found)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".desk", slug=slug))


def _desk(slug: str, desk_id: UUID) -> tuple[Subnetwork, Desk]:
    subnetwork = coordinated_currency(slug)
    found = desks.find(db.session, subnetwork.id, desk_id)
    if found is None:
        abort(404)
    return subnetwork, found


def _words(form: DeskForm) -> dict[str, str]:
    return {
        "name": (form.name.data or "").strip(),
        "place": (form.place.data or "").strip(),
        "opening_hours": (form.opening_hours.data or "").strip(),
    }
