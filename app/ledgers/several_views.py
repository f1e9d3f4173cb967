"""The page of several payments at once: choose people and amounts, look at the totals, post all or none."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.amounts import amount_from
from app.db import new_id
from app.errors import Refusal
from app.ledgers import payees, services, several_payments
from app.ledgers.blueprint import bp
from app.ledgers.models import Account, Ledger, Transfer
from app.ledgers.naming import names_of
from app.ledgers.pay_views import ledger_or_404
from app.ledgers.payees import Payee
from app.ledgers.payment_forms import MOST_PEOPLE, SeveralForm
from app.ledgers.payments import REASON, coordinates, takes_payments
from app.ledgers.queries import accounts_to_pay_from
from app.ledgers.several_payments import Share, Way, problems, total
from app.text import _
from app.web.access import May, allow
from app.web.context import here, the_member, the_plugins
from app.web.database import db

COMMUNITY = "community"
"""Chosen as the account: the community's, which opens on first use."""


@bp.route("/pay/<uuid:ledger_id>/several", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def pay_several(ledger_id: UUID) -> ResponseReturnValue:
    """Pay several people at once, or let each of them pay, all or none."""
    ledger = ledger_or_404(ledger_id)
    if not takes_payments(db.session, the_plugins(), ledger):
        raise Refusal(_("Payments are not open here at the moment."))
    form = _form(ledger)
    chosen = _chosen(ledger)
    if request.method == "GET" or "search" in request.form or not form.validate_on_submit():
        status = 422 if request.method == "POST" and "search" not in request.form else 200
        return _choosing(ledger, form, chosen), status
    shares = _shares(ledger, form, chosen)
    if form.errors or not shares:
        if not shares:
            form.same.errors = [*form.same.errors, _("Choose at least one person.")]
        return _choosing(ledger, form, chosen), 422
    return _post(ledger, form, chosen, shares) if "post" in request.form else _check(ledger, form, shares)


def _form(ledger: Ledger) -> SeveralForm:
    form = SeveralForm(key=new_id().hex)
    form.same.belongs_to(ledger)
    me = the_member().id
    choices = [(str(view.account.id), view.title) for view in accounts_to_pay_from(db.session, me, ledger.id)]
    ways = [(Way.TO_EACH.value, _("This account pays each of them"))]
    if coordinates(db.session, ledger, me):
        ways.append((Way.FROM_EACH.value, _("Each of them pays to this account")))
        funds = [(str(one.id), one.name) for one in payees.common_accounts(db.session, ledger) if one.name]
        common = [(COMMUNITY, _("The community")), *funds]
        choices = [*common, *choices, *_named(ledger, choices)]
    form.way.choices, form.account.choices = ways, choices
    if not choices:
        raise Refusal(_("There is no account here from which you can pay."))
    if len(ways) == 1:
        form.way.data = form.way.data or ways[0][0]
    if request.method == "GET" and request.args.get("account") in dict(choices):
        form.account.data, form.way.data = request.args["account"], Way.FROM_EACH.value
    return form


def _named(ledger: Ledger, choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the account that the address names: an organiser whom the participants pay."""
    account_id = request.args.get("account", type=UUID)
    found = None if account_id is None else payees.payee_of_account(db.session, account_id)
    if found is None or found.account is None or found.account.ledger_id != ledger.id:
        return []
    value = str(found.account.id)
    return [] if value in dict(choices) else [(value, found.title)]


def _chosen(ledger: Ledger) -> list[Payee]:
    """Return the people who are ticked, in the order of their names."""
    ids = []
    for typed in request.form.getlist("who")[:MOST_PEOPLE]:
        try:
            ids.append(UUID(typed))
        except ValueError:
            continue
    return payees.of_members(db.session, ledger, ids)


def _shares(ledger: Ledger, form: SeveralForm, chosen: Sequence[Payee]) -> list[Share]:
    """Return what each one gets or pays; what cannot be read is said beside the amount for all."""
    shares = []
    for one in chosen:
        assert one.member_id is not None
        typed = request.form.get(f"amount_{one.member_id}", "").strip()
        units = amount_from(typed, ledger.unit, ledger.scale) if typed else form.same.units
        if not units or units > services.LARGEST_AMOUNT:
            said = _("%(name)s: write an amount.", name=one.title)
            form.same.errors = [*form.same.errors, said]
            continue
        shares.append(Share(member_id=one.member_id, name=one.title, amount=units, account=one.account))
    return shares


def _common(session: Session, ledger: Ledger, form: SeveralForm) -> Account:
    if form.account.data == COMMUNITY:
        return services.community_account(session, ledger)
    return session.get_one(Account, UUID(form.account.data))


def _choosing(ledger: Ledger, form: SeveralForm, chosen: Sequence[Payee]) -> str:
    typed = request.form.get("q", "")[:80]
    found = payees.payees(db.session, ledger, text=typed)
    ticked = {one.member_id for one in chosen}
    return render_template(
        "ledgers/pay_several.html",
        ledger=ledger,
        form=form,
        chosen=chosen,
        amounts={one.member_id: request.form.get(f"amount_{one.member_id}", "") for one in chosen},
        others=[one for one in found.people if one.member_id not in ticked],
        more=found.pages > 1,
        typed=typed,
    )


def _check(
    ledger: Ledger, form: SeveralForm, shares: Sequence[Share], reasons: Sequence[str] = ()
) -> ResponseReturnValue:
    common = _common(db.session, ledger, form)
    way = Way(form.way.data)
    found = [*reasons] or problems(db.session, ledger, common, way, shares)
    page = render_template(
        "ledgers/pay_several_check.html",
        ledger=ledger,
        form=form,
        shares=shares,
        way=way,
        common=names_of(db.session, [common.id])[common.id],
        total=total(shares),
        problems=found,
    )
    db.session.rollback()  # the community's account may have been opened only to look at it
    return page, 422 if found else 200


def _post(
    ledger: Ledger, form: SeveralForm, chosen: Sequence[Payee], shares: Sequence[Share]
) -> ResponseReturnValue:
    way = Way(form.way.data)
    common = _common(db.session, ledger, form)
    try:
        made = several_payments.pay_several(
            db.session,
            the_plugins(),
            ledger=ledger,
            common=common,
            way=way,
            shares=shares,
            text=form.text.data or "",
            by=the_member(),
            key=form.key.data or "",
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        return _check(ledger, form, shares, refusal.reasons)
    return redirect(url_for(".paid_several", transfer_id=made[0].id))


@bp.get("/pay/several/<uuid:transfer_id>")
@allow(May.TAKE_PART)
def paid_several(transfer_id: UUID) -> ResponseReturnValue:
    """Show what was posted at once, to who entered it and to coordinators."""
    first = db.session.get(Transfer, transfer_id) or abort(404)
    ledger = db.session.get_one(Ledger, first.ledger_id)
    entered = first.entered_by_id == the_member().id or ledger.subnetwork_id in here.coordinates
    if not entered or first.part_of_id is not None or first.reason != REASON:
        abort(404)
    made = [one for one in services.set_of(db.session, first) if one.reason == REASON]
    names = names_of(db.session, [one for each in made for one in (each.payer_id, each.payee_id)])
    common = first.payer_id if all(one.payer_id == first.payer_id for one in made) else first.payee_id
    return render_template(
        "ledgers/pay_several_done.html",
        ledger=ledger,
        made=made,
        names=names,
        common=common,
        total=sum(one.amount for one in made),
    )
