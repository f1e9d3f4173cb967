"""Money over HTTP: the forms on which people pay and coordinators correct, as a browser sends them."""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa

from bar.browser import Answer, Browser
from bar.site import Payer, Site

PLACE = "/t/bordeaux"


def browser_of(site: Site, payer: Payer, timeout: float = 30.0) -> Browser:
    """Return a browser in which somebody is signed in."""
    return Browser(site.port, payer.cookie, payer.token, timeout)


def pay(browser: Browser, payer: Payer, payee: Payer, amount: int, text: str) -> Answer:
    """Confirm a payment of minutes; who, whom, how much and what for are its key."""
    hours, minutes = divmod(amount, 60)
    return browser.post(
        f"{PLACE}/pay/to/{payee.account_id}",
        payer=str(payer.account_id),
        amount=f"{hours}:{minutes:02}",
        text=text,
        after=datetime.now(UTC).date().isoformat(),
    )


def receipt(answer: Answer) -> UUID | None:
    """Return the payment whose receipt is shown, none when it was not paid."""
    path = answer.location.partition("?")[0]
    return UUID(path.rpartition("/")[2]) if answer.status == 302 and "/receipt/" in path else None


def correct(browser: Browser, ledger_id: UUID, transfer_id: UUID, key: str, why: str) -> Answer:
    """Confirm that a payment is undone."""
    path = f"{PLACE}/ledgers/{ledger_id}/transfers/{transfer_id}/correct"
    return browser.post(path, key=key, what="undo", why=why, do="1")


def payments(site: Site) -> dict[str, list[UUID]]:
    """Return the payments that are there, by their words."""
    from app.ledgers.models import Transfer, TransferMemo

    with site.session() as session:
        rows = session.execute(
            sa.select(TransferMemo.text, Transfer.id)
            .join(Transfer, Transfer.id == TransferMemo.transfer_id)
            .where(Transfer.reason == "payment")
        ).all()
    found: dict[str, list[UUID]] = {}
    for text, transfer_id in rows:
        found.setdefault(text, []).append(transfer_id)
    return found


def faults(site: Site) -> list[str]:
    """Return what is wrong with the ledger of a site, after every transfer got its place in the chain."""
    from app.ledgers import chain, verification

    with site.session() as session:
        chain.link_all(session)
        with verification.snapshot(session):
            return [f"{one.rule} {one.text}" for one in verification.faults(session, site.ledger_id)]
