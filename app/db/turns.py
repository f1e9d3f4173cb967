"""Whose turn it is to write to SQLite: the threads of a process in the order they came, processes fairly.

SQLite's own waiting is not fair: who has waited for long looks less and less often, and of twenty writers
one waited for six seconds. So only one thread of a process waits at the database at a time. It looks seldom
at first, so that those who wait take neither the processor nor the lock from one that writes again and
again; who has waited for a tenth of a second looks often.
"""

import random
import sqlite3
import time
from collections import deque
from threading import Lock

PATIENCE = 15.0  # seconds until a writer is told that the database is busy
SELDOM, OFTEN = 0.008, 0.001  # seconds between two looks
LONG = 0.1  # seconds of waiting after which somebody looks often


def pause_after(waited: float) -> float:
    """Return the seconds until the next look of who has waited so long."""
    return SELDOM if waited < LONG else OFTEN


class Turns:
    """Lets one thread after the other write."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    def take(self, timeout: float) -> bool:
        """Wait until it is this thread's turn; tell whether it is."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            gate = Lock()
            gate.acquire()
            self._waiting.append(gate)
        if gate.acquire(timeout=timeout):
            return True
        with self._guard:
            if gate not in self._waiting:  # it was handed over in this very moment
                return True
            self._waiting.remove(gate)
            return False

    def leave(self) -> None:
        """Hand the turn to who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def forget(self) -> None:
        """Begin anew in a process that was forked while others had turns."""
        self.__init__()  # type: ignore[misc]


class Writer(sqlite3.Connection):
    """A connection that takes its turn when it begins to write, and hands it on when it ends."""

    turns: Turns | None = None
    _has_turn = False

    def begin_writing(self) -> None:
        """Take the write lock.

        Raises:
            sqlite3.OperationalError: others kept it for too long.
        """
        came = time.monotonic()
        self._has_turn = self.turns is not None and self.turns.take(PATIENCE)
        self.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    waited = time.monotonic() - came
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited > PATIENCE:
                        self._leave()
                        raise
                time.sleep(pause_after(waited) * random.uniform(0.5, 1.5))  # noqa: S311  # spreads rivals, keeps no secret
        finally:
            self.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")

    def commit(self) -> None:
        """Commit, then let the next one write; what cannot be committed is rolled back at once."""
        try:
            super().commit()
        except sqlite3.Error:
            super().rollback()  # a full disk, for one: nobody waits for the lock until somebody tidies up
            raise
        finally:
            self._leave()

    def rollback(self) -> None:
        """Roll back, then let the next one write."""
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        """Close, then let the next one write."""
        try:
            super().close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._has_turn and self.turns is not None:
            self._has_turn = False
            self.turns.leave()
