"""Seal exact addresses, so that a stolen database or backup tells nobody where someone lives.

AES-256-GCM with a fresh nonce for each text. The owner is authenticated with it: a sealed address
copied to another person's row does not open there.
"""

from collections.abc import Mapping
from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_KEY_BYTES = 32
_FORMAT = b"\x01"
_NONCE_BYTES = 12
_HEAD_BYTES = 2  # format, key id


class SealBroken(Exception):
    """A sealed text was changed, belongs to another owner, or its key is not known here."""


class AddressCipher:
    """Seals with the key ``key_id`` and opens with that key and every former one.

    To rotate: give the new key a new ``key_id`` (0 to 255), pass the old one in ``former``, reseal
    every row for which ``is_former`` holds, then drop the old key.
    """

    def __init__(self, key: bytes, *, key_id: int = 1, former: Mapping[int, bytes] | None = None) -> None:
        keys = {**(former or {}), key_id: key}
        if former and key_id in former:
            raise ValueError(f"The key id {key_id} is taken by a former key.")
        if any(len(secret) < SHORTEST_KEY_BYTES for secret in keys.values()):
            raise ValueError(f"A key for addresses needs at least {SHORTEST_KEY_BYTES} bytes.")
        if any(not 0 <= number <= 255 for number in keys):
            raise ValueError("A key id is a number from 0 to 255.")
        self._key_id = key_id
        self._keys = {number: AESGCM(_derived(secret)) for number, secret in keys.items()}

    def seal(self, text: str, owner: UUID) -> bytes:
        """Return ``text`` sealed for ``owner``; never twice the same bytes."""
        head, nonce = _FORMAT + bytes([self._key_id]), urandom(_NONCE_BYTES)
        return head + nonce + self._keys[self._key_id].encrypt(nonce, text.encode(), _bound(head, owner))

    def open(self, sealed: bytes, owner: UUID) -> str:
        """Return the text that was sealed for ``owner``.

        Raises:
            SealBroken: changed bytes, another owner, or an unknown key.
        """
        head, rest = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:]
        nonce, body = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        if len(nonce) < _NONCE_BYTES or head[:1] != _FORMAT or head[1] not in self._keys:
            raise SealBroken("This is no address sealed with a key that is known here.")
        try:
            text = self._keys[head[1]].decrypt(nonce, body, _bound(head, owner))
        except InvalidTag:
            raise SealBroken("This address was changed, or it was sealed for someone else.") from None
        return text.decode()

    def is_former(self, sealed: bytes) -> bool:
        """Tell whether ``sealed`` should be sealed again with the key in use."""
        return sealed[:_HEAD_BYTES] != _FORMAT + bytes([self._key_id])


def _derived(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"together address").derive(secret)


def _bound(head: bytes, owner: UUID) -> bytes:
    return head + owner.bytes
