"""Paying the yearly share to the associations, each year once for ever, and reminding of it."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    AccountKind,
    Installation,
    Ledger,
    Member,
    Part,
    Refusal,
    Subnetwork,
    Territory,
    Transfer,
    _,
    clock,
    community_account,
    coordinator_ids,
    holders_of,
    transfer_together,
)
from plugins.local_currency import shares, telling
from plugins.local_currency.models import Organisation
from plugins.local_currency.shares_models import ShareChoice, SharePart, ShareRun

REASON = "share"
PATIENCE = timedelta(days=7)
"""After the day, before coordinators are reminded."""


def post(
    session: Session,
    subnetwork: Subnetwork,
    ledger: Ledger,
    year: int,
    *,
    seen: int,
    by: Member,
    zone: str,
) -> ShareRun:
    """Give each association its share of a year, all in one set, once for ever.

    It is paid from the common account, which gets the commissions of those who change units back; what
    associations with too few sponsors would have had stays there.

    Args:
        seen: what the coordinator was shown as going to associations, in hundredths of units.

    Raises:
        Refusal: the year is not over, was posted before, the account has too little, or figures changed.
    """
    if clock.today(zone) < shares.period(year)[1]:
        raise Refusal(_("The year of the share ends on 29 June. Come back on the 30th."))
    fund = community_account(session, ledger)
    session.refresh(fund, with_for_update=True)  # of two who post at once, one waits and is refused
    run = _run(session, subnetwork, year)
    if run.posted_at is not None:
        raise Refusal(_("The share of this year was posted before. Each year is posted once."))
    decided = shares.rules(session, subnetwork.id)
    computed = shares.compute(session, subnetwork, year, zone=zone)
    if computed.given != seen:
        raise Refusal(_("The figures changed since you looked at them. Look again, then post."))
    _enough(fund, computed.given, ledger)
    run.rate, run.sponsors_needed = decided.rate, decided.sponsors_needed
    run.whole, run.to_commons = computed.whole, computed.rest
    run.posted_at, run.posted_by_id = clock.now(), by.id
    session.flush()
    made = _pay(session, ledger, run, computed, fund=fund, by=by)
    _write_parts(session, run, computed, made)
    _tell(session, subnetwork, ledger, year, computed)
    return run


def _run(session: Session, subnetwork: Subnetwork, year: int) -> ShareRun:
    """Return the row of a year's share, begun if it is new."""
    found = shares.run_of(session, subnetwork.id, year)
    if found is not None:
        session.refresh(found)
        return found
    since, before = shares.period(year)
    run = ShareRun(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        year=year,
        since=since,
        until=before - timedelta(days=1),
    )
    session.add(run)
    session.flush()
    return run


def _enough(fund: Account, needed: int, ledger: Ledger) -> None:
    there = fund.balance - fund.held
    if there < needed:
        raise Refusal(
            _(
                "The common account has %(there)s, and the share takes %(needed)s. Bring the difference "
                "into that account first; nothing was posted.",
                there=telling.units(ledger, there),
                needed=telling.units(ledger, needed),
            )
        )


def _pay(
    session: Session,
    ledger: Ledger,
    run: ShareRun,
    computed: shares.Shares,
    *,
    fund: Account,
    by: Member,
) -> dict[UUID, Transfer]:
    """Post the set; return the transfers by the account that received them."""
    memo = _("Share of the year to %(year)s", year=run.year)
    parts = [
        Part(payer_id=fund.id, payee_id=line.to.account_id, amount=line.amount, reason=REASON, memo=memo)
        for line in computed.lines
        if line.amount and line.to.account_id is not None
    ]
    if not parts:
        return {}
    made = transfer_together(
        session, ledger=ledger, parts=parts, key=f"share:{run.year}", entered_by_id=by.id
    )
    return {one.payee_id: one for one in made}


def _write_parts(
    session: Session, run: ShareRun, computed: shares.Shares, made: dict[UUID, Transfer]
) -> None:
    for line in computed.lines:
        transfer = made.get(line.to.account_id) if line.amount and line.to.account_id else None
        session.add(
            SharePart(
                territory_id=run.territory_id,
                run_id=run.id,
                organisation_id=line.to.organisation_id,
                sponsors=line.to.sponsors,
                base=line.to.base,
                amount=line.amount,
                transfer_id=None if transfer is None else transfer.id,
            )
        )
    session.flush()


def _tell(
    session: Session, subnetwork: Subnetwork, ledger: Ledger, year: int, computed: shares.Shares
) -> None:
    """Tell those who hold the accounts of the associations that got something."""
    for line in computed.lines:
        if not line.amount or line.to.account_id is None:
            continue
        holders = [holder.member_id for holder, _name in holders_of(session, line.to.account_id)]
        telling.tell(
            session,
            subnetwork,
            holders,
            "local_currency.share_given",
            page=f"shares/{year}",
            values=lambda line=line: {  # type: ignore[misc]
                "name": line.to.name,
                "amount": telling.units(ledger, line.amount),
                "year": year,
                "sponsors": line.to.sponsors,
            },
        )


def in_common(session: Session, ledger: Ledger) -> int:
    """Return what the common account has free; it may never have been opened."""
    row = session.execute(
        sa.select(Account.balance - Account.held).where(
            Account.ledger_id == ledger.id, Account.kind == AccountKind.COMMUNITY, Account.name == ""
        )
    ).scalar()
    return row or 0


def parts_of(session: Session, run: ShareRun) -> list[tuple[SharePart, str]]:
    """Return what a posted share gave to whom, with the names, by name."""
    rows = session.execute(
        sa.select(SharePart, Organisation.name)
        .join(Organisation, Organisation.id == SharePart.organisation_id)
        .where(SharePart.run_id == run.id)
        .order_by(Organisation.name)
    )
    return [(part, name) for part, name in rows]


def remind(session: Session) -> int:
    """Remind coordinators, once a year, of a share that is due for a week; return how many were told."""
    told = 0
    rows = session.execute(
        sa.select(Subnetwork, Territory.time_zone)
        .join(Territory, Territory.id == Subnetwork.territory_id)
        .join(Installation, Installation.subnetwork_id == Subnetwork.id)
        .where(
            Installation.plugin == shares.SLUG,
            Installation.enabled,
            Subnetwork.closed_at.is_(None),
            sa.exists().where(ShareChoice.subnetwork_id == Subnetwork.id),
        )
    ).all()
    for subnetwork, zone in rows:
        told += _remind_of(session, subnetwork, zone)
    return told


def _remind_of(session: Session, subnetwork: Subnetwork, zone: str) -> int:
    today = clock.today(zone)
    year = shares.latest_year(today)
    if today < shares.period(year)[1] + PATIENCE:
        return 0
    run = shares.run_of(session, subnetwork.id, year)
    if run is not None and (run.posted_at is not None or run.reminded_at is not None):
        return 0
    if shares.compute(session, subnetwork, year, zone=zone).whole == 0:
        return 0
    run = _run(session, subnetwork, year)
    run.reminded_at = clock.now()
    coordinators = coordinator_ids(session, subnetwork.id)
    telling.tell(
        session,
        subnetwork,
        coordinators,
        "local_currency.share_due",
        page=f"shares/{year}",
        values=lambda: {"year": year, "name": subnetwork.name},
    )
    return len(coordinators)
