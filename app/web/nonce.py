"""The nonce by which a page's own scripts are known."""

import secrets

from flask import g


def csp_nonce() -> str:
    """Return the nonce of this response."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)
