"""Find out whether a picture is something else as well: a page, a script, a PDF, an archive."""

import os
from typing import BinaryIO

OPENING_BYTES = 65_536
PDF_BYTES = 1_024  # readers of PDF accept its mark anywhere in here
CLOSING_BYTES = 65_557  # the end record of a ZIP archive with the longest comment
MARKS = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg ", b"<iframe")


def carries_another_file(stream: BinaryIO) -> bool:
    """Tell whether ``stream`` also reads as a page, a script, a PDF or an archive.

    The film behind the motion photographs of telephones is left out on purpose: only the prepared
    copies are kept, and they hold pixels only.
    """
    stream.seek(0)
    opening = stream.read(OPENING_BYTES).lower()
    if b"%pdf-" in opening[:PDF_BYTES] or any(mark in opening for mark in MARKS):
        return True
    return _ends_as_archive(stream)


def _ends_as_archive(stream: BinaryIO) -> bool:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - CLOSING_BYTES))
    closing = stream.read(CLOSING_BYTES)
    record = closing.rfind(b"PK\x05\x06")
    if record < 0 or record + 22 > len(closing):
        return False
    comment = int.from_bytes(closing[record + 20 : record + 22], "little")
    return record + 22 + comment == len(closing)
