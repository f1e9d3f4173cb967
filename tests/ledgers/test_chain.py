import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.db import new_id
from app.db.retry import in_one_go
from app.ledgers import chain, linking, published, services
from app.ledgers.models import Ledger, LedgerLink, LinkQueue, Transfer
from app.ledgers.verification import faults
from app.web.database import db
from tests.ledgers.conftest import make_village, set_rules


def links(village):
    statement = sa.select(LedgerLink).where(LedgerLink.ledger_id == village.ledger.id)
    return village.session.scalars(statement.order_by(LedgerLink.number)).all()


def waiting(village):
    return village.session.scalar(sa.select(sa.func.count()).select_from(LinkQueue))


def test_an_empty_ledger_has_an_empty_chain(village):
    assert chain.link(village.session) == 0
    assert chain.head(village.session, village.ledger.id) == chain.Head(number=0, digest=bytes(32))


def test_transfers_are_linked_in_posting_order_and_wait_no_longer(village):
    first = village.give("Ana", "Bea", 90, key="1")
    second = village.give("Bea", "Carl", 30, key="2")
    village.session.commit()

    linked = chain.link(village.session)

    assert linked == 2
    assert [(link.number, link.transfer_id) for link in links(village)] == [(1, first.id), (2, second.id)]
    assert waiting(village) == 0
    assert faults(village.session, village.ledger.id) == []


def test_a_digest_is_that_of_the_one_before_and_of_the_canonical_line(village):
    made = village.give("Ana", "Bea", 90, memo="For the hedge", entered_by_id=village.members["Carl"].id)
    village.session.commit()
    chain.link(village.session)

    at = (made.created_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    ana, bea = village.accounts["Ana"].id, village.accounts["Bea"].id
    line = (
        f'{{"amount":90,"at":{at},"component":null,"entered_by":"{village.members["Carl"].id}",'
        f'"entered_for":null,"exchange":null,"hold":null,"id":"{made.id}","ledger":"{village.ledger.id}",'
        f'"number":1,"part_of":null,"payee":"{bea}","payee_entry":[1,90],'
        f'"payer":"{ana}","payer_entry":[1,-90],"reason":"exchange","reverses":null}}'
    )

    assert json.dumps(json.loads(line), sort_keys=True, separators=(",", ":")) == line
    assert links(village)[0].digest == hashlib.sha256(bytes(32) + line.encode()).digest()


def test_words_are_no_part_of_the_chain_so_that_they_can_be_erased(village):
    village.give("Ana", "Bea", 90, memo="For the hedge")
    village.session.commit()
    chain.link(village.session)

    village.session.execute(sa.text("DELETE FROM transfer_memo"))

    assert faults(village.session, village.ledger.id) == []


def test_the_chain_goes_on_where_it_stopped(village):
    village.give("Ana", "Bea", 90, key="1")
    chain.link(village.session)
    before = chain.head(village.session, village.ledger.id)
    village.give("Bea", "Ana", 10, key="2")
    village.session.commit()

    chain.link(village.session)

    after = chain.head(village.session, village.ledger.id)
    assert (before.number, after.number) == (1, 2)
    assert links(village)[0].digest == before.digest
    assert faults(village.session, village.ledger.id) == []


def test_each_ledger_has_a_chain_of_its_own(village):
    other = set_rules(village.session, village.subnetwork, name="Fund", purpose="fund")
    services.transfer(
        village.session,
        ledger=other,
        payer_id=services.account_of(village.session, other, village.members["Ana"].id).id,
        payee_id=services.account_of(village.session, other, village.members["Bea"].id).id,
        amount=5,
        reason="gift",
        key="1",
    )
    village.give("Ana", "Bea", 90)
    village.session.commit()

    assert chain.link(village.session) == 2
    heads = [chain.head(village.session, ledger.id) for ledger in (village.ledger, other)]
    assert [head.number for head in heads] == [1, 1]
    assert heads[0].digest != heads[1].digest


def test_a_batch_that_ends_in_the_middle_is_taken_up_again(village):
    for number in range(25):
        village.give(*(("Ana", "Bea") if number % 2 else ("Bea", "Carl")), 1, key=str(number))
    village.session.commit()

    linked = chain.link_all(village.session, most=4)

    assert linked == 25
    assert [link.number for link in links(village)] == list(range(1, 26))
    assert faults(village.session, village.ledger.id) == []


def test_ids_that_run_backwards_do_not_disturb_the_order(village, monkeypatch):
    falling = iter(sorted((new_id() for _ in range(40)), reverse=True))
    monkeypatch.setattr(services, "new_id", lambda: next(falling))
    made = [village.give("Ana", "Bea", 1, key=str(number)).id for number in range(30)]
    village.session.commit()

    linked = chain.link_all(village.session, most=3)

    assert linked == 30
    assert [link.transfer_id for link in links(village)] == made
    assert faults(village.session, village.ledger.id) == []


def test_several_linkers_and_payers_at_once_make_one_chain_without_gaps(app, village):
    with app.app_context():
        engine = db.engine
    ledger_id = village.ledger.id
    ids = {name: account.id for name, account in village.accounts.items()}
    pairs = [("Ana", "Bea"), ("Bea", "Carl"), ("Carl", "Ana")]

    def pay(session, number):
        payer, payee = pairs[number % 3]
        services.transfer(
            session,
            ledger=session.get_one(Ledger, ledger_id),
            payer_id=ids[payer],
            payee_id=ids[payee],
            amount=1,
            reason="exchange",
            key=str(number),
        )

    def work(number):
        sessions = partial(Session, engine)
        if number % 3:
            in_one_go(sessions, partial(pay, number=number))
        else:
            in_one_go(sessions, partial(chain.link, most=7))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(180)))
    chain.link_all(village.session)

    assert [link.number for link in links(village)] == list(range(1, 121))
    assert waiting(village) == 0
    assert faults(village.session, village.ledger.id) == []


