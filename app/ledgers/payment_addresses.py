"""Whole addresses of payments, as codes hold them."""

from flask import current_app, url_for

from app.config import Settings
from app.ledgers.models import Account, PaymentRequest


def absolute(path: str) -> str:
    """Return the whole address of a page of this site, as a code holds it."""
    settings: Settings = current_app.extensions["together_settings"]
    return f"{settings.base_url}{path}"


def payment_code_address(account: Account) -> str:
    """Return the address that the fixed code of an account holds: who opens it pays to this account."""
    return absolute(url_for("ledgers.pay_account", payee_id=account.id))


def payment_request_address(asked: PaymentRequest) -> str:
    """Return the address that the code of a payment request holds."""
    return absolute(url_for("ledgers.request", request_id=asked.id))
