"""Who gets to a page of the currency, and how a refusal comes back to the form it belongs to."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort
from flask_wtf import FlaskForm

from app.plugin_api import (
    Account,
    Ledger,
    Member,
    Refusal,
    Subnetwork,
    _,
    accounts_held,
    accounts_of_member,
    active_member,
    active_members,
)
from app.plugin_web import (
    Scope,
    coordinated,
    db,
    enabled_or_404,
    looks_after,
    point_of,
    subnetwork_or_404,
    the_member,
    token_allows,
)
from plugins.local_currency import approvals, desk, issuing, reconversion_queries, services, slips, till
from plugins.local_currency.desk_models import Desk, DeskDay, Means, Slip
from plugins.local_currency.models import Organisation
from plugins.local_currency.owners import name_of
from plugins.local_currency.programme_models import Reconversion


def currency(slug: str) -> Subnetwork:
    """Return the sub-network of a currency; another is not found."""
    return subnetwork_or_404(slug, services.SLUG)


def coordinated_currency(slug: str) -> Subnetwork:
    """Return the sub-network of a currency that the reader looks after; another is not found."""
    subnetwork = coordinated(slug)
    enabled_or_404(subnetwork, services.SLUG)
    return subnetwork


def desk_or_404(slug: str, desk_id: UUID) -> tuple[Subnetwork, Desk]:
    """Return a desk that the reader holds or looks after; another is not found."""
    subnetwork = currency(slug)
    found = desk.find(db.session, subnetwork.id, desk_id)
    if found is None or not (looks_after(subnetwork) or desk.keeps(db.session, found, the_member().id)):
        abort(404)
    return subnetwork, found


def slip_or_404(slug: str, slip_id: UUID) -> tuple[Subnetwork, Slip]:
    """Return a slip to whose units it is about, who holds the desk, and who looks after the currency."""
    subnetwork = currency(slug)
    found = slips.find(db.session, subnetwork.id, slip_id)
    if found is None or not (keeps_slip(subnetwork, found) or holds(found.account_id)):
        abort(404)
    return subnetwork, found


def keeps_slip(subnetwork: Subnetwork, slip: Slip) -> bool:
    """Tell whether the reader holds the desk of a slip, or looks after the currency."""
    if looks_after(subnetwork):
        return True
    if not token_allows(Scope.COORDINATE):  # a program without it reads as an ordinary member
        return False
    found = None if slip.desk_id is None else db.session.get(Desk, slip.desk_id)
    return found is not None and desk.keeps(db.session, found, the_member().id)


def may_undo(subnetwork: Subnetwork, slip: Slip) -> bool:
    """Whoever holds the desk may undo what was done there; a coordinator everything that can be undone."""
    return slip.kind in issuing.UNDOABLE and slip.undone_at is None and keeps_slip(subnetwork, slip)


def may_see_bonus(subnetwork: Subnetwork, slip: Slip) -> bool:
    """Tell whether the reader may know of a bonus: who got it and coordinators, not who holds the desk."""
    return bool(with_bonus_shown(subnetwork, [slip]))


def with_bonus_shown(subnetwork: Subnetwork, written: Sequence[Slip]) -> set[UUID]:
    """Return the slips of which the reader may know the bonus, asked once for all of them."""
    if looks_after(subnetwork):
        return {slip.id for slip in written}
    mine = held()
    return {slip.id for slip in written if slip.account_id in mine}


def holds(account_id: UUID | None) -> bool:
    """Tell whether an account is the reader's, or one that they hold for others."""
    return account_id is not None and account_id in held()


def held() -> set[UUID]:
    """Return the accounts that are the reader's, and those that they hold for others."""
    me = the_member().id
    views = (*accounts_of_member(db.session, me), *accounts_held(db.session, me))
    return {view.account.id for view in views}


def organisation_or_404(slug: str, organisation_id: UUID) -> tuple[Subnetwork, Organisation]:
    """Return an organisation to who asked for it, who holds its account, or who looks after the currency."""
    subnetwork = currency(slug)
    found = approvals.find(db.session, subnetwork.id, organisation_id)
    if found is None:
        abort(404)
    if not (looks_after(subnetwork) or found.asked_by_id == the_member().id or holds(found.account_id)):
        abort(404)
    return subnetwork, found


