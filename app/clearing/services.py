"""Use cases of clearing: propose a round, answer it, post it, take it back; the caller commits."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.clearing import queries
from app.clearing.circles import Arc, circulation
from app.clearing.debts import put_back, take_off
from app.clearing.models import ClearingConsent, ClearingPart, ClearingRound, Debt, DebtState, RoundState
from app.errors import Refusal
from app.ledgers.models import Ledger
from app.ledgers.services import Part, reverse, transfer_together
from app.text import _

REASON = "clearing"
DAYS_TO_ANSWER = 14


def propose(session: Session, ledger: Ledger, *, by_id: UUID) -> ClearingRound:
    """Find the circles that cancel the most and propose them to everybody in them.

    Raises:
        Refusal: another round waits for answers, or there is no circle.
    """
    if session.scalar(
        sa.select(ClearingRound.id).where(
            ClearingRound.ledger_id == ledger.id, ClearingRound.state == RoundState.PROPOSED
        )
    ):
        raise Refusal(_("A round is waiting for answers already."))
    proposed = _made(session, ledger.territory_id, ledger.id, by_id=by_id, left_out=set())
    if proposed is None:
        raise Refusal(_("No debts cancel each other at the moment: there is no circle among them."))
    return proposed


def _made(
    session: Session, territory_id: UUID, ledger_id: UUID, *, by_id: UUID, left_out: set[UUID]
) -> ClearingRound | None:
    """Make a round without some accounts; ``None`` when there is no circle."""
    parts = _parts(queries.confirmed(session, ledger_id, left_out))
    if not parts:
        return None
    made = ClearingRound(
        territory_id=territory_id,
        ledger_id=ledger_id,
        answer_before=clock.now() + timedelta(days=DAYS_TO_ANSWER),
        left_out=sorted(str(account_id) for account_id in left_out),
        made_by_id=by_id,
    )
    session.add(made)
    session.flush()
    _write(session, made, parts)
    return made


def _parts(debts: Sequence[Debt]) -> dict[UUID, int]:
    """Return how much of each debt cancels; between two accounts the oldest debts go first."""
    owed: dict[Arc, int] = {}
    for debt in debts:
        arc = (debt.debtor_id, debt.creditor_id)
        owed[arc] = owed.get(arc, 0) + debt.owed
    left = circulation(owed)
    parts: dict[UUID, int] = {}
    for debt in debts:
        arc = (debt.debtor_id, debt.creditor_id)
        amount = min(left.get(arc, 0), debt.owed)
        if amount:
            parts[debt.id] = amount
            left[arc] -= amount
    return parts


def _write(session: Session, proposed: ClearingRound, parts: Mapping[UUID, int]) -> None:
    session.add_all(
        ClearingPart(territory_id=proposed.territory_id, round_id=proposed.id, debt_id=debt_id, amount=amount)
        for debt_id, amount in parts.items()
    )
    debts = session.scalars(sa.select(Debt).where(Debt.id.in_(parts))).all()
    accounts = {side for debt in debts for side in (debt.debtor_id, debt.creditor_id)}
    session.add_all(
        ClearingConsent(territory_id=proposed.territory_id, round_id=proposed.id, account_id=account_id)
        for account_id in sorted(accounts)
    )
    session.flush()


def answer(
    session: Session, proposed: ClearingRound, account_id: UUID, *, agrees: bool, by_id: UUID
) -> ClearingRound:
    """Say yes or no for an account; when all have said yes, the round is posted.

    After a no, or when something was paid meanwhile, the round is made anew without that account;
    who agreed before has to be asked again only when more of their debts would cancel than they
    agreed to.

    Returns:
        The round as it stands, a new one after a no.

    Raises:
        Refusal: the round is no longer open.
    """
    session.refresh(proposed, with_for_update=True)
    if proposed.state != RoundState.PROPOSED:
        raise Refusal(_("This round is no longer open."))
    consent = session.get_one(ClearingConsent, (proposed.id, account_id))
    consent.agrees, consent.answered_by_id = agrees, by_id
    session.flush()
    if not agrees:
        return _anew(session, proposed, left_out={account_id}) or proposed
    if not _all_agree(session, proposed):
        return proposed
    if _something_was_paid(session, proposed):
        return _anew(session, proposed, left_out=set()) or proposed
    post(session, proposed)
    return proposed


def _something_was_paid(session: Session, proposed: ClearingRound) -> bool:
    """Tell whether less is owed by now than the round would cancel."""
    return any(
        view.debt.state != DebtState.CONFIRMED or view.debt.owed < view.cleared
        for view in queries.parts_of(session, proposed.id)
    )


def _all_agree(session: Session, proposed: ClearingRound) -> bool:
    return not session.scalar(
        sa.select(sa.func.count()).where(
            ClearingConsent.round_id == proposed.id, ClearingConsent.agrees.is_not(True)
        )
    )


def _anew(session: Session, former: ClearingRound, left_out: set[UUID]) -> ClearingRound | None:
    """Give a round up and propose what is left of it; ``None`` when no circle is left."""
    former.state, former.resolved_at = RoundState.GIVEN_UP, clock.now()
    session.flush()
    proposed = _made(
        session,
        former.territory_id,
        former.ledger_id,
        by_id=former.made_by_id,
        left_out=left_out | {UUID(account_id) for account_id in former.left_out},
    )
    if proposed is None:
        return None
    _keep_answers(session, former, proposed)
    if _all_agree(session, proposed):
        post(session, proposed)
    return proposed


def _keep_answers(session: Session, former: ClearingRound, proposed: ClearingRound) -> None:
    agreed_to = {
        part.debt_id: part.amount
        for part in session.scalars(sa.select(ClearingPart).where(ClearingPart.round_id == former.id))
    }
    more: set[UUID] = set()
    for view in queries.parts_of(session, proposed.id):
        if view.cleared > agreed_to.get(view.debt.id, 0):
            more |= {view.debt.debtor_id, view.debt.creditor_id}
    answers = {consent.account_id: consent for consent, _name in queries.consents_of(session, former.id)}
    for consent, _name in queries.consents_of(session, proposed.id):
        before = answers.get(consent.account_id)
        if before is not None and before.agrees and consent.account_id not in more:
            consent.agrees, consent.answered_by_id = True, before.answered_by_id
    session.flush()


def post(session: Session, proposed: ClearingRound) -> None:
    """Post a round to which everybody agreed: one set of transfers, all or none, net zero for each account.

    Raises:
        Refusal: a debt has become smaller meanwhile.
    """
    ledger = session.get_one(Ledger, proposed.ledger_id)
    views = queries.parts_of(session, proposed.id)
    for view in sorted(views, key=lambda view: view.debt.id):
        take_off(session, view.debt.id, view.cleared)
    made = transfer_together(
        session,
        ledger=ledger,
        parts=[
            Part(
                payer_id=view.debt.debtor_id,
                payee_id=view.debt.creditor_id,
                amount=view.cleared,
                reason=REASON,
                memo=view.debt.text,
            )
            for view in views
        ],
        key=f"clearing:{proposed.id}",
        entered_by_id=proposed.made_by_id,
    )
    proposed.state, proposed.resolved_at = RoundState.POSTED, clock.now()
    proposed.transfer_id = made[0].id
    session.flush()


def take_back(session: Session, posted: ClearingRound, *, by_id: UUID, why: str) -> None:
    """Reverse a round as a whole: every transfer goes back, every debt is owed again.

    Raises:
        Refusal: it was not posted, or was taken back before.
    """
    session.refresh(posted, with_for_update=True)
    if posted.state != RoundState.POSTED or posted.transfer_id is None:
        raise Refusal(_("Only a round that was carried out can be taken back."))
    reverse(session, posted.transfer_id, key=f"clearing:{posted.id}:back", memo=why, entered_by_id=by_id)
    for view in queries.parts_of(session, posted.id):
        put_back(session, view.debt.id, view.cleared)
    posted.state, posted.resolved_at = RoundState.REVERSED, clock.now()
    session.flush()


def close_overdue(session: Session) -> int:
    """Make rounds anew without those who did not answer in time; return how many there were."""
    late = queries.overdue(session, clock.now())
    for proposed in late:
        silent = {
            consent.account_id
            for consent, _name in queries.consents_of(session, proposed.id)
            if consent.agrees is None
        }
        _anew(session, proposed, left_out=silent)
    return len(late)
