"""``together seed``: a small world for tests and evaluations."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.cli import together
from app.demo.seed import group as seed
from app.kernel.registry import Plugins
from app.members.models import Person
from app.notifications.models import OutgoingMail
from app.testing import factories


def run(app: Flask, number: int = 7) -> dict[str, Any]:
    result = app.test_cli_runner().invoke(seed, ["--seed", str(number), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_it_makes_three_territories_with_every_role_and_every_plugin_once(
    app: Flask, session: Session
) -> None:
    told = run(app)

    plugins: Plugins = app.extensions["together_plugins"]
    memberships = [one for user in told["users"] for one in user["memberships"]]
    assert len(told["territories"]) == 3
    assert 55 <= len(told["users"]) <= 70
    for territory in told["territories"]:
        here = [one for one in memberships if one["territory"] == territory["slug"]]
        assert {role for one in here for role in one["roles"]} == {
            "administrator",
            "facilitator",
            "researcher",
        }
        assert {slug for one in here for slug in one["coordinates"]} == {
            network["slug"] for network in territory["subnetworks"]
        }
        assert {plugin for network in territory["subnetworks"] for plugin in network["plugins"]} == {
            *plugins.installed
        }
        assert {(one["kind"], one["direction"]) for one in territory["listings"]} == {
            (kind.slug, direction) for kind in plugins.kinds.values() for direction in kind.directions
        }
    assert {one["status"] for one in memberships} == {"active", "suspended", "pending"}
    assert [user["email"] for user in told["users"] if user["operator"]] == ["operator@example.org"]
    assert session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) == 0
    session.commit()

    user = next(one for one in told["users"] if one["email"].startswith("inhabitant1.creon"))
    bearer = {"Authorization": f"Bearer {user['token']}"}
    answer = app.test_client().get("/api/v1/territories/creon", headers=bearer)
    assert (answer.status_code, (answer.json or {}).get("id")) == (200, told["territories"][0]["id"])
    page = app.test_client().get(f"/t/creon/listings/{told['territories'][0]['listings'][0]['id']}")
    assert page.status_code == 200

    again = app.test_cli_runner().invoke(seed, ["--json"])
    assert "seed an empty one" in str(again.exception)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == len(told["users"])


def test_the_same_seed_gives_the_same_world(app: Flask, workbench: Any) -> None:
    first = run(app)
    second = run(workbench.own_app("seeded_again"))

    assert first["territories"] == second["territories"]
    for one, other in zip(first["users"], second["users"], strict=True):
        assert one.pop("token") != other.pop("token")
        assert one == other


def test_a_site_that_somebody_began_is_left_alone_with_its_schema(app: Flask, session: Session) -> None:
    factories.territory(session)
    session.execute(sa.text("DELETE FROM alembic_version WHERE version_num LIKE 'goods_%'"))
    session.commit()

    refused = app.test_cli_runner().invoke(seed, ["--json"])

    assert str(refused.exception) == "There are territories in this database already; seed an empty one."
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
    session.execute(sa.text("INSERT INTO alembic_version VALUES ('goods_0001')"))
    session.commit()


@pytest.mark.parametrize("name", ["seed", "tokens"])
def test_the_command_is_there(name: str) -> None:
    assert together.get_command(together.make_context("together", ["--help"], resilient_parsing=True), name)
