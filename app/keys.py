"""The keys of the data folder: made once, whole, and the same for every process that asks."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Misconfiguration

KEY_BYTES = 32


def key(data_dir: Path, name: str) -> bytes:
    """Return the key ``name`` of the data folder, 32 random bytes, made when it is first asked for.

    Raises:
        Misconfiguration: the file that holds it holds something else.
        OSError: it can be neither read nor made.
    """
    folder = data_dir / "keys"
    path = folder / name
    if (kept := _kept(path)) is not None:
        return kept
    folder.mkdir(exist_ok=True, mode=0o700)
    with _alone(folder) as handle:
        if (kept := _kept(path)) is None:
            kept = secrets.token_bytes(KEY_BYTES)
            _write(path, kept.hex())
            os.fsync(handle)
    return kept


def _kept(path: Path) -> bytes | None:
    try:
        kept = bytes.fromhex(path.read_text("ascii"))
    except FileNotFoundError:
        return None
    except ValueError:
        kept = b""
    if len(kept) != KEY_BYTES:
        raise Misconfiguration(
            f"The key {path} is damaged: put it back from a backup; "
            "only where nothing was ever kept under it may it be removed, to be made anew."
        )
    return kept


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # let go when the handle is closed
        yield handle
    finally:
        os.close(handle)


def _write(path: Path, text: str) -> None:
    """Write ``path`` so that it is there whole or not at all."""
    beside = path.with_name(f".{path.name}")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
