"""The least a browser does: forms over one kept connection, to this machine and no other."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlencode

IDLE = 1.0  # seconds after which a line is not used again


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server said; status 0 when the line was cut before it said anything."""

    status: int
    location: str = ""
    body: str = ""
    retry_after: str = ""


class Browser:
    """A browser of one person; not for several threads at once."""

    def __init__(self, port: int, cookie: str = "", token: str = "", timeout: float = 30.0) -> None:
        self.port, self.cookie, self.token, self.timeout = port, cookie, token, timeout
        self.line: http.client.HTTPConnection | None = None
        self.used = 0.0

    def get(self, path: str) -> Answer:
        """Load a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, **values: str) -> Answer:
        """Send a form once; it is never sent again on its own."""
        return self._ask("POST", path, urlencode({**values, "csrf_token": self.token}))

    def is_ready(self) -> bool:
        """Tell whether the site says that it can work."""
        self.timeout = 5
        return self.get("/readyz").status == 200

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": self.cookie, "Accept-Language": "en"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.used > IDLE:  # the server hangs up after two seconds
            self.close()
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            self.line.request(method, path, body, headers)
            said = self.line.getresponse()
            text = said.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.close()
            return Answer(status=0)
        self.used = time.monotonic()
        if said.will_close:
            self.close()
        return Answer(
            status=said.status, location=said.getheader("Location", ""), body=text,
            retry_after=said.getheader("Retry-After", ""),
        )  # fmt: skip

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()
        self.line = None
