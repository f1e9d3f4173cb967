"""How the platform is set up: the environment variables ``TOGETHER_*`` and the data folder."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import limits

from app.errors import Misconfiguration
from app.keys import KEY_BYTES, key

DEFAULT_DATA_FOLDER = "var"
_ORIGIN = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:]+\])(:[0-9]+)?")
"""As browsers send it; a pattern, which a library would read in its own way, is none."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator can set; docs/operating.md describes each."""

    data_dir: Path
    database_url: str
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = "console:"
    mail_sender: str = "Together <together@localhost>"
    geocoder_url: str = ""
    secret_key: str = ""
    proxies: int = 0
    """Number of reverse proxies in front, whose X-Forwarded headers are believed."""
    embedded_jobs: bool = True
    """Whether the server process also runs the jobs."""
    api_rate: str = "600 per minute"
    """How often one token, or one address without a token, may ask; empty: as often as it likes."""
    api_origins: tuple[str, ...] = ()
    """Origins of web pages that may call the interface for programs from a browser."""
    webhook_private: bool = False
    """Whether webhooks may lead to private addresses, and by http."""
    testing: bool = False
    operator_name: str = ""
    """Who runs the platform, for the legal notice: an association, a town."""
    operator_address: str = ""
    operator_mail: str = ""
    """Where anybody may write: questions, objections, notices of unlawful content."""
    operator_host: str = ""
    """Name and address of the company on whose machines it runs."""

    @property
    def secure(self) -> bool:
        """Whether people reach the site over https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def host(self) -> str:
        """Host name, without the port, at which people reach the site."""
        return urlsplit(self.base_url).hostname or "127.0.0.1"


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; the data folder and its keys are made on first use, for this user only.

    Raises:
        Misconfiguration: a value cannot be used; the sentence names the variable.
    """
    values = os.environ if environment is None else environment
    data_dir = Path(values.get("TOGETHER_DATA_DIR") or DEFAULT_DATA_FOLDER).absolute()
    database_url = values.get("TOGETHER_DATABASE_URL") or f"sqlite:///{data_dir / 'together.sqlite3'}"
    if database_url.startswith("postgres://"):
        database_url = "postgresql://" + database_url.removeprefix("postgres://")
    settings = Settings(
        data_dir=data_dir,
        database_url=database_url,
        base_url=(values.get("TOGETHER_BASE_URL") or Settings.base_url).rstrip("/"),
        mail_url=values.get("TOGETHER_MAIL_URL") or Settings.mail_url,
        mail_sender=values.get("TOGETHER_MAIL_SENDER") or Settings.mail_sender,
        geocoder_url=values.get("TOGETHER_GEOCODER_URL", ""),
        secret_key=values.get("TOGETHER_SECRET_KEY", ""),
        proxies=_whole(values, "TOGETHER_PROXIES"),
        api_rate=values.get("TOGETHER_API_RATE", Settings.api_rate).strip(),
        api_origins=tuple(values.get("TOGETHER_API_ORIGINS", "").split()),
        webhook_private=values.get("TOGETHER_WEBHOOK_PRIVATE", "0") in ("1", "yes", "true"),
        operator_name=values.get("TOGETHER_OPERATOR_NAME", ""),
        operator_address=values.get("TOGETHER_OPERATOR_ADDRESS", ""),
        operator_mail=values.get("TOGETHER_OPERATOR_MAIL", ""),
        operator_host=values.get("TOGETHER_OPERATOR_HOST", ""),
        embedded_jobs=values.get("TOGETHER_EMBEDDED_JOBS", "1") not in ("0", "no", "false"),
    )
    _check(settings)
    return prepare(settings)


def _whole(values: Mapping[str, str], name: str) -> int:
    typed = values.get(name) or "0"
    if not typed.isdecimal():
        raise Misconfiguration(f"{name} must be a whole number.")
    return int(typed)


def _check(settings: Settings) -> None:
    if urlsplit(settings.base_url).scheme not in ("http", "https"):
        raise Misconfiguration("TOGETHER_BASE_URL must begin with http:// or https://.")
    scheme = urlsplit(settings.mail_url).scheme
    if scheme not in ("smtp", "smtps", "file", "console"):
        raise Misconfiguration("TOGETHER_MAIL_URL must be smtp://…, smtps://…, file:FOLDER or console:.")
    if not settings.database_url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise Misconfiguration("TOGETHER_DATABASE_URL must be a sqlite: or postgresql: address.")
    if settings.api_rate:
        try:
            limits.parse(settings.api_rate)
        except ValueError as error:
            raise Misconfiguration("TOGETHER_API_RATE must read like “600 per minute”.") from error
    if not all(_ORIGIN.fullmatch(origin) for origin in settings.api_origins):
        raise Misconfiguration("TOGETHER_API_ORIGINS lists origins such as https://example.org.")
    if settings.secret_key and len(settings.secret_key) < KEY_BYTES:
        raise Misconfiguration(f"TOGETHER_SECRET_KEY needs at least {KEY_BYTES} characters.")


def prepare(settings: Settings) -> Settings:
    """Make the data folder with rights for this user alone, and the secret key if none is set."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        (settings.data_dir / "uploads").mkdir(exist_ok=True, mode=0o700)
        if not settings.secret_key:
            settings = replace(settings, secret_key=key(settings.data_dir, "secret").hex())
    except OSError as error:
        raise Misconfiguration(f"The data folder {settings.data_dir} cannot be used: {error}.") from error
    return settings
