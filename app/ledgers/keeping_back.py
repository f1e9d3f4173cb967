"""Use cases of levies: which accounts they can go to, taking one from now on, ending one."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.ledgers import levies, queries, services
from app.ledgers.models import Account, AccountKind, Ledger, Levy
from app.ledgers.queries import AccountView
from app.ledgers.sharing import called
from app.text import _

LEVIED_INTO = (AccountKind.COMMUNITY, AccountKind.LEVIES)


def commons_of(session: Session, ledger: Ledger) -> Sequence[AccountView]:
    """Return the common accounts of a ledger."""
    found = queries.common_accounts(session, subnetwork_id=ledger.subnetwork_id)
    return [view for view in found if view.ledger.id == ledger.id]


def levied_into(session: Session, ledger: Ledger) -> Sequence[AccountView]:
    """Return the common accounts of a ledger that a levy can go to."""
    return [
        view
        for view in commons_of(session, ledger)
        if view.account.kind in LEVIED_INTO and view.account.closed_at is None
    ]


def keep_back(
    session: Session,
    ledger: Ledger,
    *,
    name: str,
    account: Account | None,
    rate: int,
    fixed: int,
    paid_by: str,
) -> Levy:
    """Let a levy be taken of every payment from now on, into an account or a fund of its name.

    Args:
        account: the common account it goes to; ``None``: a fund called after it.
        rate: in hundredths of a percent.
        fixed: in the smallest unit, besides the rate.

    Raises:
        Refusal: it takes nothing, one of that name is taken already (a form that was sent twice), or it
            cannot go to that account.
    """
    name = called(name)
    if not rate and not fixed:
        raise Refusal(_("Write a percentage, or a fixed amount besides."), field="rate")
    session.refresh(ledger, with_for_update=True)
    if any(levy.name.casefold() == name.casefold() for levy in levies.in_force(session, ledger)):
        raise Refusal(_("A levy of that name is taken already."), field="name")
    into = services.community_account(session, ledger, name) if account is None else account
    if into.closed_at is not None:
        raise Refusal(_("This account is closed."), field="name" if account is None else "account")
    if into.ledger_id != ledger.id or into.kind not in LEVIED_INTO:
        raise Refusal(_("A levy goes to a common account of its ledger."), field="account")
    return services.set_levy(
        session, ledger, name=name, account=into, rate=rate, fixed=fixed, paid_by=paid_by
    )


def stop(session: Session, ledger: Ledger, levy: Levy) -> None:
    """Stop taking a levy; what was taken stays. One that was ended already stays as it was."""
    if levy.ended_at is None:
        services.end_levy(session, ledger, levy)
