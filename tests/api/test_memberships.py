"""Memberships through the interface: what administrators read, and until when."""

import pytest

from app.members.models import MemberStatus
from app.roles import Role
from app.testing import factories


@pytest.mark.parametrize(
    ("status", "read"),
    [
        (MemberStatus.PENDING, [{"question": "Why here?", "answer": "A garden."}]),
        (MemberStatus.ACTIVE, []),
        (MemberStatus.REFUSED, []),
    ],
)
def test_answers_to_questions_are_read_only_while_somebody_waits(session, program, status, read):
    place = factories.territory(session)
    place.questions = ["Why here?"]
    ada = factories.member(session, place, first_name="Ada", roles=[Role.ADMINISTRATOR])
    zoe = factories.member(session, place, first_name="Zoé", status=status, answers=["A garden."])
    session.commit()

    listed = program(ada).get(f"/bordeaux/memberships?status={status}").json["items"]
    shown = program(ada).get(f"/bordeaux/memberships/{zoe.id}").json

    assert shown["answers"] == read
    assert [one["answers"] for one in listed if one["member_id"] == str(zoe.id)] == [read]
