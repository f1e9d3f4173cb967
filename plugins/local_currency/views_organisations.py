"""Organisations: how they apply, what they say of themselves, what the committee decides."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Member, Refusal, Subnetwork, _, holders_of
from app.plugin_web import May, allow, db, looks_after, the_member
from plugins.local_currency import approvals, reconversion_queries, services
from plugins.local_currency.blueprint import bp
from plugins.local_currency.check_digits import in_fours, reference_of
from plugins.local_currency.forms_organisations import (
    ApplicationForm,
    PersonForm,
    ReasonForm,
    VoteForm,
    WordsForm,
)
from plugins.local_currency.guards import (
    applicant,
    chosen_member,
    committee_or_404,
    coordinated_currency,
    currency,
    holds,
    member_choices,
    organisation_or_404,
    point_on_map,
    say_no,
)
from plugins.local_currency.models import Organisation, OrganisationKind


@bp.get("/<slug>/organisations")
@allow(May.COORDINATE)
def organisations(slug: str) -> ResponseReturnValue:
    """List all organisations for the committee, those that wait first."""
    subnetwork = coordinated_currency(slug)
    return render_template(
        "local_currency/organisations.html",
        subnetwork=subnetwork,
        organisations=approvals.organisations_of(db.session, subnetwork.id),
    )


@bp.route("/<slug>/organisations/new", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def new_organisation(slug: str) -> ResponseReturnValue:
    """Ask for an account for an organisation; a coordinator can do it for somebody else."""
    subnetwork = currency(slug)
    form = ApplicationForm()
    for_others = looks_after(subnetwork)
    form.member.choices = member_choices() if for_others else [(str(the_member().id), "")]
    if not form.is_submitted():
        form.member.data = str(the_member().id)
    if form.validate_on_submit():
        try:
            made = approvals.apply(
                db.session,
                subnetwork,
                kind=OrganisationKind(form.kind.data),
                name=form.name.data or "",
                words=form.said(_point(form)),
                member=applicant(subnetwork, UUID(form.member.data) if form.member.data else None),
            )
            db.session.commit()
            flash(_("The committee was told. You will hear from it."), "success")
            return redirect(url_for(".organisation", slug=slug, organisation_id=made.id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/organisation_form.html",
        subnetwork=subnetwork,
        form=form,
        organisation=None,
        for_others=for_others,
    )
    return page, 422 if form.errors else 200


def _point(form: WordsForm) -> tuple[float, float] | None:
    place, on_map = form.place.data or "", bool(form.on_map.data)
    point = point_on_map(place, on_map=on_map)
    if point is None and on_map and place:
        flash(
            _("The address was not found: it is not on the map. Write street and town, then save again."),
            "warning",
        )
    return point


@bp.get("/<slug>/organisations/<uuid:organisation_id>")
@allow(May.TAKE_PART)
def organisation(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Show an organisation to who asked for it or uses its account, and to the committee."""
    subnetwork, found = organisation_or_404(slug, organisation_id)
    return _page(subnetwork, found)


def _page(
    subnetwork: Subnetwork,
    found: Organisation,
    *,
    vote: VoteForm | None = None,
    reason: ReasonForm | None = None,
) -> str:
    committee = looks_after(subnetwork)
    holder = PersonForm(formdata=None)
    holder.member.choices = member_choices() if committee else []
    return render_template(
        "local_currency/organisation.html",
        subnetwork=subnetwork,
        organisation=found,
        committee=committee,
        votes=approvals.votes(db.session, found.id) if committee else [],
        needed=approvals.needed(db.session, subnetwork),
        holders=holders_of(db.session, found.account_id) if found.account_id else [],
        is_holder=holds(found.account_id),
        reference=in_fours(reference_of(subnetwork.id, found.id)),
        requests=reconversion_queries.latest_of(db.session, found),
        asked_by=db.session.get(Member, found.asked_by_id),
        unit=services.unit(db.session, subnetwork),
        vote=vote or VoteForm(formdata=None),
        reason=reason or ReasonForm(formdata=None),
        holder=holder,
    )


@bp.route("/<slug>/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def edit_organisation(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Change what an organisation says of itself."""
    subnetwork, found = organisation_or_404(slug, organisation_id)
    form = WordsForm(obj=found, on_map=found.public_lat is not None)
    if form.validate_on_submit():
        try:
            approvals.change(db.session, found, form.said(_point(form)))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".organisation", slug=slug, organisation_id=organisation_id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/organisation_form.html", subnetwork=subnetwork, form=form, organisation=found
    )
    return page, 422 if form.errors else 200


@bp.post("/<slug>/organisations/<uuid:organisation_id>/<any(yes, no):answer>")
@allow(May.COORDINATE)
def vote_on(slug: str, organisation_id: UUID, answer: str) -> ResponseReturnValue:
    """Say yes or no to an application."""
    subnetwork, found = committee_or_404(slug, organisation_id)
    form = VoteForm()
    if form.validate_on_submit():
        try:
            approvals.vote(
                db.session,
                subnetwork,
                found,
                yes=answer == "yes",
                reason=form.reason.data or "",
                by=the_member(),
            )
            db.session.commit()
            flash(_("Your answer was noted."), "success")
            return redirect(url_for(".organisation", slug=slug, organisation_id=organisation_id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _page(subnetwork, found, vote=form), 422


@bp.post("/<slug>/organisations/<uuid:organisation_id>/withdraw")
@allow(May.COORDINATE)
def withdraw_organisation(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """End the part of an organisation."""
    subnetwork, found = committee_or_404(slug, organisation_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            approvals.withdraw(db.session, subnetwork, found, reason=form.reason.data or "", by=the_member())
            db.session.commit()
            flash(_("It takes part no longer. It can still change back what it has."), "success")
            return redirect(url_for(".organisation", slug=slug, organisation_id=organisation_id))
        except Refusal as refusal:
            say_no(form, refusal)
    return _page(subnetwork, found, reason=form), 422


@bp.post("/<slug>/organisations/<uuid:organisation_id>/again")
@allow(May.COORDINATE)
def take_back_organisation(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Let an organisation take part again."""
    subnetwork, found = committee_or_404(slug, organisation_id)
    approvals.take_back(db.session, subnetwork, found, by=the_member())
    db.session.commit()
    flash(_("It takes part again."), "success")
    return redirect(url_for(".organisation", slug=slug, organisation_id=organisation_id))


@bp.post("/<slug>/organisations/<uuid:organisation_id>/holders")
@allow(May.COORDINATE)
def add_holder(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Let another member use the account of an organisation."""
    _subnetwork, found = committee_or_404(slug, organisation_id)
    form = PersonForm()
    form.member.choices = member_choices()
    if form.validate_on_submit():
        approvals.add_holder(db.session, found, chosen_member(form.member.data), by=the_member())
        db.session.commit()
        flash(_("Saved."), "success")
    return redirect(url_for(".organisation", slug=slug, organisation_id=organisation_id))


@bp.post("/<slug>/organisations/<uuid:organisation_id>/holders/<uuid:member_id>/remove")
@allow(May.COORDINATE)
def remove_holder(slug: str, organisation_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Take the account of an organisation from a member."""
    _subnetwork, found = committee_or_404(slug, organisation_id)
    approvals.remove_holder(db.session, found, member_id)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".organisation", slug=slug, organisation_id=organisation_id))
