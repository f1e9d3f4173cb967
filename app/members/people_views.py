"""Members of a territory as its administrators see them: requests, decisions, roles."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.members import queries, services
from app.members.blueprint import bp
from app.members.forms import ReasonForm
from app.members.models import Member
from app.text import _
from app.web.access import May, Role, allow
from app.web.context import the_member, the_territory
from app.web.database import db


@bp.get("/t/<territory>/members")
@allow(May.ADMINISTER)
def people() -> ResponseReturnValue:
    """List those who ask to join, then the members, found by name or mail address."""
    text, status = request.args.get("q", "").strip()[:80], request.args.get("status", "")
    page = request.args.get("page", 1, type=int)
    return render_template(
        "members/people.html",
        found=queries.people(db.session, text=text, status=status, page=page),
        waiting=queries.waiting(db.session),
        text=text,
        status=status,
        role_names=services.ROLE_NAMES,
    )


@bp.get("/t/<territory>/members/<uuid:member_id>")
@allow(May.ADMINISTER)
def person_here(member_id: UUID) -> ResponseReturnValue:
    """Show what an administrator may know and do about one member."""
    member = _member(member_id)
    decided_by = queries.find(db.session, member.decided_by_id) if member.decided_by_id else None
    return render_template(
        "members/person.html",
        shown=member,
        decided_by=decided_by,
        form=ReasonForm(),
        given=services.GIVEN,
        role_names=services.ROLE_NAMES,
    )


@bp.post("/t/<territory>/members/<uuid:member_id>/approve")
@allow(May.ADMINISTER)
def approve(member_id: UUID) -> ResponseReturnValue:
    """Welcome somebody who asked to join."""
    member = _member(member_id)
    services.approve(db.session, member, the_territory(), by=the_member())
    db.session.commit()
    flash(_("%(name)s is now a member and was told so.", name=member.first_name), "success")
    return redirect(url_for("members.people"))


@bp.post("/t/<territory>/members/<uuid:member_id>/refuse")
@allow(May.ADMINISTER)
def refuse(member_id: UUID) -> ResponseReturnValue:
    """Say no to somebody who asked to join, with a reason."""
    member = _member(member_id)
    reason = _reason()
    if reason is None:
        return redirect(url_for("members.person_here", member_id=member.id))
    services.refuse(db.session, member, the_territory(), by=the_member(), reason=reason)
    db.session.commit()
    flash(_("%(name)s was told why.", name=member.first_name), "success")
    return redirect(url_for("members.people"))


@bp.post("/t/<territory>/members/<uuid:member_id>/suspend")
@allow(May.ADMINISTER)
def suspend(member_id: UUID) -> ResponseReturnValue:
    """Keep a member out, with a reason."""
    member = _member(member_id)
    reason = _reason()
    if reason is not None:
        services.suspend(db.session, member, the_territory(), by=the_member(), reason=reason)
        db.session.commit()
        flash(_("%(name)s is suspended and was told why.", name=member.first_name), "success")
    return redirect(url_for("members.person_here", member_id=member.id))


@bp.post("/t/<territory>/members/<uuid:member_id>/reinstate")
@allow(May.ADMINISTER)
def reinstate(member_id: UUID) -> ResponseReturnValue:
    """Let a suspended member back in."""
    member = _member(member_id)
    services.reinstate(db.session, member, the_territory(), by=the_member())
    db.session.commit()
    flash(_("%(name)s is back and was told so.", name=member.first_name), "success")
    return redirect(url_for("members.person_here", member_id=member.id))


@bp.post("/t/<territory>/members/<uuid:member_id>/roles")
@allow(May.ADMINISTER)
def roles(member_id: UUID) -> ResponseReturnValue:
    """Give the roles that are ticked and take back the others."""
    member = _member(member_id)
    wanted = set(request.form.getlist("role")) & {str(role) for role in services.GIVEN}
    services.set_roles(db.session, member, the_territory(), wanted, by=the_member())
    db.session.commit()
    flash(_("The roles of %(name)s are saved.", name=member.first_name), "success")
    if member.id == the_member().id and Role.ADMINISTRATOR not in member.roles:
        return redirect(url_for("dashboards.home"))
    return redirect(url_for("members.person_here", member_id=member.id))


def _member(member_id: UUID) -> Member:
    member = queries.find(db.session, member_id)
    if member is None or member.person.erased_at is not None:
        abort(404)
    return member


def _reason() -> str | None:
    """Return the reason that was written; flash what is missing and return ``None`` when there is none."""
    form = ReasonForm()
    if form.validate_on_submit():
        return str(form.reason.data).strip()
    for message in form.reason.errors:
        flash(str(message), "error")
    return None
