"""A picture of white in a few degrees of opaqueness, as a PNG inside an address: many small cells in few bytes."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_SHADES = 26  # as of all shades, steps of 4 in 100: a finer picture would take twice the bytes
_PALETTE = 3  # the kind of PNG in which a pixel is the number of a colour


def whites(share: NDArray[np.float64], whitest: float) -> str:
    """Return a picture (h, w) as an address: pixels of white, from none where the share is 0 to `whitest` where it is 1."""
    numbers = np.rint((_SHADES - 1) * share).astype(np.uint8)
    opaque = np.rint(255 * whitest * np.linspace(0, 1, _SHADES)).astype(np.uint8)
    height, width = numbers.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), numbers], axis=1)  # each begins with its filter: none
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, _PALETTE, 0, 0, 0)),
        (b"PLTE", b"\xff" * 3 * _SHADES),
        (b"tRNS", opaque.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
