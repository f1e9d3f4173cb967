"""Secrets of webhooks and the signature of a delivery, as Standard Webhooks describes them.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.errors import Refusal
from app.keys import key
from app.media.secrets import AddressCipher, SealBroken
from app.text import _

PREFIX = "whsec_"
SHORTEST, LONGEST, USUAL = 24, 64, 32
"""Bytes of a secret."""


def cipher(data_dir: Path) -> AddressCipher:
    """Return what seals and opens the secrets of this platform."""
    return AddressCipher(key(data_dir, "webhook"))


def new_secret() -> str:
    """Make a secret."""
    return _written(secrets.token_bytes(USUAL))


def secret_for(data_dir: Path, seed: str) -> str:
    """Make the secret of a form that was sent: the same when it is sent again, kept nowhere in clear."""
    return _written(hmac.digest(key(data_dir, "webhook"), f"secret {seed}".encode(), hashlib.sha256))


def _written(made: bytes) -> str:
    return PREFIX + base64.b64encode(made).decode()


def opened(cipher: AddressCipher, sealed: bytes, owner: UUID) -> str | None:
    """Return a secret that was sealed, ``None`` when its key is not here any more."""
    try:
        return cipher.open(sealed, owner)
    except SealBroken:
        return None


def opens_to(cipher: AddressCipher, sealed: bytes, owner: UUID, secret: str) -> bool:
    """Tell whether it is ``secret`` that was sealed."""
    found = opened(cipher, sealed, owner)
    return found is not None and hmac.compare_digest(found, secret)


def check(secret: str) -> None:
    """Make sure that a secret which somebody brought is one.

    Raises:
        Refusal: it has another form, or is too short to be one.
    """
    try:
        length = len(_bytes_of(secret))
    except (ValueError, binascii.Error):
        length = 0
    if not secret.startswith(PREFIX) or not SHORTEST <= length <= LONGEST:
        said = _(
            "A secret is %(prefix)s and the base64 of %(least)s to %(most)s random bytes.",
            prefix=PREFIX,
            least=SHORTEST,
            most=LONGEST,
        )
        raise Refusal(said, field="secret")


def _bytes_of(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def headers(delivery_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """Return the headers of a delivery, signed with every one of ``secrets``."""
    stamp = str(int(at.timestamp()))
    signed = b".".join((delivery_id.encode(), stamp.encode(), body))
    signatures = (hmac.digest(_bytes_of(secret), signed, hashlib.sha256) for secret in secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Together-Webhooks",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "webhook-id": delivery_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode()}" for one in signatures),
    }
