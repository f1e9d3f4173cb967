"""Who was erased after a backup was made does not come back with it."""

import json
import shutil

import pytest

from app.backup import erasures
from app.errors import Refusal
from app.jobs.running import run_due
from app.ledgers.verification import faults
from app.members import farewell
from app.members.models import Person
from app.members.personal import the_personal


def erase(site, village, name):
    with site.app.app_context():
        person = village.session.get_one(Person, village.members[name].person_id)
        farewell.erase(village.session, person, the_personal())
    village.session.commit()
    return person.id


def test_an_erased_person_is_noted_within_a_minute_and_once(site, village):
    person_id = erase(site, village, "Bea")

    run_due(site.app, only=["erasures"])
    run_due(site.app, only=["erasures"])

    [line] = (site.data_dir / "erasures.jsonl").read_text().splitlines()
    assert json.loads(line)["person"] == str(person_id)
    assert sorted(json.loads(line)) == ["erased_at", "person"]


@pytest.mark.parametrize("kept_in_place", [True, False])
def test_who_was_erased_after_the_backup_is_erased_again(site, village, empty_place, tmp_path, kept_in_place):
    site.run("create", tmp_path / "site.backup")
    person_id = erase(site, village, "Bea")
    run_due(site.app, only=["erasures"])
    kept = site.data_dir / "erasures.jsonl"
    words = ["restore", tmp_path / "site.backup"]
    if kept_in_place:
        shutil.copy(kept, empty_place.data_dir)
    else:
        words += ["--erasures", kept]

    back = empty_place.run(*words)

    assert back.exit_code == 0, back.output
    assert "Erased again, after the backup was made: 1 people" in back.output
    with empty_place.session() as session:
        person = session.get_one(Person, person_id)
        assert (person.email, person.last_name) == (f"former-{person_id}@erased.invalid", "")
        assert session.get_one(Person, village.members["Ana"].person_id).erased_at is None
        assert faults(session, village.ledger.id) == []
    assert erasures.read(empty_place.data_dir / "erasures.jsonl") == {person_id}


def test_without_the_list_they_come_back(site, village, empty_place, tmp_path):
    site.run("create", tmp_path / "site.backup")
    person_id = erase(site, village, "Bea")

    empty_place.run("restore", tmp_path / "site.backup")

    with empty_place.session() as session:
        assert session.get_one(Person, person_id).erased_at is None


def test_somebody_on_the_list_whom_the_backup_does_not_know_does_no_harm(
    site, village, empty_place, tmp_path
):
    site.run("create", tmp_path / "site.backup")
    (tmp_path / "list.jsonl").write_text('{"person": "01890000-0000-7000-8000-000000000000"}\n')

    back = empty_place.run("restore", tmp_path / "site.backup", "--erasures", tmp_path / "list.jsonl")

    assert back.exit_code == 0, back.output


@pytest.mark.parametrize("content", ["not a list", '{"somebody": 1}', '{"person": 7}', "[1]"])
def test_what_is_no_list_is_refused(tmp_path, content):
    (tmp_path / "list.jsonl").write_text(content)

    with pytest.raises(Refusal, match="is no list of erased people"):
        erasures.read(tmp_path / "list.jsonl")


def test_a_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="cannot be read: No such file"):
        erasures.read(tmp_path / "list.jsonl")
