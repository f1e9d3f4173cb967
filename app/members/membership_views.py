"""Joining and leaving a territory, one's place there, and the page of a member."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.errors import Refusal
from app.media.secrets import AddressCipher
from app.members import addresses, farewell, moving, queries, services
from app.members.blueprint import bp
from app.members.forms import AboutForm, AddressForm, JoinForm
from app.members.models import MemberStatus
from app.members.personal import the_personal
from app.members.services import LONGEST_TEXT
from app.territories import places
from app.territories.models import Joining, Territory
from app.text import _, lazy
from app.web.access import May, Role, allow
from app.web.context import the_member, the_person, the_territory
from app.web.database import db

SUGGESTIONS = 12


@bp.route("/t/<territory>/join", methods=["GET", "POST"])
@allow(May.OWN_ACCOUNT)
def join() -> ResponseReturnValue:
    """Join a territory: at once, or after its questions are answered and read."""
    territory, person = the_territory(), the_person()
    member = queries.membership(db.session, territory.id, person.id)
    if member is not None and member.status == MemberStatus.ACTIVE:
        return redirect(url_for("dashboards.home"))
    if member is not None and member.status in (MemberStatus.PENDING, MemberStatus.SUSPENDED):
        return render_template("members/waiting.html", membership=member)
    form = _join_form(territory)
    if form.validate_on_submit():
        answers = [form[f"answer_{number}"].data for number in range(_questions(territory))]
        joined = services.join(db.session, territory, person, answers=answers)
        db.session.commit()
        if joined.status == MemberStatus.PENDING:
            return redirect(url_for("members.join"))
        flash(_("Welcome to %(territory)s!", territory=territory.name), "success")
        return redirect(url_for("members.place"))
    page = render_template("members/join.html", form=form, membership=member)
    return page, 422 if form.is_submitted() else 200


def _questions(territory: Territory) -> int:
    return len(territory.questions) if territory.joining == Joining.APPROVAL else 0


def _join_form(territory: Territory) -> JoinForm:
    """Return the form with one field for each question of the territory."""
    fields = {
        f"answer_{number}": TextAreaField(
            question,
            validators=[DataRequired(lazy("Your answer, please.")), Length(max=LONGEST_TEXT)],
            render_kw={"rows": 3},
        )
        for number, question in enumerate(territory.questions[: _questions(territory)])
    }
    made: JoinForm = type("JoinFormHere", (JoinForm,), fields)()
    return made


@bp.route("/t/<territory>/leave", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def leave() -> ResponseReturnValue:
    """Leave a territory, after saying what goes and what stays."""
    if request.method == "GET":
        return render_template("members/leave.html")
    name = the_territory().name
    farewell.leave(db.session, the_member(), the_personal())
    db.session.commit()
    flash(_("You have left %(territory)s. You can come back whenever you like.", territory=name), "success")
    return redirect(url_for("home.index"))


@bp.get("/t/<territory>/people/<uuid:member_id>")
@allow(May.TAKE_PART)
def profile(member_id: UUID) -> ResponseReturnValue:
    """Show a member: first name, place, words, offers and needs, roles. Nothing else."""
    shown = queries.active(db.session, member_id)
    if shown is None:
        abort(404)
    cards = the_personal().cards(db.session, shown.id, str(the_territory().slug))
    roles = [services.ROLE_NAMES[Role(role)] for role in sorted(shown.roles)]
    return render_template(
        "members/profile.html",
        shown=shown,
        offers=[card for card in cards if card.direction == "offer"],
        requests=[card for card in cards if card.direction == "request"],
        roles=roles,
    )


@bp.route("/t/<territory>/me/about", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def about() -> ResponseReturnValue:
    """Write a few words about oneself."""
    form = AboutForm(obj=the_member())
    if form.validate_on_submit():
        the_member().about = (form.about.data or "").strip()
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("members.profile", member_id=the_member().id))
    page = render_template("members/about.html", form=form)
    return page, 422 if form.is_submitted() else 200


@bp.get("/t/<territory>/me/place")
@allow(May.TAKE_PART)
def place() -> ResponseReturnValue:
    """Choose the commune or neighbourhood where others find one."""
    asked = request.args.get("q", "").strip()[:80]
    return _place_page(asked, AddressForm(address=addresses.open_of(the_member(), _cipher())))


def _place_page(asked: str, form: AddressForm) -> str:
    found = places.find(db.session, places.the_gazetteer(), asked, near=the_territory(), limit=SUGGESTIONS)
    near = places.neighbourhoods(db.session, the_territory())
    return render_template("members/place.html", asked=asked, found=found, neighbourhoods=near, form=form)


def _cipher() -> AddressCipher:
    return addresses.cipher(current_app.extensions["together_settings"].data_dir)


@bp.post("/t/<territory>/me/place")
@allow(May.TAKE_PART)
def set_place() -> ResponseReturnValue:
    """Keep the chosen place: its name, and the public point of its centre."""
    try:
        found = moving.move(db.session, the_member(), request.form.get("place", ""), the_personal())
    except Refusal as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("members.place"))
    db.session.commit()
    flash(_("Your place is now %(place)s.", place=found.name), "success")
    return redirect(url_for("dashboards.home"))


@bp.post("/t/<territory>/me/address")
@allow(May.TAKE_PART)
def address() -> ResponseReturnValue:
    """Keep one's exact address under lock, or forget it."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _place_page("", form), 422
    addresses.keep(db.session, the_member(), form.address.data or "", _cipher())
    db.session.commit()
    flash(_("Your address is under lock.") if form.address.data else _("No address is kept."), "success")
    return redirect(url_for("members.place"))
