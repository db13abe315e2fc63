"""An address of this site as a QR code, which a phone reads from a screen."""

from __future__ import annotations

import io
import re
from collections.abc import Container

import segno
from flask import Response, request

from serving.body import message
from serving.kept import Kept

MOST = 2953  # bytes, the most that a QR code carries

# As a browser writes a query: everything else is escaped, and # would begin a fragment.
WRITTEN = re.compile(r"[!$-~]*", re.ASCII)


def answer(pages: Container[str], kept: Kept) -> Response:
    """Answer the current request for a QR code: /qr.svg?address=..., the whole address of one of `pages`.

    The code of a foreign address is not drawn: under this site's name it would lead anybody anywhere.
    """
    address, origin = request.args.get("address", ""), f"{request.scheme}://{request.host}"
    path, _, query = address.removeprefix(origin).partition("?")
    if not address.startswith(f"{origin}/") or path not in pages or not WRITTEN.fullmatch(query):
        return message(
            400, "expected the whole address of a page of this site; behind proxies, TRUSTED_PROXIES counts them"
        )
    if len(address) > MOST:
        return message(400, f"expected an address of at most {MOST} characters")
    return kept.response(("qr", address), lambda: drawn(address), "image/svg+xml")


def drawn(address: str) -> bytes:
    """Return the QR code of an address as SVG, black on white with its quiet zone.

    It is as coarse as the address allows, which is what counts from the last row, and takes the strongest correction of
    errors that this size has room for.
    """
    svg = io.BytesIO()
    segno.make_qr(address, error="l").save(svg, kind="svg", light="#fff", xmldecl=False, omitsize=True, nl=False)
    return svg.getvalue()
