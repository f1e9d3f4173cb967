"""Use cases of payments between people: who may pay whom, from which account, and never twice.

A ledger takes payments where exchanges may be settled in it: its plugin is switched on in its open
sub-network, and one of the plugin's settlement methods settles in it. Whoever may exchange there,
every active member of the territory, may pay and be paid; an account opens with the first payment.
They flush; the caller commits.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.kernel.registry import Plugins
from app.ledgers import keys, services
from app.ledgers.models import Account, AccountHolder, AccountKind, Entry, Ledger, Transfer, TransferMemo
from app.ledgers.payment_notices import tell_entered, tell_paid
from app.ledgers.queries import may_pay
from app.members.models import Member, MemberStatus
from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins, is_in
from app.text import _

REASON = "payment"
LONGEST_TEXT = 140
JUST_NOW = timedelta(minutes=15)
"""How long the same payment again is asked about first."""
LOOKED_BACK = 200
PAYING_KINDS = (
    AccountKind.MEMBER, AccountKind.ORGANISATION, AccountKind.SUBNETWORK, AccountKind.COMMUNITY,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Paid:
    """A payment, and whether it had been made before under the same key."""

    transfer: Transfer
    again: bool


def takes_payments(session: Session, plugins: Plugins, ledger: Ledger) -> bool:
    """Tell whether members may pay each other in a ledger, without an exchange."""
    if ledger.purpose or ledger.plugin not in enabled_plugins(session, ledger.subnetwork_id):
        return False
    subnetwork = session.get_one(Subnetwork, ledger.subnetwork_id)
    if subnetwork.closed_at is not None:
        return False
    methods = plugins.of(plugins.settlements, [ledger.plugin]).values()
    settled_in = [
        method.ledger(session, subnetwork)
        for method in methods
        if method.ledger is not None and (method.offered is None or method.offered(session, subnetwork))
    ]
    return any(one is not None and one.id == ledger.id for one in settled_in)


def can_be_paid(session: Session, payee: Account) -> bool:
    """Tell whether an account takes payments: not those of the books, nor of who has left."""
    if payee.kind not in PAYING_KINDS or payee.closed_at is not None:
        return False
    owner = None if payee.member_id is None else session.get(Member, payee.member_id)
    return owner is None or owner.status == MemberStatus.ACTIVE


def coordinates(session: Session, ledger: Ledger, member_id: UUID) -> bool:
    """Tell whether a member coordinates the sub-network of a ledger."""
    part = is_in(session, ledger.subnetwork_id, member_id)
    return part is not None and part.coordinates


def in_whose_place(
    session: Session, ledger: Ledger, payer: Account, by: Member, amount: int | None = None
) -> UUID | None:
    """Return the member in whose place ``by`` pays, ``None`` when it is in their own right.

    A coordinator of the ledger enters payments for members without internet, and pays from the
    common accounts.

    Raises:
        Refusal: they may not pay this amount from this account.
    """
    if may_pay(session, payer, by.id, amount or 0):
        return None
    if payer.kind in PAYING_KINDS and coordinates(session, ledger, by.id):
        return payer.member_id
    holder = session.get(AccountHolder, (payer.id, by.id))
    if holder is not None and holder.most is not None:
        raise Refusal(_("You may not pay that much from this account."), field="amount")
    raise Refusal(_("You may not pay from this account."), field="payer")


def pay(
    session: Session,
    plugins: Plugins,
    *,
    ledger: Ledger,
    payer: Account,
    payee: Account,
    amount: int,
    text: str,
    by: Member,
    after: str,
) -> Paid:
    """Pay an amount (smallest units) to somebody, with the levies of the ledger.

    The key is made of what is paid and of the payment before it: sent again, from the same page
    or from another one that was opened before, it is the same payment.

    Args:
        after: what ``seen_before`` said when the payer decided.

    Raises:
        Refusal: the ledger takes no payments, they may not pay, or a limit says no.
    """
    asked = keys.digest(payer=payer.id, payee=payee.id, amount=amount, text=text, by=by.id, after=after)
    return pay_once(
        session,
        plugins,
        ledger=ledger,
        payer=payer,
        payee=payee,
        amount=amount,
        text=text,
        by=by,
        key=f"payment:{asked}",
    )


def pay_once(
    session: Session,
    plugins: Plugins,
    *,
    ledger: Ledger,
    payer: Account,
    payee: Account,
    amount: int,
    text: str,
    by: Member,
    key: str,
) -> Paid:
    """Pay once for each ``key`` and tell those concerned, once too.

    Raises:
        Refusal: the ledger takes no payments, they may not pay, or a limit says no.
    """
    if not takes_payments(session, plugins, ledger):
        raise Refusal(_("Payments are not open here at the moment."))
    entered_for_id = in_whose_place(session, ledger, payer, by, amount)
    if not can_be_paid(session, payee):
        raise Refusal(_("This account takes no payments."))
    transfer = services.transfer(
        session,
        ledger=ledger,
        payer_id=payer.id,
        payee_id=payee.id,
        amount=amount,
        reason=REASON,
        memo=text,
        key=key,
        entered_by_id=by.id,
        entered_for_id=entered_for_id,
    )
    again = not first_time(session, ledger, transfer)
    if not again:
        tell_paid(session, ledger, transfer, text=text, by=by)
        if entered_for_id is not None:
            tell_entered(session, ledger, transfer, text=text, by=by, member_id=entered_for_id)
    return Paid(transfer=transfer, again=again)


def first_time(session: Session, ledger: Ledger, transfer: Transfer) -> bool:
    """Tell once for each transfer that it is new: who is told of it is told once."""
    said = keys.digest(what="told", transfer=transfer.id)
    return keys.claim(session, ledger, f"told:{transfer.id}", said, transfer_id=transfer.id) is None


def seen_before(
    session: Session, payer: Account | None, payee: Account | None, amount: int, text: str, zone: str
) -> tuple[str, Transfer | None]:
    """Return what tells a new payment from the same one before it, and that one if it was just now."""
    last = None if payer is None or payee is None else _same(session, payer, payee, amount, text)
    if last is None:
        return clock.today(zone).isoformat(), None
    return str(last.id), last if clock.now() - last.created_at < JUST_NOW else None


def _same(session: Session, payer: Account, payee: Account, amount: int, text: str) -> Transfer | None:
    """Find the last payment of the same amount with the same words, among the latest of the payer."""
    return session.scalar(
        sa.select(Transfer)
        .join(Entry, Entry.transfer_id == Transfer.id)
        .outerjoin(TransferMemo, TransferMemo.transfer_id == Transfer.id)
        .where(
            Entry.account_id == payer.id,
            Entry.number > payer.entries_count - LOOKED_BACK,
            Transfer.payer_id == payer.id,
            Transfer.payee_id == payee.id,
            Transfer.amount == amount,
            Transfer.reason == REASON,
            sa.func.coalesce(TransferMemo.text, "") == text,
        )
        .order_by(Entry.number.desc())
        .limit(1)
    )
