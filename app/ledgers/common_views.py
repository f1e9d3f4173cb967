"""The community's own accounts, which everybody may look into: no member is named there."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.ledgers import queries
from app.ledgers.account_statement import MOST_LINES
from app.ledgers.account_views import (
    as_pdf,
    as_table,
    asked_period,
    statement_asked,
    typed_period,
    usual_periods,
)
from app.ledgers.blueprint import bp
from app.ledgers.queries import AccountView
from app.ledgers.words import about
from app.subnetworks.queries import find
from app.web.access import May, allow
from app.web.context import here
from app.web.database import db


@bp.get("/common-accounts/")
@allow(May.LOOK)
def commons() -> ResponseReturnValue:
    """List the common accounts of the territory, or of one sub-network."""
    slug = request.args.get("subnetwork", "")
    subnetwork = find(db.session, slug) if slug else None
    if slug and subnetwork is None:
        abort(404)
    views = queries.common_accounts(
        db.session, subnetwork_id=subnetwork.id if subnetwork is not None else None
    )
    return render_template("ledgers/commons.html", subnetwork=subnetwork, views=views, about=about)


@bp.get("/common-accounts/<uuid:account_id>")
@allow(May.LOOK)
def common(account_id: UUID) -> ResponseReturnValue:
    """Show the public statement of a common account."""
    view, form = _common(account_id), asked_period()
    found = statement_asked(view, form, most=MOST_LINES, public=True)
    page = render_template(
        "ledgers/common.html",
        view=view,
        form=form,
        found=found,
        periods=usual_periods(),
        about=about(view.account, view.ledger, view.title, mine=False),
        coordinates=view.subnetwork.id in here.coordinates,
    )
    return page, 200 if found is not None else 422


@bp.get("/common-accounts/<uuid:account_id>.csv")
@allow(May.LOOK)
def common_download(account_id: UUID) -> ResponseReturnValue:
    """Give the public statement of a common account as a table."""
    view, form = _common(account_id), asked_period()
    found = statement_asked(view, form, public=True)
    if found is None:
        return redirect(url_for(".common", account_id=account_id, _anchor="errors", **typed_period()))
    return as_table(found, view)


@bp.get("/common-accounts/<uuid:account_id>.pdf")
@allow(May.TAKE_PART)  # printing takes the server long
def common_printed(account_id: UUID) -> ResponseReturnValue:
    """Give the public statement of a common account as a PDF."""
    view, form = _common(account_id), asked_period()
    found = statement_asked(view, form, public=True)
    if found is None:
        return redirect(url_for(".common", account_id=account_id, _anchor="errors", **typed_period()))
    return as_pdf(found, view)


def _common(account_id: UUID) -> AccountView:
    view = queries.common_account(db.session, account_id)
    return view if view is not None else abort(404)
