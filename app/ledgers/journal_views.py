"""Finding a wrong entry in the journal of a ledger, and putting it right."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import new_id
from app.errors import Refusal
from app.ledgers import correcting, journal_queries, services
from app.ledgers.blueprint import bp
from app.ledgers.correcting import Correction, Preview
from app.ledgers.ledger_forms import PAYEE, PAYER, UNDO, CorrectionForm, JournalForm
from app.ledgers.models import Ledger, Transfer, TransferMemo
from app.ledgers.naming import names_of
from app.ledgers.reach import coordinated_book
from app.ledgers.sharing_views import say
from app.members.models import Member
from app.members.queries import active_members
from app.text import _
from app.web.access import May, allow
from app.web.asked import asked_number
from app.web.context import the_member, the_territory
from app.web.database import db

OPENS_WITH = "m:"
"""Marks a member who has no account yet: it opens with the correction."""


@bp.get("/ledgers/<uuid:ledger_id>/journal")
@allow(May.COORDINATE)
def journal(ledger_id: UUID) -> ResponseReturnValue:
    """Show the latest movements of a ledger, and find one by person, amount or day."""
    ledger, subnetwork = coordinated_book(ledger_id)
    asked = request.args.keys() & {"who", "amount", "day"}
    form = JournalForm(request.args if asked else None)
    form.amount.belongs_to(ledger)
    found = None
    if form.validate():
        found = journal_queries.journal(
            db.session,
            ledger,
            zone=the_territory().time_zone,
            who=form.who.data or "",
            amount=form.amount.units,
            day=form.day.data,
            page=asked_number("page"),
        )
    page = render_template(
        "ledgers/journal.html",
        ledger=ledger,
        subnetwork=subnetwork,
        form=form,
        found=found,
        asked=bool(asked),
        today=clock.today(the_territory().time_zone),
    )
    return page, 200 if found is not None else 422


@bp.route("/ledgers/<uuid:ledger_id>/transfers/<uuid:transfer_id>/correct", methods=["GET", "POST"])
@allow(May.COORDINATE)
def correct(ledger_id: UUID, transfer_id: UUID) -> ResponseReturnValue:
    """Undo a transfer, or put the right one in its place; say first what will happen."""
    ledger, _subnetwork = coordinated_book(ledger_id)
    asked = db.session.get(Transfer, transfer_id)
    if asked is None or asked.ledger_id != ledger_id:
        abort(404)
    old = correcting.head_of(db.session, asked)
    form = CorrectionForm(key=new_id().hex)
    form.amount.belongs_to(ledger, old.amount)
    form.person.choices = _people(ledger, old)
    shown: Preview | None = None
    if "change" not in request.form and form.validate_on_submit():
        try:
            if "do" in request.form:
                return _do(ledger, old, form)
            shown = _look(ledger, old, form)
        except Refusal as refusal:
            say(form, refusal)
            old = db.session.get_one(Transfer, old.id)
    memo = db.session.get(TransferMemo, old.id)
    page = render_template(
        "ledgers/correct.html",
        ledger=ledger,
        form=form,
        old=old,
        memo=memo.text if memo is not None else "",
        parts=services.set_of(db.session, old)[1:],
        names=names_of(
            db.session,
            {side for one in services.set_of(db.session, old) for side in (one.payer_id, one.payee_id)},
        ),
        reversal=correcting.reversal_of(db.session, old.id),
        preview=shown,
        back=_back(ledger_id),
        undo=UNDO,
    )
    return page, 422 if form.errors else 200


def _look(ledger: Ledger, old: Transfer, form: CorrectionForm) -> Preview:
    """Try a correction and take it back again, to say what it will do, or why it cannot be."""
    wanted = _wanted(ledger, old, form)
    shown = correcting.preview(db.session, old, wanted)
    correcting.correct(
        db.session, old, wanted, why=form.why.data or "", key=form.key.data or "", by=the_member()
    )
    db.session.rollback()
    return shown


def _do(ledger: Ledger, old: Transfer, form: CorrectionForm) -> ResponseReturnValue:
    correcting.correct(
        db.session,
        old,
        _wanted(ledger, old, form),
        why=form.why.data or "",
        key=form.key.data or "",
        by=the_member(),
    )
    db.session.commit()
    flash(_("Put right. Those concerned see every entry and were told."), "success")
    return redirect(_back(ledger.id))


def _wanted(ledger: Ledger, old: Transfer, form: CorrectionForm) -> Correction | None:
    """Return what should have been, ``None`` to undo it."""
    if form.what.data == UNDO:
        return None
    payer_id, payee_id = old.payer_id, old.payee_id
    if form.what.data == PAYEE:
        payee_id = _chosen(ledger, form.person.data)
    if form.what.data == PAYER:
        payer_id = _chosen(ledger, form.person.data)
    assert form.amount.units is not None
    return Correction(payer_id=payer_id, payee_id=payee_id, amount=form.amount.units)


def _chosen(ledger: Ledger, value: str) -> UUID:
    """Return the account that was chosen, opened if it is a member's who has none yet."""
    if value.startswith(OPENS_WITH):
        member_id = UUID(value.removeprefix(OPENS_WITH))
        return services.account_of(db.session, ledger, member_id).id
    return UUID(value)


def _people(ledger: Ledger, old: Transfer) -> dict[str, list[tuple[str, str]]]:
    accounts = correcting.accounts_to_choose(db.session, ledger, {old.payer_id, old.payee_id})
    owners = correcting.owners(db.session, ledger)
    people = [member for member in active_members(db.session) if member.id not in owners]
    choices = {
        "": [("", _("Choose somebody"))],
        _("With an account"): [(str(account_id), name) for account_id, name in accounts],
        _("Whose account will open"): [(f"{OPENS_WITH}{one.id}", _told_apart(one)) for one in people],
    }
    return {label: options for label, options in choices.items() if options}


def _told_apart(member: Member) -> str:
    return f"{member.first_name} · {member.place}" if member.place else member.first_name


def _back(ledger_id: UUID) -> str:
    """Return the page that the coordinator came from: a statement, or the journal."""
    try:
        account_id = UUID(request.args.get("back", ""))
    except ValueError:
        return url_for(".journal", ledger_id=ledger_id)
    return url_for(".statement", account_id=account_id)
