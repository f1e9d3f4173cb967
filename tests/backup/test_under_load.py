"""A backup is of one moment, however many write meanwhile: what was committed before it is in it."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.backup.commands import group
from app.db.retry import in_one_go
from app.ledgers import chain, services
from app.ledgers.models import Ledger, Transfer
from app.ledgers.verification import faults
from app.web.database import db


def test_what_was_committed_before_is_in_it_and_the_copy_is_of_one_moment(
    site, village, empty_place, tmp_path
):
    with site.app.app_context():
        engine = db.engine
    ledger_id, done = village.ledger.id, Event()
    payer, payee = village.accounts["Ana"].id, village.accounts["Bea"].id
    village.session.commit()

    def pay(session, key):
        both = (payer, payee) if int(key.split()[1]) % 2 else (payee, payer)
        transfer = services.transfer(
            session,
            ledger=session.get_one(Ledger, ledger_id),
            payer_id=both[0],
            payee_id=both[1],
            amount=1,
            reason="exchange",
            key=key,
        )
        return transfer.id

    def go_on(who):
        number = 0
        while not done.is_set():
            number += 1
            in_one_go(partial(Session, engine), partial(pay, key=f"{who} {number}"))
            if number % 5 == 0:
                in_one_go(partial(Session, engine), chain.link)
        return number

    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(go_on, who) for who in range(3)]
        try:
            acknowledged = in_one_go(partial(Session, engine), partial(pay, key="before 1"))
            made = site.app.test_cli_runner().invoke(group, ["create", str(tmp_path / "site.backup")])
        finally:
            done.set()
        written = sum(writer.result() for writer in writers)
    back = empty_place.run("restore", tmp_path / "site.backup")

    assert (made.exit_code, back.exit_code) == (0, 0), made.output + back.output
    assert written > 10
    with empty_place.session() as session:
        assert session.get(Transfer, acknowledged) is not None
        assert session.scalar(sa.select(sa.func.count()).select_from(Transfer)) <= written + 3
        assert faults(session, ledger_id) == []
