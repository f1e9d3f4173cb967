"""Pictures that programs send."""

from io import BytesIO

from PIL import Image


def a_picture(colour: str = "darkgreen", size: tuple[int, int] = (320, 200), kind: str = "PNG") -> bytes:
    """Return a picture of one colour."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()
