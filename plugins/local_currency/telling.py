"""Telling members of the currency what happened, with sums written in the language of each."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.plugin_api import Ledger, Member, Subnetwork, Territory, amount_in_words, notify, speaking


def tell(
    session: Session,
    subnetwork: Subnetwork,
    member_ids: Iterable[UUID],
    kind: str,
    *,
    page: str,
    values: Callable[[], dict[str, Any]],
) -> None:
    """Tell some members of ``kind``.

    Args:
        page: of the plugin's pages of this sub-network, such as ``shares``.
        values: makes the words of the sentence; called in the language of each member.
    """
    territory = session.get_one(Territory, subnetwork.territory_id)
    path = f"/t/{territory.slug}/local_currency/{subnetwork.slug}/{page}"
    for member_id in member_ids:
        person = session.get_one(Member, member_id).person
        with speaking(person.language):
            words = values()
        notify(session, person_id=person.id, kind=kind, path=path, territory_id=territory.id, values=words)


def units(ledger: Ledger, amount: int) -> str:
    """Write a sum of units with the code of the currency."""
    return amount_in_words(amount, ledger.unit, scale=ledger.scale)
