"""The document of a ledger, and the checker that docs/ledgers-export.md shows, run as an outsider would."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.ledgers import chain, services
from app.ledgers.commands import group

DOCUMENT = Path(__file__).parents[2] / "docs" / "ledgers-export.md"


@pytest.fixture
def exported(app, village, tmp_path):
    """The path of an exported ledger with a payment, a reversal, and an amount set aside."""
    first = village.give("Ana", "Bea", 90, key="1", memo="For the hedge")
    village.give("Bea", "Carl", 30, key="2")
    services.reverse(village.session, first.id, key="3")
    village.hold("Carl", "Ana", 15)
    village.session.commit()

    result = app.test_cli_runner().invoke(group, ["export", str(village.ledger.id), "--json"])

    assert result.exit_code == 0, result.output
    path = tmp_path / "ledger.json"
    path.write_text(result.stdout, encoding="utf-8")
    return path


def check(path):
    """Run the checker of the documentation; returns what it said and its exit status."""
    [script] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr, done.returncode


def test_an_outsider_recomputes_an_exported_ledger(village, exported):
    said, code = check(exported)

    head = chain.head(village.session, village.ledger.id)
    assert (said, code) == (f"Sound: 3 transfers, head {head.hex}.\n", 0)


def test_the_document_holds_the_rules_and_the_accounts_and_no_words(village, exported):
    text = exported.read_text("utf-8")
    document = json.loads(text)

    assert document["format"] == "together-ledger/1"
    assert document["ledger"] == {
        "id": str(village.ledger.id),
        "plugin": "time_bank",
        "purpose": "",
        "unit": "minutes",
        "scale": 0,
        "floor": -600,
        "ceiling": 1200,
        "on_limit": "block",
        "welcome": 0,
        "opened_at": village.ledger.created_at.isoformat(),
        "stopped_at": None,
        "levies": [],
        "groups": [],
    }
    assert {account["id"]: account["balance"] for account in document["accounts"]} == {
        str(village.accounts["Ana"].id): 0,
        str(village.accounts["Bea"].id): -30,
        str(village.accounts["Carl"].id): 30,
    }
    assert [hold["amount"] for hold in document["holds"]] == [15]
    assert not [word for word in ("hedge", "Ana", "Bea", "Carl", "example.org") if word in text]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"amount":30', '"amount":31'),
        ('"reason":"exchange"', '"reason":"gift"'),
        ('"number":2', '"number":3'),
        ('"payee_entry":[1,30]', '"payee_entry":[1,29]'),
        ('"balance": 30', '"balance": 31'),
        ('"digest":"', '"digest":"0'),
    ],
)
def test_the_outsider_finds_a_change(exported, before, after):
    text = exported.read_text("utf-8")
    assert before in text
    exported.write_text(text.replace(before, after, 1), encoding="utf-8")

    said, code = check(exported)

    assert (said.startswith("Wrong: "), code) == (True, 1)


def test_an_export_leaves_out_what_has_no_place_yet_and_still_adds_up(app, village, tmp_path):
    from app.ledgers import exporting

    village.give("Ana", "Bea", 90, key="1")
    village.session.commit()
    chain.link_all(village.session)
    village.give("Ana", "Bea", 5, key="2")
    village.session.commit()

    (tmp_path / "ledger.json").write_text("\n".join(exporting.lines(village.session, village.ledger.id)))

    said, code = check(tmp_path / "ledger.json")
    assert (said.startswith("Sound: 1 transfers"), code) == (True, 0)


def test_an_empty_ledger_can_be_exported_too(app, village, tmp_path):
    result = app.test_cli_runner().invoke(group, ["export", "Hours of the valley", "--json"])

    (tmp_path / "ledger.json").write_text(result.stdout)
    said, code = check(tmp_path / "ledger.json")
    assert (said, code) == (f"Sound: 0 transfers, head {'0' * 64}.\n", 0)
