"""My accounts and their statements: on the page, as a table, as PDF."""

from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.ledgers import levies, queries
from app.ledgers.account_statement import MOST_LINES, AccountStatement, Line, periods, statement, usual_period
from app.ledgers.blueprint import bp
from app.ledgers.export import statement_csv
from app.ledgers.forms import PeriodForm
from app.ledgers.queries import AccountView
from app.ledgers.reach import may_manage, seen_account
from app.ledgers.words import about, right_in_words, standing_in_words
from app.subnetworks.queries import enabled_by_subnetwork
from app.web.access import May, allow
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db
from app.web.pdf import pdf_response

LARGE = "large"


@bp.get("/accounts/")
@allow(May.TAKE_PART)
def mine() -> ResponseReturnValue:
    """Show the reader's accounts, each in a sentence, and those that others let them see or use."""
    own = queries.accounts_of_member(db.session, the_member().id)
    held = queries.accounts_held(db.session, the_member().id)
    return render_template(
        "ledgers/mine.html",
        own=[view for view in own if view.account.closed_at is None],
        held=[view for view in held if view.account.closed_at is None],
        closed=[view for view in own + held if view.account.closed_at is not None],
        rights=queries.rights_of(db.session, the_member().id),
        right_in_words=right_in_words,
        standing_in_words=standing_in_words,
        paying=_paying(own + held),
    )


def _paying(views: list[AccountView]) -> set[UUID]:
    """Return the ledgers in which paying is open, by one question; the page of a payment looks closer."""
    enabled = enabled_by_subnetwork(db.session)
    settling = {
        slug.split(".")[0] for slug, one in the_plugins().settlements.items() if one.ledger is not None
    }
    return {
        view.ledger.id
        for view in views
        if not view.ledger.purpose and view.ledger.plugin in settling & enabled.get(view.subnetwork.id, set())
    }


@bp.get("/accounts/<uuid:account_id>", endpoint="statement")
@allow(May.TAKE_PART)
def show(account_id: UUID) -> ResponseReturnValue:
    """Show the statement of an account for a period."""
    view, form = seen_account(account_id), asked_period()
    is_mine = view.account.member_id == the_member().id
    found = statement_asked(view, form, most=MOST_LINES)
    coordinates = view.subnetwork.id in here.coordinates
    page = render_template(
        "ledgers/statement.html",
        view=view,
        form=form,
        found=found,
        periods=usual_periods(),
        is_mine=is_mine,
        coordinates=coordinates,
        may_manage=may_manage(view),
        holders=queries.holders_of(db.session, account_id) if may_manage(view) else [],
        right_in_words=right_in_words,
        levies=levies.in_force(db.session, view.ledger),
        about=about(view.account, view.ledger, view.title, mine=is_mine),
        printed_on=clock.today(the_territory().time_zone),
    )
    return page, 200 if found is not None else 422


@bp.get("/accounts/<uuid:account_id>.csv")
@allow(May.TAKE_PART)
def download(account_id: UUID) -> ResponseReturnValue:
    """Give the statement of an account as a table for spreadsheets."""
    view, form = seen_account(account_id), asked_period()
    found = statement_asked(view, form)
    if found is None:
        return redirect(url_for(".statement", account_id=account_id, _anchor="errors", **typed_period()))
    return as_table(found, view)


@bp.get("/accounts/<uuid:account_id>.pdf")
@allow(May.TAKE_PART)
def printed(account_id: UUID) -> ResponseReturnValue:
    """Give the statement of an account as a PDF, in large print for whoever asks."""
    view, form = seen_account(account_id), asked_period()
    found = statement_asked(view, form)
    if found is None:
        return redirect(url_for(".statement", account_id=account_id, _anchor="errors", **typed_period()))
    return as_pdf(found, view)


def asked_period() -> PeriodForm:
    """Return the days that the address asks for, or the usual ones."""
    since, until = usual_period(clock.today(the_territory().time_zone))
    return PeriodForm(
        request.args if request.args.keys() & {"since", "until"} else None, since=since, until=until
    )


def usual_periods() -> list[tuple[str, Any, Any]]:
    """Return the periods that people ask for most."""
    return list(periods(clock.today(the_territory().time_zone)))


def typed_period() -> dict[str, Any]:
    """Return what was typed as days, to show it again."""
    return {name: request.args.get(name, "") for name in ("since", "until")}


def statement_asked(
    view: AccountView, form: PeriodForm, *, most: int | None = None, public: bool = False
) -> AccountStatement | None:
    """Return the statement of the days of ``form``, ``None`` when those are no period."""
    if not form.validate():
        return None
    since, until = form.days
    zone = the_territory().time_zone
    return statement(
        db.session, view.account.id, since=since, until=until, zone=zone, most=most, public=public
    )


def as_table(found: AccountStatement, view: AccountView) -> Response:
    """Return a statement as a table for spreadsheets."""
    name = f"statement-{found.since:%Y-%m-%d}-{found.until:%Y-%m-%d}.csv"
    return Response(
        statement_csv(found, view.ledger, the_territory().time_zone),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def as_pdf(found: AccountStatement, view: AccountView) -> Response:
    """Return a statement as a PDF."""
    return pdf_response(
        "ledgers/statement_print.html",
        name=f"statement-{found.since:%Y-%m-%d}-{found.until:%Y-%m-%d}",
        view=view,
        found=found,
        months=_by_month(found),
        large=request.args.get("print") == LARGE,
        printed_on=clock.today(the_territory().time_zone),
    )


def _by_month(found: AccountStatement) -> list[tuple[str, list[Line]]]:
    """Return the lines month by month, each month as ``2026-03``; a statement without lines has one part."""
    zone = the_territory().time_zone
    months = groupby(found.lines, key=lambda line: f"{clock.local(line.at, zone):%Y-%m}")
    return [(month, list(lines)) for month, lines in months] or [("", [])]
