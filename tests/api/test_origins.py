"""Whose pages may call from a browser: origins as browsers send them, never patterns."""

import re

import pytest

from app.config import from_environment
from app.errors import Misconfiguration


@pytest.mark.parametrize(
    "given",
    ["*", "null", "https://*", "https://*.example.org", "https://(a|b).example.org", "https://example.org/"],
)
def test_what_is_no_origin_is_refused_at_the_start(tmp_path, given):
    with pytest.raises(Misconfiguration, match=re.escape("TOGETHER_API_ORIGINS")):
        from_environment({"TOGETHER_DATA_DIR": str(tmp_path), "TOGETHER_API_ORIGINS": given})


def test_origins_are_taken_as_browsers_send_them(tmp_path):
    given = "https://example.org http://localhost:5173 http://[::1]:8080"

    settings = from_environment({"TOGETHER_DATA_DIR": str(tmp_path), "TOGETHER_API_ORIGINS": given})

    assert settings.api_origins == tuple(given.split())
