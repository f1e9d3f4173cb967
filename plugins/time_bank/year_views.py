"""The pages of time given to the association, of absences, of care and of the end of the year."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Member, Refusal, Subnetwork, _, find_ledger
from app.plugin_web import May, allow, db, looks_after, the_member
from plugins.time_bank import giving_reach, year, year_ends
from plugins.time_bank.blueprint import bp
from plugins.time_bank.care import care
from plugins.time_bank.desks import desk, enters_for, here_or_404, ledger_of, today
from plugins.time_bank.parties import whole_name
from plugins.time_bank.services import SLUG, rules_of, time_in_words
from plugins.time_bank.workshop_forms import PressForm
from plugins.time_bank.year_forms import AbsenceForm, ContributionForm, RefuseForm, VoteForm
from plugins.time_bank.year_models import AtYearEnd, Contribution


@bp.route("/<slug>/contributions", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def contributions(slug: str) -> ResponseReturnValue:
    """Note time that was given to the association; coordinators see what waits, and note it for others."""
    subnetwork = here_or_404(slug)
    me, may_count = the_member(), looks_after(subnetwork)
    people = [(str(member.id), whole_name(member)) for member in enters_for(subnetwork)]
    form = ContributionForm(people=people, day=today())
    if form.validate_on_submit():
        made = giving_reach.declare(
            subnetwork,
            UUID(form.member.data),
            minutes=form.minutes.data or 0,
            day=form.day.data or today(),
            what=form.what.data or "",
        )
        db.session.commit()
        flash(
            _("Counted.") if made.member_id != me.id else _("Noted. A coordinator counts it soon."), "success"
        )
        return redirect(url_for(".contributions", slug=slug))
    rules = rules_of(db.session, subnetwork)
    page = render_template(
        "time_bank/contributions.html",
        subnetwork=subnetwork,
        form=form,
        may_count=may_count,
        waiting=year.contributions(db.session, subnetwork.id, declared=True) if may_count else [],
        mine=year.contributions(db.session, subnetwork.id, member_id=me.id),
        me=me.id,
        said=lambda minutes: time_in_words(rules, minutes),
    )
    return page, 422 if form.errors else 200


@bp.route(
    "/<slug>/contributions/<uuid:contribution_id>/<any(count, refuse):verdict>", methods=["GET", "POST"]
)
@allow(May.COORDINATE)
def answer_contribution(slug: str, contribution_id: UUID, verdict: str) -> ResponseReturnValue:
    """Count time that somebody declared, or say why not."""
    made = giving_reach.contribution_or_404(slug, contribution_id)
    form = RefuseForm() if verdict == "refuse" else PressForm()
    if form.validate_on_submit():
        if verdict == "count":
            giving_reach.count(made, slug)
        else:
            giving_reach.refuse(made, slug, form.why.data or "")
        db.session.commit()
        flash(
            _("Counted.") if verdict == "count" else _("Noted, and %(name)s is told why.", name=_name(made))
        )
        return redirect(url_for(".contributions", slug=slug))
    if verdict == "count":
        return redirect(url_for(".contributions", slug=slug))
    page = render_template(
        "time_bank/refuse_contribution.html",
        subnetwork=here_or_404(slug),
        made=made,
        name=_name(made),
        form=form,
        long=time_in_words(rules_of(db.session, here_or_404(slug)), made.minutes),
    )
    return page, 422 if form.errors else 200


def _name(made: Contribution) -> str:
    return db.session.get_one(Member, made.member_id).first_name


@bp.route("/<slug>/absence", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def absence(slug: str) -> ResponseReturnValue:
    """Say that I am away for a while."""
    subnetwork = here_or_404(slug)
    me = the_member()
    form = AbsenceForm(since=today())
    if form.validate_on_submit():
        year.go_away(
            db.session, me, since=form.since.data or today(), until=form.until.data or today(), by_id=me.id
        )
        db.session.commit()
        flash(_("Noted. Nothing melts meanwhile, and nobody wonders."), "success")
        return redirect(url_for(".absence", slug=slug))
    page = render_template(
        "time_bank/absence.html",
        subnetwork=subnetwork,
        form=form,
        absences=year.absences(db.session, me.id, today=today()),
    )
    return page, 422 if form.errors else 200


@bp.post("/<slug>/absence/<uuid:absence_id>/end")
@allow(May.TAKE_PART)
def end_absence(slug: str, absence_id: UUID) -> ResponseReturnValue:
    """Say that I am back."""
    here_or_404(slug)
    away = giving_reach.absence_or_404(absence_id)
    if PressForm().validate_on_submit():
        year.come_back(db.session, away, today=today())
        db.session.commit()
        flash(_("Good to have you back."), "success")
    return redirect(url_for(".absence", slug=slug))


@bp.get("/<slug>/care")
@allow(May.COORDINATE)
def care_page(slug: str) -> ResponseReturnValue:
    """Show whom a coordinator may want to think of."""
    found = desk(slug)
    rules = rules_of(db.session, found.subnetwork)
    opened = ledger_of(found.subnetwork)
    return render_template(
        "time_bank/care.html",
        subnetwork=found.subnetwork,
        unit=found.ledger.unit,
        scale=found.ledger.scale,
        lists=care(db.session, opened, rules, today=today()) if opened is not None else None,
    )


@bp.get("/<slug>/year-end")
@allow(May.TAKE_PART)
def year_end(slug: str) -> ResponseReturnValue:
    """Show what was voted about the end of the year and which years were closed; to who coordinates, more."""
    subnetwork = here_or_404(slug)
    book = ledger_of(subnetwork)
    may_close = looks_after(subnetwork)
    last = year_ends.latest_year(today())
    rules = rules_of(db.session, subnetwork)
    open_year = not year_ends.is_closed(db.session, subnetwork.id, last)
    return render_template(
        "time_bank/year_end.html",
        subnetwork=subnetwork,
        rule=year_ends.voted(db.session, subnetwork.id),
        closed=year_ends.closed_years(db.session, subnetwork.id),
        ledger=book,
        kept=find_ledger(db.session, subnetwork.id, SLUG),
        year=last,
        may_close=may_close,
        plan=year_ends.preview(db.session, subnetwork, book, last)
        if book and may_close and open_year
        else [],
        open_year=open_year,
        form=PressForm(),
        said=lambda minutes: time_in_words(rules, minutes),
    )


@bp.route("/<slug>/year-end/vote", methods=["GET", "POST"])
@allow(May.COORDINATE)
def year_vote(slug: str) -> ResponseReturnValue:
    """Note what the members voted about the end of the year."""
    found = desk(slug)
    form = VoteForm(obj=year_ends.voted(db.session, found.subnetwork.id))
    if form.validate_on_submit():
        try:
            _note_vote(found.subnetwork, form)
            db.session.commit()
            flash(_("Noted. Every member can read it."), "success")
            return redirect(url_for(".year_end", slug=slug))
        except Refusal as refusal:
            db.session.rollback()
            form[refusal.field or "what"].errors = [*refusal.reasons]
    page = render_template("time_bank/year_vote.html", subnetwork=found.subnetwork, form=form)
    return page, 422 if form.errors else 200


def _note_vote(subnetwork: Subnetwork, form: VoteForm) -> None:
    year_ends.vote(
        db.session,
        subnetwork,
        what=AtYearEnd(form.what.data),
        minutes=form.minutes.data,
        percent=form.percent.data,
        voted_on=form.voted_on.data or today(),
        decision=form.decision.data or "",
        by_id=the_member().id,
    )


@bp.post("/<slug>/year-end/<int:number>")
@allow(May.COORDINATE)
def close_year(slug: str, number: int) -> ResponseReturnValue:
    """Close a year as it was voted."""
    found = desk(slug)
    if PressForm().validate_on_submit():
        closed = year_ends.close_year(
            db.session, found.subnetwork, found.ledger, number, today=today(), by_id=the_member().id
        )
        db.session.commit()
        flash(_("The year %(year)s is closed.", year=closed.year), "success")
    return redirect(url_for(".year_end", slug=slug))
