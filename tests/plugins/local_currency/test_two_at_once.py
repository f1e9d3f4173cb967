"""Several keepers press at the same moment: nothing is doubled, no number is given twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.ledgers.models import Account
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.web.database import db
from plugins.local_currency import bonus, fund_check, issuing, reconversion
from plugins.local_currency.desk_models import Slip
from plugins.local_currency.programme_models import Programme, Reconversion
from tests.plugins.local_currency.counter import IBAN, Counter


def at_once(app: Flask, *works: Callable[[Session], object]) -> list[object]:
    """Do everything at the same moment, each in a thread and a transaction of its own."""
    start = Barrier(len(works), timeout=60)

    def do(work: Callable[[Session], object]) -> object:
        with app.app_context(), Session(db.engine) as session:
            start.wait(10)
            try:
                made = work(session)
                session.commit()
            except Refusal as refusal:
                session.rollback()
                return str(refusal)
            return made

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(do, works))


def issue(counter: Counter, member: Member, key: str) -> Callable[[Session], object]:
    network_id, account_id, kim_id = counter.network.id, counter.account(member).id, counter.kim.id

    def work(session: Session) -> object:
        return issuing.issue(
            session,
            session.get_one(Subnetwork, network_id),
            session.get_one(Account, account_id),
            amount=1000,
            means="transfer",
            memo="",
            key=key,
            by=session.get_one(Member, kim_id),
        ).number

    return work


def test_the_first_issues_of_a_currency_open_one_fund(app: Flask, village) -> None:
    counter = Counter(village)
    works = [issue(counter, counter.nour, f"k{number % 3}") for number in range(6)]
    counter.session.commit()

    numbers = at_once(app, *works)
    checked = fund_check.check(counter.session, counter.network.id)

    assert sorted(numbers) == [1, 1, 2, 2, 3, 3]
    assert checked.is_right
    assert (checked.sums.issued, checked.sums.in_hand) == (3000, 3000)
    assert counter.session.scalars(sa.select(Slip.number).order_by(Slip.number)).all() == [1, 2, 3]


def test_a_request_and_its_double_are_paid_once(app: Flask, village) -> None:
    counter = Counter(village)
    shop = counter.shop()
    account = counter.session.get_one(Account, shop.account_id)
    issuing.issue(
        counter.session, counter.network, account, amount=5000, means="card", memo="", key="k", by=counter.ana
    )
    requests = [
        reconversion.ask(
            counter.session,
            counter.network,
            shop,
            amount=3000,
            means="transfer",
            iban=IBAN,
            key=key,
            by=counter.nour,
        ).id
        for key in ("one", "two")
    ]
    network_id, ana_id = counter.network.id, counter.ana.id
    counter.session.commit()

    def execute(request_id: UUID) -> Callable[[Session], object]:
        return lambda session: (
            reconversion.execute(
                session,
                session.get_one(Subnetwork, network_id),
                session.get_one(Reconversion, request_id),
                by=session.get_one(Member, ana_id),
            ).amount
        )

    answers = at_once(app, *(execute(one) for one in (*requests, *requests)))
    checked = fund_check.check(counter.session, counter.network.id)

    assert [answer for answer in answers if not isinstance(answer, str)] == [2850]
    assert checked.is_right
    assert checked.sums.issued == 5000 - 2850


def test_two_who_admit_somebody_at_once_admit_them_to_one_programme(app: Flask, village) -> None:
    counter = Counter(village)
    made = [
        bonus.found(
            counter.session, counter.network, name=name, conditions="Some", percent=50, monthly_cap=None
        )
        for name in ("First", "Second")
    ]
    counter.session.commit()
    ids = (counter.network.id, counter.nour.id, counter.ana.id)

    def admit(programme_id: UUID) -> Callable[[Session], object]:
        def work(session: Session) -> object:
            bonus.admit(
                session,
                session.get_one(Subnetwork, ids[0]),
                session.get_one(Programme, programme_id),
                session.get_one(Member, ids[1]),
                by=session.get_one(Member, ids[2]),
            )
            return programme_id

        return work

    works = [admit(one.id) for one in made for _time in range(3)]
    counter.session.commit()

    answers = at_once(app, *works)
    people = [one.people for one in bonus.standings(counter.session, counter.network.id)]

    assert sorted(people) == [0, 1]
    assert sum("in another programme already" in str(one) for one in answers) == 3
