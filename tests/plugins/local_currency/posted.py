"""Years whose share was posted, with as many sponsors as a test wants."""

from datetime import timedelta
from typing import Any

from app import clock
from plugins.local_currency import shares
from plugins.local_currency.models import OrganisationKind
from plugins.local_currency.shares_models import SharePart, ShareRun
from tests.plugins.local_currency.currency import Currency

RATE = 1_000
"""Ten per cent: a share of 7 is of a base of 70."""
Line = tuple[int, int, bool]
"""Sponsors, base in cents, whether its share was paid."""


def post(here: Currency, year: int, *lines: Line, needed: int) -> ShareRun:
    """Write down a year as it was posted, under whatever rule held then."""
    since, before = shares.period(year)
    own: dict[str, Any] = {"territory_id": here.territory.id}
    given = sum(base * RATE // 10_000 for _sponsors, base, paid in lines if paid)
    whole = sum(base * RATE // 10_000 for _sponsors, base, _paid in lines)
    run = ShareRun(
        **own,
        subnetwork_id=here.network.id,
        year=year,
        since=since,
        until=before - timedelta(days=1),
        posted_at=clock.now(),
        rate=RATE,
        sponsors_needed=needed,
        whole=whole,
        to_commons=whole - given,
    )
    here.session.add(run)
    here.session.flush()
    for number, (sponsors, base, paid) in enumerate(lines, start=1):
        to = here.organisation(f"Association {year}-{number}", kind=OrganisationKind.ASSOCIATION)
        amount = base * RATE // 10_000 if paid else 0
        here.session.add(
            SharePart(
                **own, run_id=run.id, organisation_id=to.id, sponsors=sponsors, base=base, amount=amount
            )
        )
    here.session.commit()
    return run
