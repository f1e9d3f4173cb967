"""QR codes as inline SVG, which needs no request and prints sharply."""

import segno
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
    return Markup(  # noqa: S704  # made by segno from modules alone: the content is not in it as text
        code.svg_inline(
            border=border, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
        )
    )
