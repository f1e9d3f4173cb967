"""QR codes as inline SVG, which needs no request and prints sharply."""

from decimal import Decimal

import segno
import segno.helpers
from markupsafe import Markup


def qr_svg(content: str, *, border: int = 4) -> Markup:
    """Return the QR code of a text or an address as an SVG without fixed size; a style sheet gives it one.

    Args:
        border: quiet zone in modules; ISO/IEC 18004 asks for four.

    Raises:
        ValueError: the content is longer than a QR code can hold (about 2,300 characters).
    """
    try:
        code = segno.make_qr(content, error="m")
    except segno.DataOverflowError as error:
        raise ValueError("too long for a QR code") from error
    return _drawn(code, border)


def epc_qr_svg(name: str, iban: str, amount_cents: int, text: str, *, bic: str = "") -> Markup:
    """Return the code that banking applications read to prepare a transfer in euros (EPC069-12, version 002).

    Args:
        name: of who receives, 70 characters at most.
        text: what the transfer says, 140 characters at most.

    Raises:
        ValueError: one of them is not as the standard wants it; whether the IBAN exists is not checked.
    """
    code = segno.helpers.make_epc_qr(
        name=name,
        iban=iban,
        amount=Decimal(amount_cents).scaleb(-2),
        text=text,
        bic=bic or None,
        encoding="utf-8",
    )
    return _drawn(code, border=4)


def _drawn(code: segno.QRCode, border: int) -> Markup:
    return Markup(  # noqa: S704  # made by segno from modules alone: the content is not in it as text
        code.svg_inline(
            border=border, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
        )
    )
