"""Bank statements: bring one in, say what its columns are, review its lines."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, Subnetwork, _
from app.plugin_web import May, allow, db, the_member
from plugins.local_currency import bank, bank_columns, bank_file, owners
from plugins.local_currency.bank_models import BankLine, BankStatement
from plugins.local_currency.blueprint import bp
from plugins.local_currency.forms_bank import ColumnsForm, LineForm, StatementForm
from plugins.local_currency.guards import coordinated_currency, say_no

SHOWN = 8
"""Lines of the preview."""


@bp.route("/<slug>/bank", methods=["GET", "POST"])
@allow(May.COORDINATE)
def bank_statements(slug: str) -> ResponseReturnValue:
    """List the statements, and bring one in."""
    subnetwork = coordinated_currency(slug)
    form = StatementForm()
    if form.validate_on_submit():
        try:
            made = bank.bring(
                db.session,
                subnetwork,
                filename=form.file.data.filename or "",
                content=form.file.data.stream.read(bank_file.MOST_BYTES + 1),
                by=the_member(),
            )
            db.session.commit()
            return redirect(url_for(".bank_columns", slug=slug, statement_id=made.id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/bank.html",
        subnetwork=subnetwork,
        form=form,
        statements=bank.statements_of(db.session, subnetwork.id),
    )
    return page, 422 if form.errors else 200


@bp.route("/<slug>/bank/<uuid:statement_id>/columns", methods=["GET", "POST"], endpoint="bank_columns")
@allow(May.COORDINATE)
def columns(slug: str, statement_id: UUID) -> ResponseReturnValue:
    """Say which column is what, with the first lines as they would be read."""
    subnetwork, statement = _statement(slug, statement_id)
    if statement.content is None:
        return redirect(url_for(".bank_review", slug=slug, statement_id=statement_id))
    table = bank_file.read(statement.content)
    known = bank.columns_for(db.session, statement, table)
    form = ColumnsForm(data=known.kept())
    form.offer(table)
    chosen = known
    if form.validate_on_submit():
        try:
            chosen = form.chosen()
            if "look" not in request.form:
                bank.read(db.session, subnetwork, statement, chosen)
                db.session.commit()
                flash(_said(statement), "success")
                return redirect(url_for(".bank_review", slug=slug, statement_id=statement_id))
        except Refusal as refusal:
            say_no(form, refusal)
    reading = bank_columns.read_lines(table, chosen)
    page = render_template(
        "local_currency/bank_columns.html",
        subnetwork=subnetwork,
        statement=statement,
        form=form,
        table=table,
        reading=reading,
        coming=[line for line in reading.lines if line.amount > 0],
        shown=SHOWN,
    )
    return page, 422 if form.errors else 200


def _said(statement: BankStatement) -> str:
    if statement.new_lines == 0:
        return _("Nothing new: every line of this file was brought in before.")
    return _(
        "%(new)s new, %(known)s brought in before, %(out)s of money going out left aside.",
        new=statement.new_lines,
        known=statement.known_lines,
        out=statement.left_out,
    )


@bp.get("/<slug>/bank/<uuid:statement_id>")
@allow(May.COORDINATE)
def bank_review(slug: str, statement_id: UUID) -> ResponseReturnValue:
    """Show the lines of a statement, with whose each seems to be."""
    subnetwork, statement = _statement(slug, statement_id)
    if statement.read_at is None:
        return redirect(url_for(".bank_columns", slug=slug, statement_id=statement_id))
    lines = bank.lines_of(db.session, statement_id)
    return render_template(
        "local_currency/bank_review.html",
        subnetwork=subnetwork,
        statement=statement,
        reviewed=bank.review(db.session, subnetwork, lines),
    )


@bp.post("/<slug>/bank/<uuid:statement_id>/confirm")
@allow(May.COORDINATE)
def confirm_matched(slug: str, statement_id: UUID) -> ResponseReturnValue:
    """Issue for every line that carries a payment reference."""
    subnetwork, statement = _statement(slug, statement_id)
    lines = bank.lines_of(db.session, statement.id)
    done = bank.confirm_matched(db.session, subnetwork, lines, by=the_member())
    db.session.commit()
    flash(_("Issued for %(number)s lines.", number=done), "success")
    return redirect(url_for(".bank_review", slug=slug, statement_id=statement_id))


@bp.route("/<slug>/bank/lines/<uuid:bank_line_id>", methods=["GET", "POST"])
@allow(May.COORDINATE)
def bank_line(slug: str, bank_line_id: UUID) -> ResponseReturnValue:
    """Decide on one line: whose it is, a slip of a desk, or nothing of ours."""
    subnetwork = coordinated_currency(slug)
    line = bank.find_line(db.session, subnetwork.id, bank_line_id)
    if line is None:
        abort(404)
    reviewed = bank.review(db.session, subnetwork, [line])[0]
    form = LineForm(owner=line.owner)
    everybody = owners.owners(db.session, subnetwork)
    form.owner.choices = [("", _("nobody yet")), *((owner.key, owner.name) for owner in everybody)]
    form.slip.choices = [
        (str(slip.id), _("Slip no. %(number)s", number=slip.number)) for slip in reviewed.slips
    ]
    if form.validate_on_submit():
        try:
            _decide(subnetwork, line, form)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".bank_review", slug=slug, statement_id=line.statement_id))
        except Refusal as refusal:
            say_no(form, refusal)
    page = render_template(
        "local_currency/bank_line.html", subnetwork=subnetwork, reviewed=reviewed, line=line, form=form
    )
    return page, 422 if form.errors else 200


def _decide(subnetwork: Subnetwork, line: BankLine, form: LineForm) -> None:
    if "ignore" in request.form:
        bank.ignore(db.session, subnetwork, line, why=(form.why.data or "").strip(), by=the_member())
    elif "take_up" in request.form:
        bank.take_up(db.session, subnetwork, line)
    elif "record" in request.form:
        bank.record(db.session, subnetwork, line, UUID(form.slip.data), by=the_member())
    else:
        bank.confirm(db.session, subnetwork, line, form.owner.data or "", by=the_member())


def _statement(slug: str, statement_id: UUID) -> tuple[Subnetwork, BankStatement]:
    subnetwork = coordinated_currency(slug)
    found = bank.find(db.session, subnetwork.id, statement_id)
    if found is None:
        abort(404)
    return subnetwork, found
