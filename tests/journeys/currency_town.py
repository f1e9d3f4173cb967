"""A town with a local currency: a coordinator, a keeper of the desk, and members; made beside the server."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from app.subnetworks.models import Subnetwork
from app.testing import factories
from plugins.local_currency import fund_check, issuing, owners
from tests.journeys.conftest import NewContext
from tests.journeys.people import LOCALES, TELEPHONE, Someone
from tests.journeys.sites import Site

SETTINGS = {
    "name": "Galet",
    "code": "GAL",
    "holder": "Association Galet",
    "iban": "FR1420041010050500013M02606",
    "reconversion_rate": 500,
    "committee_yeses": 1,
}


@dataclass(frozen=True)
class CurrencyTown:
    """Where a story of the currency takes place."""

    site: Site
    slug: str
    subnetwork_id: UUID
    emails: dict[str, str]

    def path(self, rest: str = "") -> str:
        """Return the path of a page of the currency."""
        return f"/t/{self.slug}/local_currency/currency/{rest}"

    def someone(self, new_context: NewContext, first_name: str, language: str) -> Someone:
        """Give one of its people a telephone, and sign them in."""
        context = new_context(locale=LOCALES[language], viewport=TELEPHONE)
        person = Someone(self.site, context, first_name, language=language)
        person.email = self.emails[first_name]
        person.sign_in()
        return person

    def sums(self) -> tuple[int, int, int]:
        """Return what is out, what is in the fund and what counts found missing; line by line they agree."""
        with self.site.session() as session:
            check = fund_check.check(session, self.subnetwork_id)
            assert check is not None
            assert check.is_right, check.difference
            return check.sums.issued, check.sums.fund, check.sums.missing

    def issue(self, name: str, amount: int) -> None:
        """Let somebody have units, against euros on the bank account."""
        with ThreadPoolExecutor(1) as thread:
            thread.submit(self._issue, name, amount).result()

    def _issue(self, name: str, amount: int) -> None:
        with self.site.session() as session:
            network = session.get_one(Subnetwork, self.subnetwork_id)
            session.info["territory_id"] = network.territory_id
            key = owners.search(session, network, name)[0].key
            account = owners.account(session, network, key)
            by = owners.active_members(session)[0]
            assert account is not None
            issuing.issue(
                session,
                network,
                account,
                amount=amount,
                means="transfer",
                memo="",
                key=secrets.token_hex(8),
                by=by,
            )


def currency_town(site: Site, language: str, *names: str) -> CurrencyTown:
    """Make the town; the first of its people coordinates."""
    with ThreadPoolExecutor(1) as thread:  # Playwright's event loop lives in this one, and Flask minds
        return thread.submit(_made, site, language, names).result()


def _made(site: Site, language: str, names: tuple[str, ...]) -> CurrencyTown:
    with site.session() as session:
        town = factories.territory(session, f"rive-{secrets.token_hex(3)}", name="La rive")
        network = factories.subnetwork(
            session,
            town,
            "currency",
            name="Galet",
            plugins=("local_currency",),
            settings={"local_currency": SETTINGS},
        )
        emails = {}
        for name in names:
            member = factories.member(session, town, factories.person(session, name, language=language))
            factories.takes_part(session, network, member, coordinates=not emails)
            emails[name] = member.person.email
        return CurrencyTown(site, str(town.slug), network.id, emails)
