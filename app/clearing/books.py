"""What a debt can be counted in: the ledgers of a territory, and euros for shared costs."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.models import Ledger
from app.ledgers.services import open_ledger
from app.subnetworks.models import Subnetwork, SubnetworkMember
from app.subnetworks.queries import enabled_by_subnetwork, subnetworks_of
from app.text import _

COSTS = "costs"
OWN = "core"


def ledgers_here(session: Session) -> Sequence[Ledger]:
    """Return the ledgers of the territory in scope whose members use them, by name."""
    enabled = enabled_by_subnetwork(session)
    found = session.scalars(sa.select(Ledger).where(Ledger.purpose == "").order_by(Ledger.name))
    return [ledger for ledger in found if ledger.plugin in enabled.get(ledger.subnetwork_id, ())]


def networks_of(session: Session, member_id: UUID) -> Sequence[Subnetwork]:
    """Return the open sub-networks in which a member takes part, by name."""
    return session.scalars(
        sa.select(Subnetwork)
        .join(SubnetworkMember, SubnetworkMember.subnetwork_id == Subnetwork.id)
        .where(SubnetworkMember.member_id == member_id, Subnetwork.closed_at.is_(None))
        .order_by(Subnetwork.name)
    ).all()


def choices(session: Session, member_id: UUID) -> list[tuple[str, str]]:
    """Return what a member can count a debt in: values for ``chosen``, and their names."""
    return [(str(ledger.id), name) for ledger, name in named(session)] + [
        (f"{COSTS}:{network.id}", _("Euros for shared costs (%(network)s)", network=network.name))
        for network in networks_of(session, member_id)
    ]


def named(session: Session) -> list[tuple[Ledger, str]]:
    """Return the ledgers here with names that tell them apart: the sub-network stands with another name."""
    networks = {network.id: network.name for network in subnetworks_of(session)}
    found = []
    for ledger in ledgers_here(session):
        network = networks[ledger.subnetwork_id]
        same = ledger.name == network
        found.append((ledger, ledger.name if same else f"{ledger.name} · {network}"))
    return found


def chosen(session: Session, member_id: UUID, value: str) -> Ledger | None:
    """Return the ledger behind a choice; that of shared costs is opened on first use.

    No euro ever stands on its accounts: it only knows circles, in which everybody pays what they get.
    """
    if not value.startswith(f"{COSTS}:"):
        return next((ledger for ledger in ledgers_here(session) if str(ledger.id) == value), None)
    for network in networks_of(session, member_id):
        if value == f"{COSTS}:{network.id}":
            return open_ledger(
                session,
                territory_id=network.territory_id,
                subnetwork_id=network.id,
                plugin=OWN,
                purpose=COSTS,
                name=_("Shared costs of %(network)s", network=network.name),
                unit="EUR",
                scale=2,
            )
    return None
