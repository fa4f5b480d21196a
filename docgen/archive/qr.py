"""QR codes on a page, read without any extra package (zxing-cpp)."""

from __future__ import annotations

import re
from typing import Any

MARK = "DOCGEN:"
_PART = re.compile(r"([A-Z]+)=([^;]*)")


def first_code(picture: Any) -> str:
    """Return the text of docgen's own QR code on a picture, "" when there is none."""
    import zxingcpp

    for found in zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        if found.text.startswith(MARK):
            return str(found.text)
    return ""


def parts(code: str) -> dict[str, str]:
    """Return the parts of a code: ``S`` 1 for a separator sheet, ``H`` household, ``T`` type."""
    return dict(_PART.findall(code.removeprefix(MARK))) if code.startswith(MARK) else {}
