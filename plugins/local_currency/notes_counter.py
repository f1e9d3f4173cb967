"""Notes handed out over the counter, against units of an account that euros may have brought just before."""

from sqlalchemy.orm import Session

from app.plugin_api import Account, AccountKind, Member, Refusal, Subnetwork, _
from plugins.local_currency import desk as desks
from plugins.local_currency import issuing, notes, notes_queries, services
from plugins.local_currency.notes_models import NoteOperation, NotePlace
from plugins.local_currency.notes_recording import Quantities, lock

ACCOUNT = "account"
"""Against units that the account has, not against euros."""
GETS_NOTES = (AccountKind.MEMBER, AccountKind.ORGANISATION)


def hand_out(
    session: Session,
    subnetwork: Subnetwork,
    quantities: Quantities,
    *,
    place: NotePlace,
    account: Account,
    means: str,
    memo: str,
    key: str,
    by: Member,
) -> NoteOperation:
    """Hand out notes of a place, for euros as well when its desk is open; once for each ``key``.

    Args:
        means: ``ACCOUNT``, or how the euros were paid: as many units are issued onto the account first.

    Raises:
        Refusal: the place does not have them, the account not so much or a common one, or the desk is closed.
    """
    if account.kind not in GETS_NOTES:  # handing out is paying from it, which no desk does for the community
        raise Refusal(_("Only members and organisations get notes; no common account is paid out in notes."))
    lock(session, place.id)  # before any account, so that two who do this never wait for each other
    values = notes_queries.values_of(session, subnetwork.id)
    amount = sum(values[series_id] * quantity for series_id, quantity in quantities.items())
    if means != ACCOUNT:
        day = None if place.desk_id is None else desks.open_day(session, place.desk_id)
        if day is None:
            raise Refusal(_("Open the desk first."))
        if not amount:
            raise Refusal(_("Write how many notes."))
        issuing.issue(
            session,
            subnetwork,
            account,
            amount=amount,
            means=means,
            memo=memo or _("Paper notes"),
            key=f"notes-{key}",
            by=by,
            day=day,
        )
    return notes.hand_out(
        session,
        subnetwork,
        services.ledger(session, subnetwork),
        quantities,
        place=place,
        account=account,
        key=key,
        by=by,
    )
