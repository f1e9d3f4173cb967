"""Two people at the same moment: a territory is never left without an administrator."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.members import queries, services
from app.members.models import Member
from app.roles import Role
from app.testing import factories
from app.web.database import db


def _leave(session: Session, member: Member) -> None:
    services.leave(session, member)


def _step_back(session: Session, member: Member) -> None:
    services.take_role(session, member, Role.ADMINISTRATOR)


@pytest.mark.parametrize("go", [_leave, _step_back])
def test_of_two_administrators_who_go_at_once_one_stays(
    app: Flask, session: Session, go: Callable[[Session, Member], None]
) -> None:
    territory = factories.territory(session)
    both = [factories.member(session, territory, first_name=name) for name in ("Ana", "Bilal")]
    for member in both:
        factories.grant(session, member, Role.ADMINISTRATOR)
    session.commit()
    start, refused = Barrier(2, timeout=10), []

    def run(member: Member) -> None:
        with app.app_context(), Session(db.engine) as own:
            start.wait()
            try:
                go(own, own.get_one(Member, member.id))
                own.commit()
            except Refusal as refusal:
                own.rollback()
                refused.extend(refusal.reasons)

    threads = [Thread(target=run, args=(member,)) for member in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(queries.with_role(session, territory.id, Role.ADMINISTRATOR)) == 1
    assert refused == ["A territory needs an administrator. Give the role to somebody else first."]
