"""What is answered: bodies that are made and compressed before the first request, and sentences that say what is wrong."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
from flask import Response, request

# The image's build writes its strongest compression here. A file is named by the hash of what it was compressed from,
# so a body never meets the compressed form of an older one.
PACKED = Path(__file__).parent.parent / "packed"

IMMUTABLE = "public, max-age=31536000, immutable"  # for an address that contains the hash of its content
REVALIDATE = "no-cache"  # the browser keeps a copy, and asks each time whether its hash is still the current one


def accepted_coding() -> str:
    """Return the smallest content coding that the current request accepts: br, gzip or identity."""
    return next((coding for coding in ("br", "gzip") if request.accept_encodings[coding] > 0), "identity")


def compressed_quickly(raw: bytes, coding: str) -> bytes:
    """Return `raw` in the coding br or gzip, at a level that takes a millisecond or two."""
    return brotli.compress(raw, quality=3) if coding == "br" else gzip.compress(raw, 1, mtime=0)


@dataclass(frozen=True)
class Body:
    """The bytes of one response, with their compressed forms."""

    raw: bytes
    mimetype: str
    cache: str

    def __post_init__(self) -> None:
        # Compress now, before the first request. Otherwise the first readers of a lecture would wait for it.
        _ = self.encodings

    @cached_property
    def hash(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the bytes."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    @cached_property
    def encodings(self) -> dict[str, bytes]:
        """The bytes by content coding, smallest first."""
        packed = PACKED / f"{self.hash}.br"
        return {
            "br": packed.read_bytes() if packed.is_file() else brotli.compress(self.raw, quality=5),
            "gzip": gzip.compress(self.raw, 6, mtime=0),
            "identity": self.raw,
        }

    def pack(self) -> None:
        """Write the strongest compression to `PACKED`, where later starts find it. It takes too long for each start."""
        PACKED.mkdir(exist_ok=True)
        (PACKED / f"{self.hash}.br").write_bytes(brotli.compress(self.raw, quality=11, lgwin=24))

    def response(self, status: int = 200) -> Response:
        """Return the response to the current request, in a coding that it accepts; 304 if the browser's copy is current."""
        coding = accepted_coding()
        answer = Response(self.encodings[coding], status, mimetype=self.mimetype)
        if coding != "identity":
            answer.headers["Content-Encoding"] = coding
        answer.headers["Cache-Control"] = self.cache
        answer.vary.add("Accept-Encoding")
        if status == 200:
            answer.set_etag(f"{self.hash}-{coding}")
            answer.make_conditional(request)
        return answer


def message(status: int, sentence: str, **headers: str) -> Response:
    """Return a sentence that says what was wrong with a request.

    It must repeat no part of the request, which may be an attack on whoever reads the answer.
    """
    return Response(json.dumps({"error": sentence}), status, headers, mimetype="application/json")
