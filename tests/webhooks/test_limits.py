"""How many webhooks there can be, when several coordinators register one at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import scope
from app.errors import Refusal
from app.subnetworks.models import Subnetwork
from app.webhooks import services
from app.webhooks.kinds import KINDS
from app.webhooks.models import Webhook
from tests.webhooks.conftest import SECRET, Town

AT_ONCE = 8


def test_there_are_no_more_than_ten_when_many_are_registered_at_once(town: Town) -> None:
    for number in range(services.MOST - 1):
        town.hook(f"https://example.org/{number}")
    ready = Barrier(AT_ONCE)

    def register(number: int) -> bool:
        with Session(town.engine) as session:
            scope.enter(session, town.territory.id)
            network = session.get_one(Subnetwork, town.network.id)
            session.rollback()
            ready.wait()
            try:
                services.register(
                    session,
                    town.cipher,
                    subnetwork=network,
                    by=None,
                    name="Ours",
                    url=f"https://example.org/more/{number}",
                    kinds=KINDS,
                    secret=SECRET,
                )
            except Refusal:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        registered = list(threads.map(register, range(AT_ONCE)))

    assert registered.count(True) == 1
    assert town.session.scalar(sa.select(sa.func.count()).select_from(Webhook)) == services.MOST
