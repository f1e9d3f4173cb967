"""Several payments at once, all or none: a workshop's participants pay, or attendance is credited."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from app.amounts import amount as in_words
from app.errors import Refusal
from app.kernel.registry import Plugins
from app.ledgers import payments, services
from app.ledgers.models import Account, Ledger, Transfer
from app.ledgers.naming import names_of
from app.ledgers.payment_notices import tell_entered, tell_paid
from app.ledgers.payments import REASON, coordinates, first_time, takes_payments
from app.members.models import Member
from app.text import _


class Way(StrEnum):
    """Which way the amounts go."""

    TO_EACH = "to_each"
    FROM_EACH = "from_each"


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one person gets or pays; ``account`` is ``None`` before it opened."""

    member_id: UUID
    name: str
    amount: int
    account: Account | None


def total(shares: Sequence[Share]) -> int:
    """Return what all shares come to."""
    return sum(share.amount for share in shares)


def problems(
    session: Session, ledger: Ledger, common: Account, way: Way, shares: Sequence[Share]
) -> list[str]:
    """Name everybody whose account does not allow their share, before anything is posted."""
    sign = 1 if way is Way.TO_EACH else -1
    found = [
        _("%(name)s stands on both sides: leave them out.", name=share.name)
        for share in shares
        if share.account is not None and share.account.id == common.id
    ]
    found += [said for share in shares if (said := _problem(ledger, share, sign * share.amount))]
    name = names_of(session, [common.id])[common.id]
    whole = Share(member_id=common.id, name=name, amount=total(shares), account=common)
    if said := _problem(ledger, whole, -sign * whole.amount):
        found.append(said)
    return found


def _problem(ledger: Ledger, share: Share, change: int) -> str | None:
    account, name = share.account, share.name
    blocks = ledger.on_limit == "block"
    balance, held, expected = ledger.welcome, 0, 0
    floor, ceiling = (ledger.floor, ledger.ceiling) if blocks else (None, None)
    if account is not None:
        if account.closed_at is not None:
            return _("The account of %(name)s is closed.", name=name)
        balance, held, expected = account.balance, account.held, account.expected
        floor, ceiling = account.floor, account.ceiling
    if change < 0 and floor is not None and balance - held + change < floor:
        limit = in_words(floor, ledger.unit, ledger.scale)
        return _("The account of %(name)s cannot go below %(limit)s.", name=name, limit=limit)
    if change > 0 and ceiling is not None and balance + expected + change > ceiling:
        limit = in_words(ceiling, ledger.unit, ledger.scale)
        return _("The account of %(name)s cannot go above %(limit)s.", name=name, limit=limit)
    return None


def pay_several(
    session: Session,
    plugins: Plugins,
    *,
    ledger: Ledger,
    common: Account,
    way: Way,
    shares: Sequence[Share],
    text: str,
    by: Member,
    key: str,
) -> list[Transfer]:
    """Let one account pay each, or each pay one account, all or none; levies are not added.

    Raises:
        Refusal: somebody's account does not allow it, each named; or they may not do it.
    """
    stead = in_whose_place(session, plugins, ledger, common, way, shares, by)
    if not shares:
        raise Refusal(_("Choose at least one person."))
    parts = [_part(session, ledger, common, way, share, text, stead) for share in shares]
    made = services.transfer_together(
        session, ledger=ledger, parts=parts, key=f"several:{key}", entered_by_id=by.id
    )
    if first_time(session, ledger, made[0]):
        for transfer in made:
            tell_paid(session, ledger, transfer, text=text, by=by)
            if transfer.entered_for_id is not None:
                tell_entered(session, ledger, transfer, text=text, by=by, member_id=transfer.entered_for_id)
    return made


def in_whose_place(
    session: Session,
    plugins: Plugins,
    ledger: Ledger,
    common: Account,
    way: Way,
    shares: Sequence[Share],
    by: Member,
) -> UUID | None:
    """Return the member in whose place one account pays each, ``None`` when ``by`` pays in their own right.

    Raises:
        Refusal: the ledger takes no payments, or they may not do it.
    """
    if not takes_payments(session, plugins, ledger):
        raise Refusal(_("Payments are not open here at the moment."))
    if way is Way.TO_EACH:
        return payments.in_whose_place(session, ledger, common, by, total(shares))
    if not coordinates(session, ledger, by.id):
        raise Refusal(_("Only a coordinator can enter what others pay."))
    return None


def _part(
    session: Session,
    ledger: Ledger,
    common: Account,
    way: Way,
    share: Share,
    text: str,
    stead: UUID | None,
) -> services.Part:
    account = share.account or services.account_of(session, ledger, share.member_id)
    to_each = way is Way.TO_EACH
    return services.Part(
        payer_id=common.id if to_each else account.id,
        payee_id=account.id if to_each else common.id,
        amount=share.amount,
        reason=REASON,
        memo=text,
        entered_for_id=stead if to_each else share.member_id,
    )
