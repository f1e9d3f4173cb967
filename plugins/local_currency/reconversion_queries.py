"""Questions about requests to change units back."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Refusal, _
from plugins.local_currency.desk_models import Means
from plugins.local_currency.models import Organisation
from plugins.local_currency.programme_models import Reconversion, ReconversionState


def find(session: Session, subnetwork_id: UUID, request_id: UUID) -> tuple[Reconversion, Organisation] | None:
    """Return a request with its organisation."""
    row = session.execute(
        sa.select(Reconversion, Organisation)
        .join(Organisation, Organisation.id == Reconversion.organisation_id)
        .where(Reconversion.subnetwork_id == subnetwork_id, Reconversion.id == request_id)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def written(
    session: Session,
    subnetwork_id: UUID,
    key: str,
    *,
    organisation_id: UUID,
    amount: int,
    means: str,
    iban: str,
) -> Reconversion | None:
    """Return the request that this form made before, so that sent twice it happens once.

    Raises:
        Refusal: the form came with other content the first time; the IBAN is known until it is decided.
    """
    found = session.scalar(
        sa.select(Reconversion).where(Reconversion.subnetwork_id == subnetwork_id, Reconversion.key == key)
    )
    if found is None:
        return None
    known = found.iban if found.state == ReconversionState.ASKED else iban
    if (found.organisation_id, found.amount, found.means, known) != (organisation_id, amount, means, iban):
        raise Refusal(_("This was already sent with another content. Load the page again, then retry."))
    return found


def requests_of(
    session: Session,
    subnetwork_id: UUID,
    *,
    organisation_id: UUID | None = None,
    open_only: bool = False,
    most: int = 100,
) -> list[tuple[Reconversion, Organisation]]:
    """Return requests, those that wait first, then the latest."""
    waits = Reconversion.state == ReconversionState.ASKED
    wanted = (
        sa.select(Reconversion, Organisation)
        .join(Organisation, Organisation.id == Reconversion.organisation_id)
        .where(Reconversion.subnetwork_id == subnetwork_id)
    )
    if organisation_id is not None:
        wanted = wanted.where(Reconversion.organisation_id == organisation_id)
    if open_only:
        wanted = wanted.where(waits)
    rows = session.execute(wanted.order_by(waits.desc(), Reconversion.created_at.desc()).limit(most))
    return [(request, organisation) for request, organisation in rows]


def latest_of(session: Session, organisation: Organisation) -> list[tuple[Reconversion, Organisation]]:
    """Return the requests of an organisation that its page shows."""
    return requests_of(session, organisation.subnetwork_id, organisation_id=organisation.id, most=20)


def cash_requests(session: Session, subnetwork_id: UUID) -> list[tuple[Reconversion, Organisation]]:
    """Return the requests that wait to be paid in cash at a desk."""
    waiting = requests_of(session, subnetwork_id, open_only=True)
    return [(request, organisation) for request, organisation in waiting if request.means == Means.CASH]
