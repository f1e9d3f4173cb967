"""Pages of ledgers: my accounts, statements, and what a coordinator may set right."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import new_id
from app.errors import Refusal
from app.ledgers import queries, services
from app.ledgers.account_statement import MOST_LINES, statement, usual_period
from app.ledgers.blueprint import bp
from app.ledgers.export import statement_csv
from app.ledgers.forms import CorrectionForm, LimitsForm, PeriodForm, as_typed, smallest_units
from app.ledgers.models import Entry, Transfer
from app.ledgers.queries import AccountView
from app.ledgers.words import standing_in_words, standing_of
from app.text import _
from app.web.access import May, allow
from app.web.context import here, the_member, the_territory
from app.web.database import db

MOST_NUMBER = 2**63 - 1  # of what a column can hold


@bp.get("/accounts/")
@allow(May.TAKE_PART)
def mine() -> ResponseReturnValue:
    """Show the reader's accounts, each in a sentence."""
    views = queries.accounts_of_member(db.session, the_member().id)
    return render_template("ledgers/mine.html", views=views, standing_in_words=standing_in_words)


@bp.get("/accounts/<uuid:account_id>", endpoint="statement")
@allow(May.TAKE_PART)
def show(account_id: UUID) -> ResponseReturnValue:
    """Show the statement of an account for a period."""
    view, form = _account(account_id), _period()
    is_mine = view.account.member_id == the_member().id
    found = None
    if form.validate():
        since, until = form.days
        zone = the_territory().time_zone
        found = statement(db.session, account_id, since=since, until=until, zone=zone, most=MOST_LINES)
    page = render_template(
        "ledgers/statement.html",
        view=view,
        form=form,
        found=found,
        is_mine=is_mine,
        coordinates=view.subnetwork.id in here.coordinates,
        standing=_standing(view, is_mine),
        printed_on=clock.today(the_territory().time_zone),
    )
    return page, 200 if found is not None else 422


@bp.get("/accounts/<uuid:account_id>.csv")
@allow(May.TAKE_PART)
def download(account_id: UUID) -> ResponseReturnValue:
    """Give the statement of an account as a table for spreadsheets."""
    view, form = _account(account_id), _period()
    if not form.validate():
        return redirect(url_for(".statement", account_id=account_id, _anchor="errors", **_typed()))
    zone = the_territory().time_zone
    since, until = form.days
    found = statement(db.session, account_id, since=since, until=until, zone=zone)
    name = f"statement-{found.since:%Y-%m-%d}-{found.until:%Y-%m-%d}.csv"
    return Response(
        statement_csv(found, view.ledger, zone),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.route("/accounts/<uuid:account_id>/limits", methods=["GET", "POST"])
@allow(May.COORDINATE)
def limits(account_id: UUID) -> ResponseReturnValue:
    """Give one account limits of its own, or those of everybody again."""
    view = _coordinated(account_id)
    account, ledger = view.account, view.ledger
    form = LimitsForm(floor=as_typed(account.floor, ledger), ceiling=as_typed(account.ceiling, ledger))
    if form.validate_on_submit():
        try:
            if "as_all" in request.form:
                services.follow_ledger_limits(db.session, ledger, account)
            else:
                floor, ceiling = (
                    smallest_units(form.floor.data, ledger),
                    smallest_units(form.ceiling.data, ledger),
                )
                services.set_own_limits(db.session, account, floor=floor, ceiling=ceiling)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".statement", account_id=account_id))
        except Refusal as refusal:
            db.session.rollback()
            (form.ceiling if refusal.field == "ceiling" else form.floor).errors = [*refusal.reasons]
    page = render_template("ledgers/limits.html", view=view, form=form)
    return page, 422 if form.errors else 200


@bp.route("/accounts/<uuid:account_id>/<int:number>/correct", methods=["GET", "POST"])
@allow(May.COORDINATE)
def correct(account_id: UUID, number: int) -> ResponseReturnValue:
    """Reverse a transfer that should not have been, and say why."""
    view = _coordinated(account_id)
    if number > MOST_NUMBER:
        abort(404)
    row = db.session.execute(
        sa.select(Transfer, Entry.amount)
        .join(Entry, Entry.transfer_id == Transfer.id)
        .where(Entry.account_id == account_id, Entry.number == number)
    ).one_or_none()  # fmt: skip
    if row is None:
        abort(404)
    transfer, amount = row
    form = CorrectionForm(key=new_id().hex)
    if form.validate_on_submit():
        with services.remembering(db.session):
            services.reverse(
                db.session,
                transfer.id,
                key=f"correct:{form.key.data}",
                memo=form.why.data or "",
                entered_by_id=the_member().id,
            )
            db.session.commit()
        flash(_("The transfer was reversed. Both statements show it."), "success")
        return redirect(url_for(".statement", account_id=account_id))
    page = render_template("ledgers/correct.html", view=view, form=form, transfer=transfer, amount=amount)
    return page, 422 if form.errors else 200


def _account(account_id: UUID) -> AccountView:
    view = queries.account_for(
        db.session, account_id, member_id=the_member().id, coordinates=here.coordinates
    )
    return view if view is not None else abort(404)


def _coordinated(account_id: UUID) -> AccountView:
    view = _account(account_id)
    if view.subnetwork.id not in here.coordinates:
        abort(404)
    return view


def _typed() -> dict[str, Any]:
    return {name: request.args.get(name, "") for name in ("since", "until")}


def _period() -> PeriodForm:
    since, until = usual_period(clock.today(the_territory().time_zone))
    return PeriodForm(
        request.args if request.args.keys() & {"since", "until"} else None, since=since, until=until
    )


def _standing(view: AccountView, is_mine: bool) -> str:
    if view.first_name is None:
        return _("The account of the community itself: what it gives in welcome, and what it is given.")
    return (
        standing_in_words(view.account.balance)
        if is_mine
        else standing_of(view.account.balance, view.first_name)
    )
