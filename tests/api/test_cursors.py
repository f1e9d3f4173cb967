"""Pages of lists: each line once, whatever is added meanwhile."""

import base64
import json

import pytest

from app.roles import Role
from app.testing import factories

MEMBERS = "/bordeaux/memberships"


@pytest.fixture
def place(session):
    return factories.territory(session)


@pytest.fixture
def mine(session, place, program):
    """A program of an administrator of the territory."""
    ada = factories.member(session, place, first_name="Ada", roles=[Role.ADMINISTRATOR])
    session.commit()
    return program(ada)


def walk(mine, path, meanwhile=None):
    """Return the ids of every line, page after page, doing something after the first."""
    found, after = [], ""
    while True:
        page = mine.get(path, query_string={"limit": 2, **({"cursor": after} if after else {})}).json
        found += [line.get("id") or line.get("member_id") or line["slug"] for line in page["items"]]
        assert len(page["items"]) <= 2
        if meanwhile is not None:
            meanwhile()
            meanwhile = None
        if page["next"] is None:
            return found
        after = page["next"]


def test_every_line_comes_once_though_some_are_added_in_front_and_behind(session, place, mine):
    for name in ("B", "D", "F", "H", "K"):
        factories.subnetwork(session, place, name.lower(), name=name)
    session.commit()
    before = walk(mine, "/bordeaux/subnetworks")

    def add():
        for name in ("A", "C", "Z"):
            factories.subnetwork(session, place, name.lower(), name=name)
        session.commit()

    walked = walk(mine, "/bordeaux/subnetworks", meanwhile=add)

    assert len(before) == 5
    assert len(set(walked)) == len(walked)
    assert [line for line in walked if line in before] == before
    assert len(walked) == 6  # Z stands behind what was shown, A and C before


def test_lines_of_the_same_name_are_told_apart(session, place, mine):
    made = {str(factories.subnetwork(session, place, f"n{n}", name="Same").id) for n in range(5)}
    session.commit()

    walked = walk(mine, "/bordeaux/subnetworks")

    assert sorted(walked) == sorted(made)


def test_members_and_plugins_and_kinds_come_in_pages_too(session, place, mine):
    made = {str(factories.member(session, place, first_name=f"M{n}").id) for n in range(4)}
    session.commit()

    walked = walk(mine, MEMBERS)

    assert len(walked) == 5
    assert made < set(walked)
    for path in ("/plugins", "/kinds"):
        slugs = walk(mine, path)
        assert slugs == sorted(set(slugs))
        assert slugs == [line["slug"] for line in mine.get(f"{path}?limit=100").json["items"]]


def made_up(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "%",
        "=",
        "A" * 500,
        made_up([]),
        made_up(None),
        made_up(5),
        made_up([["is", None], ["id", "0" * 32]]),
        made_up([["is", "A"]]),
        made_up([["is", "A"], ["id", "none"]]),
        made_up([["is", "A"], ["id", 5]]),
        made_up([["at", "yesterday"], ["id", "0" * 32]]),
        made_up([["is", {"a": 1}], ["id", "0" * 32]]),
        made_up([["is", ["a"]], ["id", "0" * 32]]),
        made_up([["is", 5], ["is", 5]]),
        made_up([["is", "a\0b"], ["id", "0" * 32]]),
        made_up([["is", "\ud800"], ["id", "0" * 32]]),
        made_up([["is", 1e300], ["id", "0" * 32]]),
        made_up([["is", 10**30], ["id", "0" * 32]]),
        made_up([["at", "2026-01-01T00:00:00"], ["id", "0" * 32]]),
        made_up([["id", "0" * 32], ["id", "0" * 32]]),
        made_up([["is", True], ["id", "0" * 32]]),
    ],
)
@pytest.mark.parametrize("path", ["/bordeaux/subnetworks", MEMBERS, "/plugins"])
def test_a_cursor_that_is_not_ours_breaks_nothing(mine, path, cursor):
    answer = mine.get(path, query_string={"cursor": cursor})

    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "", "9" * 40])
def test_a_page_has_between_one_and_a_hundred_lines(mine, limit):
    assert mine.get("/territories", query_string={"limit": limit}).status_code == 422
