"""Changing units back into euros: organisations ask, a desk or a coordinator executes; individuals cannot."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Ledger,
    Member,
    Part,
    Refusal,
    Subnetwork,
    Transfer,
    _,
    clock,
    community_account,
    coordinator_ids,
    issuance_account,
    may_pay,
    transfer,
    transfer_together,
)
from plugins.local_currency import check_digits, fund, issuing, reconversion_queries, services, slips
from plugins.local_currency.desk_models import DeskDay, Means, Slip, SlipKind
from plugins.local_currency.models import Organisation, OrganisationState
from plugins.local_currency.programme_models import Reconversion, ReconversionState
from plugins.local_currency.reconversion_rules import Calculation, calculate, rate_of
from plugins.local_currency.telling import tell, units

ALLOWED = (OrganisationState.APPROVED, OrganisationState.WITHDRAWN)


def ask(
    session: Session,
    subnetwork: Subnetwork,
    organisation: Organisation,
    *,
    amount: int,
    means: str,
    iban: str,
    key: str,
    by: Member,
) -> Reconversion:
    """Ask to change units of an organisation back into euros, once for each ``key``.

    Raises:
        Refusal: it has no account, the member may not pay from it, there is not that much on it, the IBAN
            is wrong, or the key came with other content.
    """
    iban = check_digits.without_spaces(iban) if means == Means.TRANSFER else ""
    made = reconversion_queries.written(
        session, subnetwork.id, key, organisation_id=organisation.id, amount=amount, means=means, iban=iban
    )
    if made is not None:
        return made
    account = _account(session, organisation)
    if not may_pay(session, account, by.id, amount):
        raise Refusal(_("Only who may pay from this account can ask for it."))
    _enough(session, account, amount)
    if means == Means.TRANSFER and not check_digits.is_iban(iban):
        raise Refusal(_("This IBAN is not right. Please look at it once more."), field="iban")
    made = Reconversion(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        organisation_id=organisation.id,
        key=key,
        amount=amount,
        rate=rate_of(session, subnetwork),
        means=means,
        iban=iban,
        asked_by_id=by.id,
    )
    session.add(made)
    session.flush()
    committee = [one for one in coordinator_ids(session, subnetwork.id) if one != by.id]
    _tell(session, subnetwork, made, organisation, committee, "local_currency.reconversion_asked")
    return made


def _account(session: Session, organisation: Organisation) -> Account:
    if organisation.state not in ALLOWED or organisation.account_id is None:
        raise Refusal(_("Only organisations that were approved can change units back."))
    return session.get_one(Account, organisation.account_id, populate_existing=True)


def _enough(session: Session, account: Account, amount: int) -> None:
    free = account.balance - account.held
    if amount > free:
        there = units(session.get_one(Ledger, account.ledger_id), max(free, 0))
        raise Refusal(_("There are only %(amount)s on this account.", amount=there), field="amount")


def execute(
    session: Session, subnetwork: Subnetwork, request: Reconversion, *, by: Member, day: DeskDay | None = None
) -> Slip:
    """Execute a request: units go back where they came from, euros leave the fund by as much.

    What stays with the association is paid in units to its own account; the euros for them stay in the fund,
    so that each unit out keeps its euro.

    Args:
        day: of the desk that pays in cash; ``None``: paid from the bank account.

    Raises:
        Refusal: it was decided already, or there is not enough on the account, at the desk or at the bank.
    """
    books = fund.locked(session, subnetwork)
    session.refresh(request)
    if request.state != ReconversionState.ASKED:
        raise Refusal(_("This request was decided already."))
    organisation = session.get_one(Organisation, request.organisation_id)
    account = _account(session, organisation)
    _enough(session, account, request.amount)
    desk = issuing.desk_of(session, day)
    if request.means == Means.CASH and desk is None:
        raise Refusal(_("Cash is paid at a desk whose day is open."))
    shares = calculate(request.amount, request.rate)
    if request.means == Means.CASH and desk is not None:
        issuing.enough(session, desk, shares.payout)
    elif shares.payout > (there := session.get_one(Account, books.bank_id, populate_existing=True).balance):
        raise Refusal(
            _(
                "There is not that much on the bank account of the fund: %(sum)s.",
                sum=services.euros_in_words(there),
            )
        )
    tries = sa.select(sa.func.count()).where(
        Slip.subnetwork_id == subnetwork.id, Slip.key.startswith(_key(request))
    )
    key = f"{_key(request)}{session.scalar(tries)}"
    posted = _units(session, subnetwork, account, shares, key=key, by=by)
    euros = transfer(
        session,
        ledger=fund.ledger_of(session, books),
        payer_id=fund.where_euros_go(books, desk, request.means),
        payee_id=books.outside_id,
        amount=shares.payout,
        reason="reconversion",
        key=key,
        memo=organisation.name,
        entered_by_id=by.id,
    )
    slip = slips.write(
        session,
        subnetwork,
        kind=SlipKind.RECONVERSION,
        key=key,
        amount=shares.payout,
        euros=euros,
        units=posted,
        day=day,
        means=request.means,
        account=account,
        memo=organisation.name,
        by=by,
    )
    request.slip_id = slip.id
    _decide(session, subnetwork, request, ReconversionState.EXECUTED, "", by)
    return slip


def _key(request: Reconversion) -> str:
    """Return the beginning of the keys of a request; undone, it can be executed again under the next one."""
    return f"reconversion:{request.id}:"


def _units(
    session: Session, subnetwork: Subnetwork, account: Account, shares: Calculation, *, key: str, by: Member
) -> Transfer:
    ledger = services.ledger(session, subnetwork)
    issuance = issuance_account(session, ledger).id
    parts = [Part(payer_id=account.id, payee_id=issuance, amount=shares.payout, reason="reconversion")]
    if shares.commission:
        common = community_account(session, ledger).id
        parts.append(
            Part(payer_id=account.id, payee_id=common, amount=shares.commission, reason="commission")
        )
    return transfer_together(session, ledger=ledger, parts=parts, key=key, entered_by_id=by.id)[0]


def refuse(
    session: Session, subnetwork: Subnetwork, request: Reconversion, *, reason: str, by: Member
) -> None:
    """Refuse a request, with a reason.

    Raises:
        Refusal: it was decided already, or nobody says why.
    """
    _still_asked(session, request)
    if not reason:
        raise Refusal(_("Say why, so that they know."), field="reason")
    request.iban = ""
    _decide(session, subnetwork, request, ReconversionState.REFUSED, reason, by)


def withdraw(session: Session, subnetwork: Subnetwork, request: Reconversion, *, by: Member) -> None:
    """Take a request back.

    Raises:
        Refusal: it was decided already.
    """
    _still_asked(session, request)
    request.iban = ""
    _decide(session, subnetwork, request, ReconversionState.WITHDRAWN, "", by)


def _still_asked(session: Session, request: Reconversion) -> None:
    session.refresh(request, with_for_update=True)
    if request.state != ReconversionState.ASKED:
        raise Refusal(_("This request was decided already."))


def _decide(
    session: Session,
    subnetwork: Subnetwork,
    request: Reconversion,
    state: ReconversionState,
    reason: str,
    by: Member,
) -> None:
    request.state, request.reason = state, reason
    request.decided_at, request.decided_by_id = clock.now(), by.id
    session.flush()
    organisation = session.get_one(Organisation, request.organisation_id)
    kind = {
        ReconversionState.EXECUTED: "local_currency.reconversion_executed",
        ReconversionState.REFUSED: "local_currency.reconversion_refused",
    }.get(state)
    if kind is not None:
        _tell(session, subnetwork, request, organisation, [request.asked_by_id], kind)


def _tell(
    session: Session,
    subnetwork: Subnetwork,
    request: Reconversion,
    organisation: Organisation,
    members: Iterable[UUID],
    kind: str,
) -> None:
    ledger = services.ledger(session, subnetwork)
    tell(
        session,
        subnetwork,
        members,
        kind,
        page=f"reconversions/{request.id}",
        values=lambda: {
            "name": organisation.name,
            "amount": units(ledger, request.amount),
            "reason": request.reason,
        },
    )
