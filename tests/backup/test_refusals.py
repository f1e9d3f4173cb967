"""What is damaged, foreign or newer, or would overwrite something, is refused before anything is touched."""

import json
import os
import resource
import subprocess
import sys
import tarfile

import pytest

from app.backup import archive, databases
from app.backup.manifest import Manifest
from app.errors import Refusal


@pytest.fixture
def file(site, village, tmp_path):
    """A good backup."""
    assert site.run("create", tmp_path / "site.backup").exit_code == 0
    return tmp_path / "site.backup"


def refused(place, file):
    """Try to restore; returns the refusal, after a look that nothing was touched."""
    result = place.run("restore", file)

    assert isinstance(result.exception, Refusal), result.output
    assert not [path for path in (place.data_dir / "uploads").rglob("*") if path.is_file()]
    assert not [path for path in place.data_dir.iterdir() if path.name.startswith(".together")]
    assert place.counts() == {}
    return str(result.exception)


def rewritten(file, **changes):
    """Write the backup anew with another manifest, properly sealed, as a later version might."""
    manifest = archive.checked(file)
    target = file.with_name("rewritten.backup")
    places = {name: file.parent / "taken" / name for name in manifest.parts}
    archive.extract(file, manifest, places)
    values = json.loads(manifest.to_json()) | changes
    format_ = values["format"]
    with archive.writing(target) as writer:
        for name, place in places.items():
            writer.add(name, place)

        class Other:
            def to_json(self):
                return json.dumps({**values, "format": format_})

        writer.finish(Other())
    return target


def test_one_flipped_bit_anywhere_is_refused(empty_place, file):
    whole = file.read_bytes()

    for share in (0.0, 0.001, 0.3, 0.6, 0.9, 0.98, 0.999, 1.0):
        content = bytearray(whole)
        content[min(int(len(content) * share), len(content) - 1)] ^= 1
        file.write_bytes(content)

        sentence = refused(empty_place, file)

        assert "damaged" in sentence
        assert sentence.endswith("Nothing was touched.")


def test_every_byte_is_under_the_seal(tmp_path):
    path = tmp_path / "small.backup"
    (tmp_path / "one").write_bytes(b"something")
    with archive.writing(path) as writer:
        writer.add("one", tmp_path / "one")
        writer.finish(
            Manifest(made_at="now", version="1", contents=None, parts=writer.parts)  # read by nobody here
        )
    whole = path.read_bytes()

    found = []
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with path.open("rb") as damaged, pytest.raises(Refusal):
            archive._check_seal(path, damaged)
        found.append(place)

    assert len(found) == len(whole)


def test_a_file_that_was_cut_off_is_refused(empty_place, file):
    whole = file.read_bytes()

    for cut in (1, 500, 5000):
        file.write_bytes(whole[:-cut])

        assert "its end is missing or damaged" in refused(empty_place, file)


def test_a_file_of_something_else_is_refused(empty_place, tmp_path):
    (tmp_path / "holiday").write_bytes(os.urandom(10_000))
    with tarfile.open(tmp_path / "some.tar", "w") as tar:
        tar.add(tmp_path / "holiday", "holiday")
    (tmp_path / "empty").touch()

    for name in ("holiday", "some.tar", "empty"):
        assert "is no backup of Together" in refused(empty_place, tmp_path / name)
    assert refused(empty_place, tmp_path / "nowhere") == f"There is no file {tmp_path / 'nowhere'}."


def test_a_file_of_a_later_format_is_refused(empty_place, file):
    later = rewritten(file, format="together-backup/2")

    assert "a later version, made it" in refused(empty_place, later)


def test_a_backup_with_migrations_of_a_later_version_is_refused(empty_place, file):
    contents = json.loads(archive.checked(file).to_json())["contents"]
    later = rewritten(file, version="9.0", contents=contents | {"migrations": ["core_9999", "housing_0001"]})

    assert refused(empty_place, later) == (
        "The backup was made by version 9.0 and has core_9999, which this installation does not know. "
        "Install that version or a later one, and the same plugins."
    )


def test_a_backup_of_the_other_database_is_refused(empty_place, file):
    contents = json.loads(archive.checked(file).to_json())["contents"]
    other = rewritten(file, contents=contents | {"database": "oracle"})

    assert "The backup is of oracle, and TOGETHER_DATABASE_URL names" in refused(empty_place, other)


def test_a_backup_whose_rows_are_not_those_of_its_manifest_is_refused(site, empty_place, file):
    contents = json.loads(archive.checked(file).to_json())["contents"]
    contents["tables"]["transfer"] += 1
    other = rewritten(file, contents=contents)

    result = empty_place.run("restore", other)

    said = result.exception.reasons
    assert said[0] == "The restored database has other numbers of rows in transfer."
    assert len(said) == (1 if site.database.suffix else 2)  # PostgreSQL: it was filled already


def test_a_backup_whose_chain_is_not_that_of_its_manifest_is_refused(empty_place, village, file):
    contents = json.loads(archive.checked(file).to_json())["contents"]
    contents["ledgers"][0]["digest"] = "ab" * 32
    other = rewritten(file, contents=contents)

    result = empty_place.run("restore", other)

    assert result.exception.reasons[0] == (
        f"The ledger {village.ledger.id} of the restored database is not that of the backup."
    )


def test_a_place_with_a_database_is_refused_and_stays(site, file):
    before = site.counts()

    result = site.run("restore", file)

    assert str(result.exception).endswith("is not empty. A backup is brought back into an empty place only.")
    assert site.counts() == before


def test_a_place_with_pictures_is_refused(empty_place, file):
    mine = empty_place.write("uploads/pictures/cd/cd-320.webp", b"mine")

    result = empty_place.run("restore", file)

    assert "holds pictures already" in str(result.exception)
    assert mine.read_bytes() == b"mine"


def test_a_backup_never_overwrites_another(site, file):
    before = file.read_bytes()

    result = site.run("create", file)

    assert str(result.exception) == f"{file} exists already; a backup never overwrites another."
    assert file.read_bytes() == before


def test_a_folder_that_is_not_there_is_said(site, village, tmp_path):
    result = site.run("create", tmp_path / "nowhere" / "site.backup")

    assert str(result.exception).endswith("could not be written: No such file or directory.")


def test_a_full_disk_is_said_and_leaves_nothing(site, village, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        result = site.run("create", tmp_path / "site.backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert isinstance(result.exception, Refusal), result.output
    assert list(tmp_path.iterdir()) == []


def test_a_missing_pg_dump_is_said(monkeypatch):
    monkeypatch.setattr(databases.shutil, "which", lambda name, path=None: None)

    with pytest.raises(Refusal, match="pg_dump is not on this machine. Install PostgreSQL's client programs"):
        databases.program("pg_dump")


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(site, village, tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from app.backup import archive\n"
        "with archive.writing(Path(sys.argv[1])) as writer:\n"
        "    writer.add('x', Path(sys.executable)); os.kill(os.getpid(), 9)\n"
    )

    subprocess.run([sys.executable, "-c", script, str(tmp_path / "site.backup")], check=False)

    assert not (tmp_path / "site.backup").exists()
