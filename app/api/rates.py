"""How often a program may ask: counted for each token, or for each address without one, in each process."""

from functools import cache

from flask import current_app, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from app import clock
from app.api.models import ApiToken
from app.config import Settings
from app.text import _


@cache
def _window() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())


@cache
def _limit(said: str) -> RateLimitItem:
    return parse(said)


def count(token: ApiToken | None) -> None:
    """Count this request.

    Raises:
        TooManyRequests: there were too many; says after how many seconds to come again.
    """
    settings: Settings = current_app.extensions["together_settings"]
    if not settings.api_rate:
        return
    limit = _limit(settings.api_rate)
    who = str(token.id) if token is not None else f"address {request.remote_addr}"
    if _window().hit(limit, who):
        return
    ends = _window().get_window_stats(limit, who).reset_time
    seconds = max(1, round(ends - clock.now().timestamp()))
    said = _("At most %(rate)s: wait, then go on.", rate=settings.api_rate)
    raise TooManyRequests(description=said, retry_after=seconds)