@settings(deadline=None)
@given(st.data())
def test_the_order_agrees_with_the_numbers_of_every_account(data):
    accounts = [0] * 4
    rows, last = [], {}
    for _ in range(data.draw(st.integers(1, 25))):
        payer, payee = data.draw(st.permutations(range(4)))[:2]
        before = {side: last.get(side) for side in (payer, payee)}
        name = data.draw(st.integers(0, 10**6).filter(lambda taken: taken not in [row.id for row in rows]))
        rows.append(
            SimpleNamespace(
                id=name,
                sides=((payer, accounts[payer]), (payee, accounts[payee])),
                payer_before=before[payer],
                payee_before=before[payee],
            )
        )
        for side in (payer, payee):
            accounts[side] += 1
            last[side] = name

    ordered = chain.in_order(sorted(rows, key=lambda row: row.id))

    seen = [0] * 4
    for row in ordered:
        for account, number in row.sides:
            assert number == seen[account]
            seen[account] += 1
    assert seen == accounts


def test_the_job_links_what_waits(app, village):
    village.give("Ana", "Bea", 90)
    village.session.commit()

    from app.jobs.running import run_due

    assert run_due(app, only=["chain"]) == ["chain"]
    village.session.rollback()
    assert waiting(village) == 0


def test_the_linker_behind_a_request_links_once_a_second(app, village):
    with app.app_context():
        engine = db.engine
    linker = linking.Linker()
    for number in range(2):
        village.give("Ana", "Bea", 1, key=str(number))
        village.session.commit()

        linker.after(engine)

    assert [link.number for link in links(village)] == [1]


def test_the_linker_behind_a_request_never_raises(app, village):
    broken = sa.create_engine("sqlite:////nowhere/at/all.sqlite3")

    linking.Linker().after(broken)


def test_what_a_request_posted_is_linked_once_it_was_answered(workbench):
    app = workbench.own_app("linking")
    linking.follow(app)
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        village = make_village(session)
        village.give("Ana", "Bea", 90)
        session.commit()

        app.test_client().get("/sign-in").close()
        unread = waiting(village)
        session.rollback()
        app.test_client().post("/sign-in").close()

        assert (unread, waiting(village)) == (1, 0)


def test_the_instant_in_the_chain_is_exact_to_the_microsecond(village):
    clock.shift(timedelta(days=-400))
    made = village.give("Ana", "Bea", 90)
    village.session.commit()
    chain.link(village.session)
    village.session.expire_all()

    kept = village.session.get_one(Transfer, made.id).created_at
    assert kept == made.created_at
    assert faults(village.session, village.ledger.id) == []


@pytest.mark.parametrize("wrong", ["2026-01-01", "2026-01-01 00:00:00.000000+01:00", None, 7])
def test_what_is_no_instant_of_ours_stays_as_it_is(wrong):
    from app.ledgers.canonical import microseconds

    assert microseconds(wrong) == wrong


def test_what_is_published_is_the_head_and_the_day_of_the_last_transfer(village):
    nothing = published.seal(village.session, village.ledger.id)
    village.give("Ana", "Bea", 90, key="1")
    last = village.give("Ana", "Bea", 10, key="2")
    village.session.commit()
    chain.link_all(village.session)

    seal = published.seal(village.session, village.ledger.id)

    head = chain.head(village.session, village.ledger.id)
    assert nothing is None
    assert seal == published.Seal(number=2, digest=head.hex, at=last.created_at)
    assert published.place_of(village.session, village.ledger.id, seal.digest.upper()) == 2
    assert published.place_of(village.session, village.ledger.id, "no digest") is None
