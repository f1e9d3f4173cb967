"""What the reader may reach of clearing: what they have no part in is not found."""

from uuid import UUID

from flask import abort

from app.clearing import queries
from app.clearing.models import ClearingRound
from app.ledgers.models import Ledger
from app.web.context import here, the_member
from app.web.database import db


def round_or_404(round_id: UUID) -> tuple[ClearingRound, Ledger, set[UUID]]:
    """Return a round, its ledger and my accounts in it; to who has nothing to do with it, not found."""
    found = db.session.get(ClearingRound, round_id)
    ledger = None if found is None else db.session.get(Ledger, found.ledger_id)
    if found is None or ledger is None:
        abort(404)
    in_it = {consent.account_id for consent, _name in queries.consents_of(db.session, found.id)}
    mine = in_it & queries.accounts_in_charge(db.session, the_member().id)
    if not mine and ledger.subnetwork_id not in here.coordinates:
        abort(404)
    return found, ledger, mine
