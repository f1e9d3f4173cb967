"""What the pages of workshops and years need to be opened by everybody in turn."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from plugins.time_bank import workshops, year
from plugins.time_bank.workshop_models import WhoPays


def year_values(session: Session, subnetwork: Subnetwork, owner: Member, canary: str) -> dict[str, Any]:
    """Make a workshop, a contribution and an absence of a member; return what their addresses need."""
    workshop = workshops.plan(
        session,
        subnetwork,
        leader_id=owner.id,
        title=f"{canary}Bread",
        text=f"{canary}Bring flour.",
        where=f"{canary}The mill",
        starts_at=clock.now() + timedelta(days=3),
        minutes=60,
        places=5,
        who_pays=WhoPays.EACH,
    )
    made = year.declare(
        session, subnetwork, owner.id, minutes=60, day=date(2026, 5, 2), what=f"{canary}The stall"
    )
    away = year.go_away(session, owner, since=date(2026, 5, 2), until=date(2030, 5, 2), by_id=owner.id)
    return {
        "workshop_id": workshop.id,
        "step": "sign_up",
        "contribution_id": made.id,
        "verdict": "refuse",
        "absence_id": away.id,
    }
