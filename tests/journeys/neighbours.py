"""Other people of a town, who exchange without a browser: figures about fewer than six are not shown."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import sqlalchemy as sa

from app.config import from_environment
from app.exchanges import services as exchanges
from app.exchanges.wishes import Wish
from app.factory import create_app
from app.impact import services as impact
from app.kernel.registry import Plugins
from app.ledgers.models import Account
from app.listings.models import Direction
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories
from tests.journeys.sites import Site


@cache
def _plugins(database_url: str, environment: frozenset[tuple[str, str]]) -> Plugins:
    plugins: Plugins = create_app(from_environment(dict(environment))).extensions["together_plugins"]
    return plugins


def help_in_the_garden(site: Site, slug: str, *names: str, minutes: int, felt: dict[str, int]) -> None:
    """Let two more people of the town exchange help in the garden, from asking to what they felt.

    It happens in a thread of its own: Playwright's event loop lives in this one, and Flask minds.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_help, site, slug, names, minutes, felt).result()


def _help(site: Site, slug: str, names: tuple[str, ...], minutes: int, felt: dict[str, int]) -> None:
    plugins = _plugins(site.database_url, frozenset(site.environment.items()))
    with site.session() as session:
        town = session.scalars(sa.select(Territory).where(Territory.slug == slug)).one()
        subnetwork = session.scalars(sa.select(Subnetwork).where(Subnetwork.territory_id == town.id)).one()
        giver, receiver = (factories.member(session, town, first_name=name) for name in names)
        listing = factories.listing(
            session,
            receiver,
            subnetwork,
            "Weeds, everywhere",
            kind="time_bank.garden",
            direction=Direction.REQUEST,
            terms=["time_bank.hours"],
        )
        wish = Wish(quantity=minutes, terms="time_bank.hours")
        exchange = exchanges.ask(session, plugins, listing=listing, asker=giver, text="I come.", wish=wish)
        exchanges.accept(session, plugins, exchange, by=receiver)
        exchanges.mark_done(session, plugins, exchange, by=giver)
        exchanges.confirm(session, plugins, exchange, by=receiver)
        for side in (giver, receiver):
            impact.feel(session, exchange, side, felt=felt)


def balances(site: Site, slug: str) -> dict[str, int]:
    """Return the balance in minutes of everybody in the town who has an account, by first name."""
    with site.session() as session:
        rows = session.execute(
            sa.select(Member, Account.balance)
            .join(Account, Account.member_id == Member.id)
            .join(Territory, Territory.id == Member.territory_id)
            .where(Territory.slug == slug)
        )
        return {member.first_name: balance for member, balance in rows}
