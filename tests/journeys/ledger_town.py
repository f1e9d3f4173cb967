"""A town with a time bank, its coordinator and two of its people; made beside the server."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app.ledgers import services as ledgers
from app.ledgers.models import Account, Ledger
from app.ledgers.naming import names_of
from app.ledgers.verification import faults
from app.testing import factories
from tests.journeys.conftest import NewContext
from tests.journeys.neighbours import _plugins
from tests.journeys.people import LOCALES, TELEPHONE, Someone
from tests.journeys.sites import Site

HOURS = "Hours of the valley"


@dataclass(frozen=True)
class LedgerTown:
    """Where a story of accounts takes place."""

    site: Site
    slug: str
    ledger_id: UUID
    emails: dict[str, str]

    def path(self, rest: str = "") -> str:
        """Return the path of a page of the town."""
        return f"/t/{self.slug}/{rest}"

    def someone(self, new_context: NewContext, first_name: str, language: str) -> Someone:
        """Give one of its people a telephone, and sign them in."""
        context = new_context(locale=LOCALES[language], viewport=TELEPHONE)
        person = Someone(self.site, context, first_name, language=language)
        person.email = self.emails[first_name]
        person.sign_in()
        return person

    def open_statement(self, person: Someone) -> None:
        """Let a person open their own statement."""
        person.go(self.path("accounts/"))
        person.main.get_by_role("heading").get_by_role("link", name=HOURS).click()
        expect(person.main.locator("table.statement")).to_be_visible()

    def pay(self, payer: str, payee: str, amount: int, memo: str) -> None:
        """Let somebody pay somebody, as an exchange does."""
        with self.site.session() as session:
            ledger = session.get_one(Ledger, self.ledger_id)
            by_name = {name: account for account, name in self._named(session)}
            ledgers.transfer(
                session,
                ledger=ledger,
                payer_id=by_name[payer].id,
                payee_id=by_name[payee].id,
                amount=amount,
                reason="payment",
                key=secrets.token_hex(8),
                memo=memo,
                entered_by_id=by_name[payer].member_id,
            )

    def balances(self) -> dict[str, int]:
        """Return what stands on every account, by its name; the ledger is sound."""
        with self.site.session() as session:
            assert faults(session, self.ledger_id) == []
            return {name: account.balance for account, name in self._named(session)}

    def _named(self, session: Session) -> list[tuple[Account, str]]:
        accounts = session.scalars(sa.select(Account).where(Account.ledger_id == self.ledger_id)).all()
        names = names_of(session, [account.id for account in accounts])
        return [(account, names[account.id]) for account in accounts]


def ledger_town(site: Site, languages: dict[str, str]) -> LedgerTown:
    """Make the town; the first of its people coordinates.

    Args:
        languages: of the people, by their first name.
    """
    with ThreadPoolExecutor(1) as thread:  # Playwright's event loop lives in this one, and Flask minds
        return thread.submit(_made, site, languages).result()


def _made(site: Site, languages: dict[str, str]) -> LedgerTown:
    plugins = _plugins(site.database_url, frozenset(site.environment.items()))
    with site.session() as session:
        town = factories.territory(session, f"valley-{secrets.token_hex(3)}", name="The valley")
        network = factories.subnetwork(
            session, town, "hours", name=HOURS, settings={"time_bank": {"welcome_minutes": 0}}
        )
        method = plugins.settlements["time_bank.hours"].ledger
        ledger = method(session, network) if method is not None else None
        assert ledger is not None
        emails = {}
        for name, language in languages.items():
            member = factories.member(session, town, factories.person(session, name, language=language))
            factories.takes_part(session, network, member, coordinates=not emails)
            ledgers.account_of(session, ledger, member.id)
            emails[name] = member.person.email
        return LedgerTown(site, str(town.slug), ledger.id, emails)
