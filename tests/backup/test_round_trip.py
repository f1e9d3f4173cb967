"""A backup made while the site runs comes back in an empty place, and everything agrees."""

import json
import stat
import tarfile

import sqlalchemy as sa

from app.backup.archive import checked
from app.ledgers import chain
from app.ledgers.models import Ledger
from app.ledgers.verification import faults


def test_a_site_comes_back_with_every_row_and_every_file(site, village, empty_place, tmp_path):
    file = tmp_path / "site.backup"

    made = site.run("create", file)
    before = site.counts()
    back = empty_place.run("restore", file)

    assert (made.exit_code, back.exit_code) == (0, 0), made.output + back.output
    assert back.output.splitlines()[-1] == "Restored, and everything agrees with the backup."
    assert empty_place.counts() == before
    picture = empty_place.data_dir / "uploads/pictures/ab/abcdef-320.webp"
    assert picture.read_bytes() == b"a picture"
    assert (empty_place.data_dir / "keys/address").read_bytes() == b"12" * 32
    with empty_place.session() as session:
        ledger = session.scalars(sa.select(Ledger)).one()
        assert faults(session, ledger.id) == []
        assert chain.head(session, ledger.id) == chain.head(village.session, village.ledger.id)


def test_a_restored_site_goes_on(site, village, empty_place, tmp_path):
    from app.ledgers import services

    site.run("create", tmp_path / "site.backup")
    empty_place.run("restore", tmp_path / "site.backup")

    with empty_place.session() as session:
        services.transfer(
            session,
            ledger=session.get_one(Ledger, village.ledger.id),
            payer_id=village.accounts["Ana"].id,
            payee_id=village.accounts["Carl"].id,
            amount=7,
            reason="exchange",
            key="after",
        )
        session.commit()
        chain.link_all(session)
        assert faults(session, village.ledger.id) == []
        assert chain.head(session, village.ledger.id).number == 3


def test_the_manifest_says_what_is_in_it(site, village, tmp_path):
    site.run("create", tmp_path / "site.backup")

    with tarfile.open(tmp_path / "site.backup") as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))

    head = chain.head(village.session, village.ledger.id)
    assert names[1:] == [
        "uploads/pictures/ab/abcdef-320.webp",
        "keys/address",
        "keys/recovery",
        "keys/totp",
        "manifest.json",
        "seal.sha256",
    ]
    assert manifest["format"] == "together-backup/1"
    assert manifest["contents"]["tables"]["transfer"] == 2
    assert manifest["contents"]["ledgers"] == [
        {
            "id": str(village.ledger.id),
            "number": 2,
            "digest": head.hex,
            "balances": 0,
            "transferred": 120,
        }
    ]
    assert list(manifest["parts"]) == names[:-2]


def test_a_backup_is_for_this_user_alone_and_leaves_nothing_beside_it(site, village, tmp_path):
    site.run("create", tmp_path / "site.backup")

    assert [path.name for path in tmp_path.iterdir()] == ["site.backup"]
    assert stat.S_IMODE((tmp_path / "site.backup").stat().st_mode) == 0o600


def test_check_reads_it_all_and_restores_nothing(site, village, tmp_path):
    site.run("create", tmp_path / "site.backup")

    result = site.run("check", tmp_path / "site.backup")

    head = chain.head(village.session, village.ledger.id)
    assert f"ledger {village.ledger.id}: chain 2 {head.hex}" in result.output
    assert result.exit_code == 0


def test_what_waits_for_its_place_gets_it_before_the_copy(site, village, tmp_path):
    village.give("Ana", "Bea", 5, key="late")
    village.session.commit()

    site.run("create", tmp_path / "site.backup")

    [ledger] = checked(tmp_path / "site.backup").contents.ledgers
    assert ledger.number == 3


def test_stale_files_of_a_former_sqlite_database_are_removed(site, village, empty_place, tmp_path):
    if site.database.suffix != ".sqlite3":
        return
    site.run("create", tmp_path / "site.backup")
    for suffix in ("-wal", "-shm"):
        empty_place.database.with_name(f"{empty_place.database.name}{suffix}").write_bytes(b"of another one")

    result = empty_place.run("restore", tmp_path / "site.backup")

    assert result.exit_code == 0, result.output
    with empty_place.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Ledger)) == 1
