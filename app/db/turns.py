"""Whose turn it is to write to SQLite: the threads of a process in short slices of time, processes fairly.

SQLite's own waiting is not fair: who has waited for long looks less and less often, and of twenty writers
one waited for six seconds. So only one thread of a process waits at the database at a time. It looks seldom
at first, so that those who wait take neither the processor nor the lock from one that writes again and
again; who has waited for a tenth of a second looks often.

Among threads the turn is handed to who has waited longest, but no more often than once in a slice: waking
another thread after every transaction costs half as much as the transaction. Within a slice whoever is
there first writes; when nobody is, who has waited longest finds out at the next look.
"""

import random
import sqlite3
import time
from collections import deque
from threading import Lock

PATIENCE = 15.0  # seconds until a writer is told that the database is busy
SELDOM, OFTEN = 0.008, 0.001  # seconds between two looks
LONG = 0.1  # seconds of waiting after which somebody looks often
SLICE = 0.02  # seconds between two times that the turn is handed to who has waited longest
LOOK = 0.002  # seconds between two looks of who has waited longest


def pause_after(waited: float) -> float:
    """Return the seconds until the next look of who has waited so long."""
    return SELDOM if waited < LONG else OFTEN


class Turns:
    """Lets one thread after the other write."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False
        self._handed_at = 0.0

    def take(self, timeout: float) -> bool:
        """Wait until it is this thread's turn; tell whether it is."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            gate = Lock()
            gate.acquire()
            self._waiting.append(gate)
        until = time.monotonic() + timeout
        while not gate.acquire(timeout=max(0.0, min(self._pause(gate), until - time.monotonic()))):
            with self._guard:
                if gate not in self._waiting:  # it was handed over in this very moment
                    return True
                if self._waiting[0] is gate and not self._taken:
                    self._waiting.popleft()
                    self._taken, self._handed_at = True, time.monotonic()
                    return True
                if time.monotonic() >= until:
                    self._waiting.remove(gate)
                    return False
        return True

    def leave(self) -> None:
        """Hand the turn to who has waited longest, or leave it to whoever comes first."""
        with self._guard:
            now = time.monotonic()
            if self._waiting and now - self._handed_at >= SLICE:
                self._handed_at = now
                self._waiting.popleft().release()
            else:
                self._taken = False

    def forget(self) -> None:
        """Begin anew in a process that was forked while others had turns."""
        self.__init__()  # type: ignore[misc]

    def _pause(self, gate: Lock) -> float:
        first = next(iter(self._waiting), None)
        return LOOK if first is gate else SLICE


class Writer(sqlite3.Connection):
    """A connection that takes its turn when it begins to write, and hands it on when it ends."""

    turns: Turns | None = None
    _has_turn = False
    _patient = True

    def begin_reading(self) -> None:
        """Begin without the write lock."""
        self._be_patient(True)
        self.execute("BEGIN DEFERRED")

    def begin_writing(self) -> None:
        """Take the write lock.

        Raises:
            sqlite3.OperationalError: others kept it for too long.
        """
        came = time.monotonic()
        self._has_turn = self.turns is not None and self.turns.take(PATIENCE)
        self._be_patient(False)
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

    def _be_patient(self, patient: bool) -> None:
        """Let SQLite itself wait for a lock, or not: who writes waits here, and then has the lock."""
        if patient is not self._patient:
            self.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000) if patient else 0}")
            self._patient = patient

    def _leave(self) -> None:
        if self._has_turn and self.turns is not None:
            self._has_turn = False
            self.turns.leave()
