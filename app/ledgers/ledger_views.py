"""The coordinator's page of a ledger: its accounts, its groups, its levies, limits that could grow."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Refusal
from app.ledgers import groups, keeping_back, ledger_queries
from app.ledgers.blueprint import bp
from app.ledgers.forms import as_typed, smallest_units
from app.ledgers.ledger_forms import GroupForm, LevyForm
from app.ledgers.models import Account, AccountGroup, Ledger, Levy, OnLimit
from app.ledgers.published import seal
from app.ledgers.reach import coordinated_book, seen_book
from app.ledgers.sharing_views import say
from app.text import _, ngettext
from app.web.access import May, Role, allow
from app.web.asked import asked_number
from app.web.context import here
from app.web.database import db

LONGEST_SEARCH = 80


@bp.get("/ledgers/")
@allow(May.COORDINATE)
def ledgers() -> ResponseReturnValue:
    """List the ledgers that the reader looks after."""
    everything = Role.ADMINISTRATOR in here.roles
    found = ledger_queries.ledgers_looked_after(db.session, None if everything else here.coordinates)
    return render_template("ledgers/ledgers.html", found=found)


@bp.get("/ledgers/<uuid:ledger_id>")
@allow(May.COORDINATE)
def ledger(ledger_id: UUID) -> ResponseReturnValue:
    """Show a ledger: what it holds, its rules, its accounts."""
    book = seen_book(ledger_id)
    text = request.args.get("q", "")[:LONGEST_SEARCH]
    asked = _asked_group(book.ledger)
    order = request.args.get("order", "name")
    found = ledger_queries.rows_of(
        db.session,
        ledger_id,
        text=text,
        group_id=asked.id if asked is not None else None,
        order=order,
        closed="closed" in request.args,
        page=asked_number("page"),
    )
    return render_template(
        "ledgers/ledger.html",
        ledger=book.ledger,
        subnetwork=book.subnetwork,
        coordinates=book.subnetwork.id in here.coordinates,
        found=found,
        q=text,
        asked_group=asked,
        order=order if order in ledger_queries.ORDERS else "name",
        closed="closed" in request.args,
        figures=ledger_queries.figures(db.session, ledger_id),
        commons=keeping_back.commons_of(db.session, book.ledger),
        groups=groups.groups_of(db.session, ledger_id),
        levies=[row for row in ledger_queries.levies_of(db.session, book.ledger) if row[0].ended_at is None],
        seal=seal(db.session, ledger_id),
    )


def _asked_group(ledger: Ledger) -> AccountGroup | None:
    try:
        asked = UUID(request.args.get("group", ""))
    except ValueError:
        return None
    return groups.group_of(db.session, ledger.id, asked)


@bp.route("/ledgers/<uuid:ledger_id>/groups", methods=["GET", "POST"])
@allow(May.COORDINATE)
def group_list(ledger_id: UUID) -> ResponseReturnValue:
    """Show the groups of a ledger, and make one."""
    ledger, subnetwork = coordinated_book(ledger_id)
    form = GroupForm(floor=as_typed(ledger.floor, ledger), ceiling=as_typed(ledger.ceiling, ledger))
    if form.validate_on_submit():
        try:
            groups.make_group(db.session, ledger, name=form.name.data or "", **_limits(form, ledger))
            db.session.commit()
        except Refusal as refusal:
            say(form, refusal)
        else:
            flash(_("The group is made. Put accounts into it from the list of the ledger."), "success")
            return redirect(url_for(".group_list", ledger_id=ledger_id))
    page = render_template(
        "ledgers/groups.html",
        ledger=ledger,
        subnetwork=subnetwork,
        form=form,
        groups=groups.groups_of(db.session, ledger_id),
    )
    return page, 422 if form.errors else 200


@bp.route("/ledgers/<uuid:ledger_id>/groups/<uuid:group_id>", methods=["GET", "POST"])
@allow(May.COORDINATE)
def group(ledger_id: UUID, group_id: UUID) -> ResponseReturnValue:
    """Rename a group, change its limits, or dissolve it."""
    ledger, subnetwork = coordinated_book(ledger_id)
    found = groups.group_of(db.session, ledger_id, group_id) or abort(404)
    form = GroupForm(
        name=found.name,
        floor=as_typed(found.floor, ledger),
        ceiling=as_typed(found.ceiling, ledger),
        on_limit=found.on_limit,
    )
    if request.method == "POST" and "dissolve" in request.form:
        groups.dissolve(db.session, ledger, found)
        db.session.commit()
        flash(_("The group is dissolved. Its accounts follow the ledger again."), "success")
        return redirect(url_for(".group_list", ledger_id=ledger_id))
    if form.validate_on_submit():
        try:
            groups.change_group(db.session, ledger, found, name=form.name.data or "", **_limits(form, ledger))
            db.session.commit()
        except Refusal as refusal:
            say(form, refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".group_list", ledger_id=ledger_id))
    page = render_template("ledgers/group.html", ledger=ledger, subnetwork=subnetwork, form=form, group=found)
    return page, 422 if form.errors else 200


def _limits(form: GroupForm, ledger: Ledger) -> dict[str, Any]:
    return {
        "floor": smallest_units(form.floor.data, ledger),
        "ceiling": smallest_units(form.ceiling.data, ledger),
        "on_limit": OnLimit(form.on_limit.data),
    }


@bp.post("/ledgers/<uuid:ledger_id>/put")
@allow(May.COORDINATE)
def put(ledger_id: UUID) -> ResponseReturnValue:
    """Put the accounts that were ticked into a group, or back among all."""
    ledger, _subnetwork = coordinated_book(ledger_id)
    try:
        account_ids = [UUID(value) for value in request.form.getlist("account")]
        group_id = UUID(request.form["group"]) if request.form.get("group") else None
    except ValueError:
        abort(404)
    into = None
    if group_id is not None:
        into = groups.group_of(db.session, ledger_id, group_id) or abort(404)
    if not account_ids:
        flash(_("Tick the accounts first."), "warning")
        return redirect(url_for(".ledger", ledger_id=ledger_id, _anchor="accounts"))
    count = groups.put_together(db.session, ledger, account_ids, into)
    db.session.commit()
    flash(
        ngettext("%(num)s account now has these limits.", "%(num)s accounts now have these limits.", count),
        "success",
    )
    shown = into.id if into is not None else None
    return redirect(url_for(".ledger", ledger_id=ledger_id, group=shown, _anchor="accounts"))


@bp.route("/ledgers/<uuid:ledger_id>/levies", methods=["GET", "POST"])
@allow(May.COORDINATE)
def levy_list(ledger_id: UUID) -> ResponseReturnValue:
    """Show what is kept back of payments, and keep something back from now on."""
    ledger, subnetwork = coordinated_book(ledger_id)
    form = LevyForm()
    form.fixed.belongs_to(ledger)
    form.account.choices = [
        *((str(view.account.id), view.title) for view in keeping_back.levied_into(db.session, ledger)),
        ("new", _("A new fund, called after what it is for")),
    ]
    if form.validate_on_submit():
        try:
            keeping_back.keep_back(
                db.session,
                ledger,
                name=form.name.data or "",
                account=_levied_into(form),
                rate=form.rate.hundredths,
                fixed=form.fixed.units or 0,
                paid_by=form.paid_by.data,
            )
            db.session.commit()
        except Refusal as refusal:
            say(form, refusal)
        else:
            flash(_("From now on it is taken of every payment. Every statement says so."), "success")
            return redirect(url_for(".levy_list", ledger_id=ledger_id))
    page = render_template(
        "ledgers/levies.html",
        ledger=ledger,
        subnetwork=subnetwork,
        form=form,
        levies=ledger_queries.levies_of(db.session, ledger),
    )
    return page, 422 if form.errors else 200


def _levied_into(form: LevyForm) -> Account | None:
    return None if form.account.data == "new" else db.session.get_one(Account, UUID(form.account.data))


@bp.post("/ledgers/<uuid:ledger_id>/levies/<uuid:levy_id>/end")
@allow(May.COORDINATE)
def end_levy(ledger_id: UUID, levy_id: UUID) -> ResponseReturnValue:
    """Stop taking a levy; what was taken stays."""
    ledger, _subnetwork = coordinated_book(ledger_id)
    levy = db.session.get(Levy, levy_id)
    if levy is None or levy.ledger_id != ledger_id:
        abort(404)
    keeping_back.stop(db.session, ledger, levy)
    db.session.commit()
    flash(_("It is no longer taken. What was taken stays where it is."), "success")
    return redirect(url_for(".levy_list", ledger_id=ledger_id))
