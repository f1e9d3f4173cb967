"""Who may see or use an account; opening a second one, closing one."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.errors import Refusal
from app.ledgers import queries, sharing
from app.ledgers.blueprint import bp
from app.ledgers.models import AccountKind
from app.ledgers.reach import coordinated_book, managed_account
from app.ledgers.sharing_forms import EntrustedAccountForm, HolderForm, SecondAccountForm
from app.ledgers.words import right_in_words
from app.members.queries import active_members
from app.text import _
from app.web.access import May, allow
from app.web.context import here, the_member
from app.web.database import db


@bp.route("/accounts/open", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def open() -> ResponseReturnValue:  # noqa: A001  # the word of the page
    """Open a second account with a name."""
    may_open = sharing.second_in(db.session, the_member().id)
    ledgers = {str(ledger_id): ledger for ledger_id, ledger in may_open.items()}
    form = SecondAccountForm()
    form.ledger.choices = [(key, ledger.name) for key, ledger in ledgers.items()]
    if len(ledgers) == 1 and not form.ledger.raw_data:
        form.ledger.data = next(iter(ledgers))
    if form.validate_on_submit():
        try:
            opened = sharing.open_second(
                db.session, ledgers[form.ledger.data], the_member(), form.name.data or ""
            )
            db.session.commit()
        except Refusal as refusal:
            say(form, refusal)
        else:
            flash(_("The account “%(name)s” is open.", name=opened.name), "success")
            return redirect(url_for(".statement", account_id=opened.id))
    page = render_template("ledgers/open.html", form=form, ledgers=ledgers)
    return page, 422 if form.errors else 200


@bp.route("/ledgers/<uuid:ledger_id>/open", methods=["GET", "POST"])
@allow(May.COORDINATE)
def entrust(ledger_id: UUID) -> ResponseReturnValue:
    """Open the account of an organisation, of the sub-network or a fund, and entrust it to somebody."""
    ledger, subnetwork = coordinated_book(ledger_id)
    form = EntrustedAccountForm()
    form.member.choices = [("", _("Nobody yet")), *_people()]
    if form.validate_on_submit():
        try:
            opened = sharing.open_entrusted(
                db.session,
                ledger,
                kind=AccountKind(form.kind.data),
                name=form.name.data or "",
                member_id=UUID(form.member.data) if form.member.data else None,
                by=the_member(),
            )
            db.session.commit()
        except Refusal as refusal:
            say(form, refusal)
        else:
            flash(_("The account “%(name)s” is open.", name=opened.name), "success")
            return redirect(url_for(".holders", account_id=opened.id))
    page = render_template("ledgers/entrust.html", form=form, ledger=ledger, subnetwork=subnetwork)
    return page, 422 if form.errors else 200


@bp.route("/accounts/<uuid:account_id>/holders", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def holders(account_id: UUID) -> ResponseReturnValue:
    """Let somebody see or use an account, change what they may, or take it back."""
    view = managed_account(account_id)
    form = HolderForm()
    form.member.choices = [("", _("Choose somebody")), *_people(but=view.account.member_id)]
    form.most.belongs_to(view.ledger)
    if form.validate_on_submit():
        member_id, right, most = form.chosen
        try:
            sharing.let_use(db.session, view.account, member_id, right=right, most=most, by=the_member())
            db.session.commit()
        except Refusal as refusal:
            say(form, refusal)
        else:
            flash(_("Saved, and they were told."), "success")
            return redirect(url_for(".holders", account_id=account_id))
    page = render_template(
        "ledgers/holders.html",
        view=view,
        form=form,
        holders=queries.holders_of(db.session, account_id),
        right_in_words=right_in_words,
        is_mine=view.account.member_id == the_member().id,
        coordinates=view.subnetwork.id in here.coordinates,
    )
    return page, 422 if form.errors else 200


@bp.post("/accounts/<uuid:account_id>/holders/<uuid:member_id>/take-back")
@allow(May.TAKE_PART)
def take_back(account_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Take back what a member may do with an account."""
    view = managed_account(account_id)
    sharing.take_back(db.session, view.account, member_id, by=the_member())
    db.session.commit()
    flash(_("Taken back, and they were told."), "success")
    return redirect(url_for(".holders", account_id=account_id))


@bp.post("/accounts/<uuid:account_id>/close")
@allow(May.TAKE_PART)
def close(account_id: UUID) -> ResponseReturnValue:
    """Close an account that nobody needs any more."""
    view = managed_account(account_id)
    sharing.close(db.session, view.account)
    db.session.commit()
    flash(_("The account is closed. Its history stays."), "success")
    return redirect(url_for(".statement", account_id=account_id))


def _people(but: UUID | None = None) -> list[tuple[str, str]]:
    """Return the members to choose from, told apart by where they live."""
    return [
        (str(member.id), f"{member.first_name} · {member.place}" if member.place else member.first_name)
        for member in active_members(db.session)
        if member.id != but
    ]


def say(form: FlaskForm, refusal: Refusal) -> None:
    """Show a refusal beside its field, or above the form; what was typed stays."""
    db.session.rollback()
    field = form._fields.get(refusal.field or "")
    if field is not None:
        field.errors = [*refusal.reasons]
    else:
        form.form_errors.extend(refusal.reasons)
