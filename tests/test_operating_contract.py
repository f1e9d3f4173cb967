"""What docs/operating.md promises to operators: variables, data folder, keys."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.config import Settings, from_environment
from app.errors import Misconfiguration
from app.factory import create_app
from app.keys import key


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_with_a_data_folder_alone_everything_has_a_default(tmp_path: Path) -> None:
    settings = from_environment({"TOGETHER_DATA_DIR": str(tmp_path / "data")})

    assert settings.database_url == f"sqlite:///{tmp_path / 'data/together.sqlite3'}"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.mail_url == "console:"
    assert settings.geocoder_url == ""
    assert settings.embedded_jobs


def test_the_data_folder_is_for_its_user_alone(tmp_path: Path) -> None:
    from_environment({"TOGETHER_DATA_DIR": str(tmp_path / "data")})

    assert (
        rights(tmp_path / "data")
        == rights(tmp_path / "data/uploads")
        == rights(tmp_path / "data/keys")
        == 0o700
    )
    assert rights(tmp_path / "data/keys/secret") == 0o600


def test_the_secret_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = from_environment({"TOGETHER_DATA_DIR": str(tmp_path / "a")})
    second = from_environment({"TOGETHER_DATA_DIR": str(tmp_path / "a")})
    elsewhere = from_environment({"TOGETHER_DATA_DIR": str(tmp_path / "b")})

    assert len(first.secret_key) == 64
    assert first.secret_key == second.secret_key
    assert first.secret_key != elsewhere.secret_key


def test_a_secret_key_that_is_given_is_used_and_not_written_down(tmp_path: Path) -> None:
    given = "thirty-two letters of an operator"
    settings = from_environment({"TOGETHER_DATA_DIR": str(tmp_path), "TOGETHER_SECRET_KEY": given})

    assert settings.secret_key == given
    assert not (tmp_path / "keys/secret").exists()


def test_a_key_survives_many_that_ask_for_it_at_once(tmp_path: Path) -> None:
    """Nobody may read a key that is only half written, and so sign with none at all."""
    for turn in range(100):
        folder = tmp_path / str(turn)
        folder.mkdir()
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _, at=folder: key(at, "address"), range(16)))  # type: ignore[misc]
        assert [len(one) for one in found] == [32]


def test_a_key_being_written_when_the_machine_stopped_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/.address").write_text("00ff")

    assert key(tmp_path, "address") == key(tmp_path, "address")
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["address"]


@pytest.mark.parametrize("damage", ["", "00ff", "not a key", "é" * 64])
def test_a_damaged_key_is_named_and_never_used(tmp_path: Path, damage: str) -> None:
    (tmp_path / "data/keys").mkdir(parents=True)
    (tmp_path / "data/keys/secret").write_text(damage)

    with pytest.raises(Misconfiguration, match="The key .*keys/secret is damaged"):
        from_environment({"TOGETHER_DATA_DIR": str(tmp_path / "data")})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TOGETHER_BASE_URL", "together.example", "TOGETHER_BASE_URL must begin with http:// or https://."),
        ("TOGETHER_MAIL_URL", "pigeon://x", "TOGETHER_MAIL_URL must be smtp://"),
        (
            "TOGETHER_DATABASE_URL",
            "mysql://x",
            "TOGETHER_DATABASE_URL must be a sqlite: or postgresql: address.",
        ),
        ("TOGETHER_SECRET_KEY", "short", "TOGETHER_SECRET_KEY needs at least 32 characters."),
        ("TOGETHER_PROXIES", "one", "TOGETHER_PROXIES must be a whole number."),
        ("TOGETHER_PROXIES", "-1", "TOGETHER_PROXIES must be a whole number."),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(Misconfiguration) as refused:
        from_environment({"TOGETHER_DATA_DIR": str(tmp_path), name: value})

    assert str(refused.value).startswith(sentence)


def test_a_data_folder_that_cannot_be_made_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Misconfiguration, match="The data folder .*file/data cannot be used"):
        from_environment({"TOGETHER_DATA_DIR": str(tmp_path / "file/data")})


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_spelling_of_a_postgresql_address_uses_the_driver_we_bring(tmp_path: Path, given: str) -> None:
    settings = from_environment({"TOGETHER_DATA_DIR": str(tmp_path), "TOGETHER_DATABASE_URL": given})

    url = sa.make_url(settings.database_url)
    assert (url.get_driver_name(), url.username, url.host, url.database) == ("psycopg", "u", "h", "d")


def test_cookies_are_strict_where_the_site_is_reached_over_https(tmp_path: Path) -> None:
    def cookie(base_url: str) -> tuple[object, ...]:
        url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
        config = create_app(
            Settings(data_dir=tmp_path, database_url=url, base_url=base_url, secret_key="k" * 32)
        ).config
        names = ("NAME", "SECURE", "HTTPONLY", "SAMESITE")
        return tuple(config[f"SESSION_COOKIE_{name}"] for name in names)

    assert cookie("https://together.example") == ("__Host-together", True, True, "Lax")
    assert cookie("http://127.0.0.1:8000") == ("together", False, True, "Lax")
