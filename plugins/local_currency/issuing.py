"""Units and euros that move together: issue, its undoing, and what moves inside the fund."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Member,
    Part,
    Refusal,
    Subnetwork,
    Transfer,
    _,
    clock,
    issuance_account,
    reverse,
    transfer,
    transfer_together,
)
from plugins.local_currency import bonus, fund, services, slips
from plugins.local_currency.bank_models import BankLine, LineState
from plugins.local_currency.desk_models import Desk, DeskDay, Means, Slip, SlipKind
from plugins.local_currency.programme_models import Reconversion, ReconversionState

UNDOABLE = (SlipKind.ISSUE, SlipKind.RECONVERSION, SlipKind.DEPOSIT)


def issue(
    session: Session,
    subnetwork: Subnetwork,
    account: Account,
    *,
    amount: int,
    means: str,
    memo: str,
    key: str,
    by: Member,
    day: DeskDay | None = None,
) -> Slip:
    """Issue units against euros received, one for one, with the bonus that the holder's programme gives.

    Args:
        account: of the currency's ledger: a member's, an organisation's, a fund's.
        amount: in cents, and as many hundredths of units.
        key: of the form; sent twice, it is issued once.
        day: of the desk at which it happens; ``None``: at the bank.
    """
    books = fund.locked(session, subnetwork)
    before = slips.written(
        session, subnetwork, key, kind=SlipKind.ISSUE, amount=amount, account_id=account.id
    )
    if before is not None:
        return before
    desk = desk_of(session, day)
    euros = transfer(
        session,
        ledger=fund.ledger_of(session, books),
        payer_id=books.outside_id,
        payee_id=fund.where_euros_go(books, desk, means),
        amount=amount,
        reason="issue",
        key=f"issue:{key}",
        memo=memo,
        entered_by_id=by.id,
    )
    more = bonus.offered(session, subnetwork, account, amount)
    units = _units(session, subnetwork, account, amount, more, key=f"issue:{key}", memo=memo, by=by)
    return slips.write(
        session,
        subnetwork,
        kind=SlipKind.ISSUE,
        key=key,
        amount=amount,
        euros=euros,
        units=units,
        day=day,
        means=means,
        account=account,
        bonus=0 if more is None else more.amount,
        programme=None if more is None or more.amount == 0 else more.programme,
        memo=memo,
        by=by,
    )


def _units(
    session: Session,
    subnetwork: Subnetwork,
    account: Account,
    amount: int,
    more: bonus.Bonus | None,
    *,
    key: str,
    memo: str,
    by: Member,
) -> Transfer:
    ledger = services.ledger(session, subnetwork)
    issuance = issuance_account(session, ledger).id
    parts = [Part(payer_id=issuance, payee_id=account.id, amount=amount, reason="issue", memo=memo)]
    if more is not None and more.amount:
        words = more.programme.name
        payer = more.programme.account_id
        parts.append(
            Part(payer_id=payer, payee_id=account.id, amount=more.amount, reason="bonus", memo=words)
        )
    return transfer_together(session, ledger=ledger, parts=parts, key=key, entered_by_id=by.id)[0]


def undo(
    session: Session, subnetwork: Subnetwork, slip: Slip, *, why: str, by: Member, day: DeskDay | None = None
) -> Slip:
    """Undo what a slip stands for: units, bonus and euros go back together, and everybody sees both entries.

    Args:
        day: the desk's open day, in whose cash it counts.

    Raises:
        Refusal: it was undone before, cannot be, or the units were spent meanwhile.
    """
    fund.locked(session, subnetwork)
    desk_of(session, day)
    session.refresh(slip)
    if slip.undone_at is not None:
        raise Refusal(_("This was undone before."))
    if slip.kind not in UNDOABLE:
        raise Refusal(_("This cannot be undone. Enter the opposite instead."))
    if touches_cash(slip) and (day is None or day.desk_id != slip.desk_id):
        raise Refusal(_("Cash goes to and fro only while the desk is open. Open the desk first."))
    for transfer_id in (slip.euros_transfer_id, slip.units_transfer_id):
        if transfer_id is None or _is_reversed(session, transfer_id):
            continue
        reverse(session, transfer_id, key=f"undo:{transfer_id}", memo=why, entered_by_id=by.id)
    slip.undone_at, slip.undone_by_id, slip.undone_why = clock.now(), by.id, why
    slip.undone_day_id = None if day is None else day.id
    _let_go(session, slip)
    session.flush()
    return slip


def touches_cash(slip: Slip) -> bool:
    """Tell whether the cash of a desk is concerned."""
    return slip.desk_id is not None and (slip.means == Means.CASH or slip.kind == SlipKind.DEPOSIT)


def _is_reversed(session: Session, transfer_id: object) -> bool:
    """Whether it went back already, alone: then only the other half is still to be undone."""
    return session.scalar(sa.select(Transfer.id).where(Transfer.reverses_id == transfer_id)) is not None


def _let_go(session: Session, slip: Slip) -> None:
    """Let what led to the slip wait for a decision again."""
    line = session.scalar(sa.select(BankLine).where(BankLine.slip_id == slip.id))
    if line is not None:
        line.state, line.slip_id = LineState.UNKNOWN, None
    request = session.scalar(sa.select(Reconversion).where(Reconversion.slip_id == slip.id))
    if request is not None:
        request.state, request.slip_id = ReconversionState.ASKED, None


def deposit(
    session: Session, subnetwork: Subnetwork, day: DeskDay, *, amount: int, memo: str, key: str, by: Member
) -> Slip:
    """Enter that cash of a desk was brought to the bank.

    Raises:
        Refusal: there is not that much at the desk.
    """
    books = fund.locked(session, subnetwork)
    if (before := slips.written(session, subnetwork, key, kind=SlipKind.DEPOSIT, amount=amount)) is not None:
        return before
    desk = desk_of(session, day)
    assert desk is not None
    enough(session, desk, amount)
    euros = transfer(
        session,
        ledger=fund.ledger_of(session, books),
        payer_id=desk.cash_id,
        payee_id=books.bank_id,
        amount=amount,
        reason="deposit",
        key=f"deposit:{key}",
        memo=memo,
        entered_by_id=by.id,
    )
    return slips.write(
        session,
        subnetwork,
        kind=SlipKind.DEPOSIT,
        key=key,
        amount=amount,
        euros=euros,
        day=day,
        memo=memo,
        by=by,
    )


def desk_of(session: Session, day: DeskDay | None) -> Desk | None:
    """Return the desk of a day that is still open; the fund must be locked, so that nobody closes it now.

    Raises:
        Refusal: somebody closed the day a moment before.
    """
    if day is None:
        return None
    session.refresh(day)
    if day.closed_at is not None:
        raise Refusal(_("This day is closed already."))
    return session.get_one(Desk, day.desk_id)


def enough(session: Session, desk: Desk, amount: int) -> None:
    """Refuse to take more cash from a desk than there is."""
    there = session.get_one(Account, desk.cash_id, populate_existing=True).balance
    if amount > there:
        cash = services.euros_in_words(there)
        raise Refusal(_("There is not that much cash at the desk: %(cash)s.", cash=cash), field="amount")
