"""Posting a pile of paper cheques: all of its rows or none, each with the key of its number."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from babel import dates
from sqlalchemy.orm import Session

from app.plugin_api import Account, Ledger, Refusal, _, clock, locale, transfer
from plugins.time_bank.batch_checks import Checked, CheckedRow, check
from plugins.time_bank.batches import still_a_draft
from plugins.time_bank.cheques import key_of, take_for_use
from plugins.time_bank.models import Batch
from plugins.time_bank.parties import Parties


class NotPosted(Refusal):
    """Nothing of a pile was posted; what stands in the way is beside its rows."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(_("Nothing was posted yet: see what is said beside the rows."))
        self.checked = checked


def post(
    session: Session, *, ledger: Ledger, batch: Batch, parties: Parties, by_id: UUID, today: date
) -> Checked:
    """Post every row that is not set aside, or none of them.

    Raises:
        NotPosted: something is wrong, with a sentence at each row; roll back.
        Refusal: somebody posted the pile meanwhile.
    """
    marked = session.execute(
        sa.update(Batch)
        .where(Batch.id == batch.id, Batch.posted_at.is_(None))
        .values(posted_at=clock.now())
        .returning(Batch.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not marked:
        session.refresh(batch, ["posted_at"])
        still_a_draft(batch)
    checked = check(session, ledger, batch, parties, today=today)
    if not checked.is_fine:
        raise NotPosted(checked)
    _lock(session, ledger, checked.to_post)
    if not _post_rows(session, ledger, checked.to_post, by_id):
        raise NotPosted(checked)
    session.expire(batch, ["posted_at"])
    return checked


def _lock(session: Session, ledger: Ledger, rows: Sequence[CheckedRow]) -> None:
    """Open and lock all accounts in ascending id, the order in which every transfer takes them."""
    parties = {party for one in rows for party in (one.payer, one.payee) if party is not None}
    ids = {party.account(session, ledger).id for party in sorted(parties, key=lambda party: party.name)}
    session.execute(sa.select(Account.id).where(Account.id.in_(ids)).order_by(Account.id).with_for_update())


def _post_rows(session: Session, ledger: Ledger, rows: Sequence[CheckedRow], by_id: UUID) -> bool:
    """Post row by row; who first received may then pay, whatever the order of the pile."""
    waiting = list(rows)
    while waiting:
        refused = [one for one in waiting if not _post_row(session, ledger, one, by_id)]
        if len(refused) == len(waiting):
            return False
        waiting = refused
    return True


def _post_row(session: Session, ledger: Ledger, one: CheckedRow, by_id: UUID) -> bool:
    assert one.cheque is not None
    assert one.payer is not None
    assert one.payee is not None
    assert one.amount
    one.problems.clear()
    try:
        with session.begin_nested():
            if not take_for_use(session, one.cheque):
                raise Refusal(_("Cheque %(number)s was used by somebody else meanwhile.", number=one.number))
            made = transfer(
                session,
                ledger=ledger,
                payer_id=one.payer.account(session, ledger).id,
                payee_id=one.payee.account(session, ledger).id,
                amount=one.amount,
                reason="exchange",
                key=key_of(one.cheque),
                memo=_memo(one),
                entered_by_id=by_id,
                entered_for_id=one.payer.member_id,
            )
            one.cheque.transfer_id = one.row.transfer_id = made.id
    except Refusal as refusal:
        one.wrong("amount", str(refusal))
        return False
    return True


def _memo(one: CheckedRow) -> str:
    values = {"number": one.number, "what": one.row.what}
    if one.day is None:
        return (
            _("Cheque %(number)s: %(what)s", **values) if one.row.what else _("Cheque %(number)s", **values)
        )
    values["day"] = dates.format_date(one.day, "long", locale=locale())
    if one.row.what:
        return _("Cheque %(number)s of %(day)s: %(what)s", **values)
    return _("Cheque %(number)s of %(day)s", **values)