def my_organisations(subnetwork: Subnetwork) -> list[Organisation]:
    """Return the organisations that the reader asked for or whose account they use."""
    me, mine = the_member().id, held()
    everybody = approvals.organisations_of(db.session, subnetwork.id)
    return [one for one in everybody if one.asked_by_id == me or one.account_id in mine]


def committee_or_404(slug: str, organisation_id: UUID) -> tuple[Subnetwork, Organisation]:
    """Return an organisation to who looks after the currency and decides about it."""
    coordinated_currency(slug)
    return organisation_or_404(slug, organisation_id)


def applicant(subnetwork: Subnetwork, member_id: UUID | None) -> Member:
    """Return for whom the reader enters an application: themself; who looks after it, for any member.

    Raises:
        Refusal: they may not, or it is no member here.
    """
    if member_id is None or member_id == the_member().id:
        return the_member()
    if not looks_after(subnetwork):
        raise Refusal(_("You can ask for yourself; who coordinates, for any member."), field="member")
    found = active_member(db.session, member_id)
    if found is None:
        raise Refusal(_("Choose somebody who is a member here."), field="member")
    return found


def point_on_map(place: str, *, on_map: bool) -> tuple[float, float] | None:
    """Return where an address stands on the map, when it shall and is found."""
    return point_of(place) if on_map and place.strip() else None


def member_choices() -> list[tuple[str, str]]:
    """Return the active members as choices of a field."""
    return [(str(member.id), name_of(member)) for member in active_members(db.session)]


def chosen_member(value: str) -> Member:
    """Return the member that a choice names; another is not found."""
    found = active_member(db.session, UUID(value))
    if found is None:
        abort(404)
    return found


def say_no(form: FlaskForm, refusal: Refusal) -> None:
    """Undo what was begun, and show a refusal where it belongs: beside its field, or above the form."""
    db.session.rollback()
    field = form._fields.get(refusal.field) if refusal.field else None
    if field is None:
        form.form_errors.extend(refusal.reasons)
    else:
        field.errors = [*field.errors, *refusal.reasons]


def till_or_404(slug: str, organisation_id: UUID) -> tuple[Subnetwork, Organisation, Account, Ledger]:
    """Return an organisation's account to who holds it; for everybody else there is no such till."""
    subnetwork, organisation = organisation_or_404(slug, organisation_id)
    account = None if organisation.account_id is None else db.session.get(Account, organisation.account_id)
    if account is None or not till.serves(db.session, account, the_member().id):
        abort(404)
    return subnetwork, organisation, account, db.session.get_one(Ledger, account.ledger_id)


def day_or_refusal(found: Desk) -> DeskDay:
    """Return the open day of a desk.

    Raises:
        Refusal: it is not open.
    """
    day = desk.open_day(db.session, found.id)
    if day is None:
        raise Refusal(_("Open the desk first."))
    return day


def reconversion_or_404(slug: str, reconversion_id: UUID) -> tuple[Subnetwork, Reconversion, Organisation]:
    """Return a request to who uses the account, to who holds a desk when it is cash, to coordinators."""
    subnetwork = currency(slug)
    row = reconversion_queries.find(db.session, subnetwork.id, reconversion_id)
    if row is None:
        abort(404)
    request, found = row
    if not (looks_after(subnetwork) or holds(found.account_id) or _pays_in_cash(subnetwork, request)):
        abort(404)
    return subnetwork, request, found


def _pays_in_cash(subnetwork: Subnetwork, request: Reconversion) -> bool:
    """Tell whether a request is cash and the reader holds a desk; a program has to be allowed so."""
    if request.means != Means.CASH or not token_allows(Scope.COORDINATE):
        return False
    return bool(desk.kept_by(db.session, subnetwork.id, the_member().id))


def day_for(subnetwork: Subnetwork, request: Reconversion) -> DeskDay | None:
    """Return the open day of a desk at which the reader can pay a request in cash."""
    if request.means != Means.CASH:
        return None
    mine = desk.kept_by(db.session, subnetwork.id, the_member().id)
    if looks_after(subnetwork):
        mine += desk.desks_of(db.session, subnetwork.id)
    days = (desk.open_day(db.session, one.id) for one in mine)
    return next((day for day in days if day is not None), None)


def may_execute(subnetwork: Subnetwork, request: Reconversion, day: DeskDay | None) -> bool:
    """Tell whether the reader may pay a request: a coordinator, and who holds a desk what is cash there."""
    return looks_after(subnetwork) or (request.means == Means.CASH and day is not None)
