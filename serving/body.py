"""Finished bodies of answers: compressed once, served in the encoding that the browser takes, known by a hash."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
from flask import Response, request

# Bodies that the image's build compressed with the most effort, named by the hash of what is in them: none can be old.
PACKED = Path(__file__).parent.parent / "packed"

FOREVER = "public, max-age=31536000, immutable"  # for addresses that carry a hash of what they give
ASK_AGAIN = "no-cache"  # kept, but asked after with its hash each time


def accepted_coding() -> str:
    """Return the smallest content coding that the present request accepts; browsers take br over HTTPS alone."""
    return next((c for c in ("br", "gzip") if request.accept_encodings[c] > 0), "identity")


def compressed_quickly(raw: bytes, coding: str) -> bytes:
    """Return bytes that are sent once in a coding other than identity, for a millisecond or two of work."""
    return brotli.compress(raw, quality=3) if coding == "br" else gzip.compress(raw, 1, mtime=0)


@dataclass(frozen=True)
class Body:
    """The bytes of one answer, compressed when it is made."""

    raw: bytes
    mimetype: str
    cache: str

    def __post_init__(self) -> None:
        # all the work is done here, at start: a cache that the first requests fill makes those wait who come first
        _ = self.encodings

    @cached_property
    def hash(self) -> str:
        """The first 16 digits of the SHA-256 of the bytes."""
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
        """Keep the smallest form for later starts; it takes too long for a start itself."""
        PACKED.mkdir(exist_ok=True)
        (PACKED / f"{self.hash}.br").write_bytes(brotli.compress(self.raw, quality=11, lgwin=24))

    def response(self, status: int = 200) -> Response:
        """Return the answer to the present request: in a coding that it accepts, or 304 where it has it already."""
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
