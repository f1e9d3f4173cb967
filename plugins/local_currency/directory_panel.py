"""The block on a sub-network's page that leads to the public face of the currency."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Member, Subnetwork, accounts_held, clock, coordinator_ids
from plugins.local_currency import melting, shares
from plugins.local_currency.models import Organisation, OrganisationState


def public_face(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any]:
    """Say how many take it, and lead to the directory, the figures, the share, and the reader's tills."""
    takers = session.scalar(
        sa.select(sa.func.count()).where(
            Organisation.subnetwork_id == subnetwork.id, Organisation.state == OrganisationState.APPROVED
        )
    )
    today = clock.today()
    return {
        "subnetwork": subnetwork,
        "takers": takers or 0,
        "gives_share": shares.rules(session, subnetwork.id).rate > 0,
        "melts": melting.rule_on(session, subnetwork.id, today) is not None
        or melting.announced(session, subnetwork.id, today) is not None,
        "tills": [] if reader is None else _tills(session, subnetwork, reader),
        "coordinates": reader is not None and reader.id in coordinator_ids(session, subnetwork.id),
    }


def _tills(session: Session, subnetwork: Subnetwork, reader: Member) -> list[Organisation]:
    """Return the organisations whose account the reader holds."""
    held = [view.account.id for view in accounts_held(session, reader.id)]
    if not held:
        return []
    return list(
        session.scalars(
            sa.select(Organisation)
            .where(Organisation.subnetwork_id == subnetwork.id, Organisation.account_id.in_(held))
            .order_by(Organisation.name)
        )
    )
