"""Pages of sub-networks: what they are for, who is in them, and their plugins."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from app.errors import Refusal
from app.kernel.registry import Installed
from app.members.models import Member
from app.members.queries import active_members
from app.subnetworks import queries, services
from app.subnetworks.forms import CoordinatorForm, FoundingForm, PressForm, SubnetworkForm
from app.subnetworks.models import Subnetwork
from app.subnetworks.panels import shown_panels
from app.subnetworks.themes import THEMES
from app.text import _
from app.web.access import May, Role, allow
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db
from app.wellbeing.queries import current

bp = Blueprint("subnetworks", __name__, url_prefix="/t/<territory>/networks")


def _found(slug: str) -> Subnetwork:
    subnetwork = queries.find(db.session, slug)
    if subnetwork is None:
        abort(404)
    return subnetwork


def coordinated(slug: str) -> Subnetwork:
    """Return a sub-network that the reader may look after; another is not found."""
    subnetwork = _found(slug)
    if subnetwork.id not in here.coordinates and Role.ADMINISTRATOR not in here.roles:
        abort(404)
    return subnetwork


@bp.get("/")
@allow(May.LOOK)
def index() -> ResponseReturnValue:
    """List the sub-networks of the territory."""
    return render_template(
        "subnetworks/index.html",
        subnetworks=queries.subnetworks_of(db.session),
        themes=THEMES,
        plugins=the_plugins().installed,
    )


@bp.get("/<slug>")
@allow(May.LOOK)
def show(slug: str) -> ResponseReturnValue:
    """Show what a sub-network is for, its people, its listings and what its plugins add."""
    subnetwork = _found(slug)
    enabled = frozenset(item.plugin for item in subnetwork.installations if item.enabled)
    panels = shown_panels(db.session, the_plugins(), "subnetwork", subnetwork, here.member, enabled)
    return render_template(
        "subnetworks/show.html",
        subnetwork=subnetwork,
        theme=THEMES[subnetwork.theme],
        parts=queries.members_of(db.session, subnetwork.id),
        mine=queries.is_in(db.session, subnetwork.id, here.member.id) if here.member else None,
        looks_after=subnetwork.id in here.coordinates or Role.ADMINISTRATOR in here.roles,
        installed=[
            the_plugins().installed[slug] for slug in sorted(enabled & the_plugins().installed.keys())
        ],
        panels=panels,
        press=PressForm(),
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(May.ADMINISTER)
def new() -> ResponseReturnValue:
    """Found a sub-network and name its first coordinator."""
    form = FoundingForm()
    form.coordinator.choices = _choices()
    if request.method == "GET":
        form.coordinator.data = str(the_member().id)
    if form.validate_on_submit():
        coordinator = db.session.get_one(Member, UUID(form.coordinator.data))
        subnetwork = services.create(
            db.session,
            territory_id=the_territory().id,
            theme=form.theme.data,
            name=(form.name.data or "").strip(),
            description=(form.description.data or "").strip(),
            rules=(form.rules.data or "").strip(),
            coordinators=(coordinator,),
        )
        db.session.commit()
        flash(_("The sub-network is founded. Its coordinator can now choose plugins."), "success")
        return redirect(url_for(".show", slug=subnetwork.slug))
    return render_template("subnetworks/form.html", form=form, subnetwork=None), 422 if form.errors else 200


def _choices() -> list[tuple[str, str]]:
    return [
        (str(member.id), f"{member.person.first_name} {member.person.last_name}".strip())
        for member in active_members(db.session)
    ]


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@allow(May.COORDINATE)
def edit(slug: str) -> ResponseReturnValue:
    """Change the words of a sub-network."""
    subnetwork = coordinated(slug)
    form = SubnetworkForm(obj=subnetwork)
    if form.validate_on_submit():
        services.describe(
            db.session,
            subnetwork,
            theme=form.theme.data,
            name=form.name.data or "",
            description=form.description.data or "",
            rules=form.rules.data or "",
        )
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for(".show", slug=slug))
    page = render_template("subnetworks/form.html", form=form, subnetwork=subnetwork)
    return page, 422 if form.errors else 200


@bp.post("/<slug>/join")
@allow(May.TAKE_PART)
def join(slug: str) -> ResponseReturnValue:
    """Take part in a sub-network."""
    subnetwork = _found(slug)
    services.join(db.session, subnetwork, the_member())
    db.session.commit()
    flash(_("You are now part of %(name)s.", name=subnetwork.name), "success")
    return redirect(url_for(".show", slug=slug))


@bp.post("/<slug>/leave")
@allow(May.TAKE_PART)
def leave(slug: str) -> ResponseReturnValue:
    """Leave a sub-network."""
    subnetwork = _found(slug)
    services.leave(db.session, subnetwork, the_member())
    db.session.commit()
    flash(_("You have left %(name)s.", name=subnetwork.name), "success")
    return redirect(url_for(".show", slug=slug))


@bp.route("/<slug>/coordinators", methods=["GET", "POST"])
@allow(May.COORDINATE)
def coordinators(slug: str) -> ResponseReturnValue:
    """Name coordinators, or let them step down."""
    subnetwork = coordinated(slug)
    form = CoordinatorForm()
    form.member.choices = _choices()
    if form.validate_on_submit():
        services.name_coordinator(db.session, subnetwork, db.session.get_one(Member, UUID(form.member.data)))
        db.session.commit()
        flash(_("Named, and told by mail."), "success")
        return redirect(url_for(".coordinators", slug=slug))
    parts = [part for part in queries.members_of(db.session, subnetwork.id) if part.coordinates]
    page = render_template(
        "subnetworks/coordinators.html", subnetwork=subnetwork, form=form, parts=parts, press=PressForm()
    )
    return page, 422 if form.errors else 200


@bp.post("/<slug>/coordinators/<uuid:member_id>/step-down")
@allow(May.COORDINATE)
def step_down(slug: str, member_id: UUID) -> ResponseReturnValue:
    """Take the coordination from a member."""
    subnetwork = coordinated(slug)
    member = db.session.get(Member, member_id)
    if member is None or member.territory_id != subnetwork.territory_id:
        abort(404)
    services.step_down(db.session, subnetwork, member)
    db.session.commit()
    flash(_("Done."), "success")
    return redirect(url_for(".coordinators", slug=slug))


@bp.get("/<slug>/plugins")
@allow(May.COORDINATE)
def catalogue(slug: str) -> ResponseReturnValue:
    """Show the plugins that could be switched on."""
    subnetwork = coordinated(slug)
    plugins = the_plugins()
    return render_template(
        "subnetworks/catalogue.html",
        subnetwork=subnetwork,
        theme=THEMES[subnetwork.theme],
        plugins=plugins.installed,
        kinds={
            name: [kind for kind in plugins.kinds.values() if kind.slug.startswith(f"{name}.")]
            for name in plugins.installed
        },
        installations={item.plugin: item for item in subnetwork.installations},
        typology=current(db.session),
    )


@bp.route("/<slug>/plugins/<plugin>", methods=["GET", "POST"])
@allow(May.COORDINATE)
def installation(slug: str, plugin: str) -> ResponseReturnValue:
    """Say what a plugin does; switch it on with its settings, or change them."""
    subnetwork = coordinated(slug)
    found = the_plugins().installed.get(plugin)
    if found is None:
        abort(404)
    installed = queries.installation(db.session, subnetwork.id, plugin)
    form = _settings_form(found, installed.settings if installed else {})
    press = PressForm()
    if press.validate_on_submit() and (form is None or form.validate()):
        try:
            services.install(
                db.session,
                the_plugins(),
                subnetwork=subnetwork,
                plugin=plugin,
                settings=dict(form.data) if form is not None else {},
                by=the_member() if here.member else None,
            )
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            press.form_errors.extend(refusal.reasons)
        else:
            flash(
                _("%(plugin)s is on in %(name)s.", plugin=found.manifest.title, name=subnetwork.name),
                "success",
            )
            return redirect(url_for(".show", slug=slug))
    page = render_template(
        "subnetworks/installation.html",
        subnetwork=subnetwork,
        plugin=found,
        kinds=[kind for kind in the_plugins().kinds.values() if kind.slug.startswith(f"{plugin}.")],
        installation=installed,
        form=form,
        press=press,
        typology=current(db.session),
    )
    wrong = press.errors or (form is not None and form.errors)
    return page, 422 if wrong else 200


def _settings_form(plugin: Installed, settings: dict[str, object]) -> Form | None:
    if plugin.manifest.settings_form is None:
        return None
    formdata = request.form if request.method == "POST" else None
    return plugin.manifest.settings_form(formdata, data=settings, prefix="settings-")


@bp.post("/<slug>/plugins/<plugin>/off")
@allow(May.COORDINATE)
def switch_off(slug: str, plugin: str) -> ResponseReturnValue:
    """Switch a plugin off; nothing is lost."""
    subnetwork = coordinated(slug)
    services.switch_off(db.session, subnetwork, plugin)
    db.session.commit()
    flash(_("Switched off. What was listed stays readable, and open exchanges go on."), "success")
    return redirect(url_for(".catalogue", slug=slug))


@bp.post("/<slug>/close")
@allow(May.ADMINISTER)
def close(slug: str) -> ResponseReturnValue:
    """Close a sub-network, or open it again."""
    subnetwork = _found(slug)
    if subnetwork.closed_at is None:
        services.close(db.session, subnetwork)
        flash(_("The sub-network is closed. Everything in it stays readable."), "success")
    else:
        services.reopen(db.session, subnetwork)
        flash(_("The sub-network is open again."), "success")
    db.session.commit()
    return redirect(url_for(".show", slug=slug))
