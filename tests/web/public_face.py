"""Examples of what notes, melting, the yearly share and the till of a currency can name in a URL."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.ledgers.services import community_account
from app.members.models import Member
from app.plugin_api import ask_payment
from app.subnetworks.models import Subnetwork
from plugins.local_currency import desk, notes, notes_places, owners, services, shares
from plugins.local_currency.melting_models import MeltingRule
from plugins.local_currency.notes_models import NoteMove
from plugins.local_currency.shares_models import ShareRun

YEAR = 2020


def face_values(
    session: Session, network: Subnetwork, owner: Member, canary: str, *, desk_id: UUID, organisation_id: UUID
) -> dict[str, Any]:
    """Give ``owner`` a stock of notes at their desk, an amount asked at their till, a rule, a posted year."""
    name = f"{canary}{new_id()}"
    held = desk.find(session, network.id, desk_id)
    place = notes_places.add_place(session, network, name=name, desk=held)
    series = notes.add_series(
        session,
        network,
        name=name,
        value=500,
        printed_on=date(2020, 1, 1),
        first_number=1,
        last_number=10,
        place=place,
        key=name,
        by=owner,
    )
    lost = notes.take_out(
        session,
        network,
        NoteMove.LOST,
        {series.id: 1},
        place=place,
        memo=f"{canary}Rain",
        key=f"{name}-lost",
        by=owner,
    )
    ledger = services.ledger(session, network)
    account = owners.account(session, network, f"organisation:{organisation_id}")
    assert account is not None
    asked = ask_payment(
        session, ledger=ledger, payee=account, made_by=owner, amount=100, text=f"{canary}Bread"
    )
    scoped: dict[str, Any] = {"territory_id": network.territory_id, "subnetwork_id": network.id}
    rule = MeltingRule(
        **scoped,
        rate=50,
        exempt=0,
        day=1,
        starts_on=date(2019, 1, 1),
        ends_on=date(2019, 6, 1),
        account_id=community_account(session, ledger, name).id,
        decided=f"{canary}Assembly",
        made_by_id=owner.id,
    )
    session.add(rule)
    if shares.run_of(session, network.id, YEAR) is None:
        since, until = date(YEAR - 1, 6, 30), date(YEAR, 6, 29)
        session.add(ShareRun(**scoped, year=YEAR, since=since, until=until, posted_at=clock.now()))
    session.flush()
    return {
        "note_place_id": place.id,
        "note_move": "issued",
        "note_operation_id": lost.id,
        "asked_id": asked.id,
        "melting_rule_id": rule.id,
        "share_year": YEAR,
    }
