"""What is logged, and that a log without room stops nobody."""

import errno

from app.web.logging import Unfailing


class Full:
    """A stream on a full disk, until there is room again."""

    def __init__(self) -> None:
        self.room, self.lines = False, []

    def write(self, text: str) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.lines.append(text)
        return len(text)

    def flush(self) -> None:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_on_a_full_disk_loses_its_lines_and_stops_nobody():
    disk = Full()
    log = Unfailing(disk)

    print("nobody reads this", file=log, flush=True)
    disk.room = True
    print("this is read", file=log, flush=True)

    assert "".join(disk.lines) == "this is read\n"
