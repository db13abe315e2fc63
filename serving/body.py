"""What is answered: bytes in a coding that the browser accepts, and sentences that say what is wrong."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import brotli
from flask import Response, request

# The image's build writes its strongest compression here. A file is named by the hash of what it was compressed from,
# so a body never meets the compressed form of an older one.
PACKED = Path(__file__).parent.parent / "packed"

IMMUTABLE = "public, max-age=31536000, immutable"  # for an address that contains the hash of its content
REVALIDATE = "no-cache"  # the browser keeps a copy, and asks each time whether its hash is still the current one


def coding_for(mimetype: str) -> str:
    """Return the smallest content coding for the answer to the current request: br, gzip or identity.

    Pictures are compressed already.
    """
    if not (mimetype.startswith("text/") or mimetype in ("application/json", "image/svg+xml")):
        return "identity"
    return next((coding for coding in ("br", "gzip") if request.accept_encodings[coding] > 0), "identity")


def compressed(raw: bytes, coding: str) -> bytes:
    """Return `raw` in the coding br, gzip or identity."""
    if coding == "identity":
        return raw
    return brotli.compress(raw, quality=5) if coding == "br" else gzip.compress(raw, 6, mtime=0)


def compressed_quickly(raw: bytes, coding: str) -> bytes:
    """Return `raw` in the coding br or gzip, at a level that takes a millisecond or two."""
    return brotli.compress(raw, quality=3) if coding == "br" else gzip.compress(raw, 1, mtime=0)


def hash_of(raw: bytes) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of some bytes."""
    return hashlib.sha256(raw).hexdigest()[:16]


class Form(NamedTuple):
    """An answer as it is sent, in one coding; `hash` is that of the bytes that were compressed."""

    data: bytes
    coding: str
    hash: str
    mimetype: str
    cache: str

    @classmethod
    def of(cls, raw: bytes, mimetype: str, cache: str, coding: str) -> Form:
        """Return some bytes as they are sent in this coding."""
        return cls(compressed(raw, coding), coding, hash_of(raw), mimetype, cache)

    def response(self, status: int = 200) -> Response:
        """Return the response to the current request, which accepts this coding; 304 if the browser's copy is current."""
        answer = Response(self.data, status, mimetype=self.mimetype)
        if self.coding != "identity":
            answer.headers["Content-Encoding"] = self.coding
        answer.headers["Cache-Control"] = self.cache
        answer.vary.add("Accept-Encoding")
        if status == 200:
            answer.set_etag(f"{self.hash}-{self.coding}")
            answer.make_conditional(request)
        if answer.status_code == 412:
            return message(412, "expected a condition that holds for the current copy")
        return answer


@dataclass(frozen=True)
class Body:
    """The bytes of an answer that is there from the start, with their compressed forms."""

    raw: bytes
    mimetype: str
    cache: str

    def __post_init__(self) -> None:
        # Compress now, before the first request. Otherwise the first readers of a lecture would wait for it.
        _ = self.encodings

    @cached_property
    def hash(self) -> str:
        """The hash of the bytes."""
        return hash_of(self.raw)

    @cached_property
    def encodings(self) -> dict[str, bytes]:
        """The bytes by content coding, smallest first."""
        packed = PACKED / f"{self.hash}.br"
        return {
            "br": packed.read_bytes() if packed.is_file() else compressed(self.raw, "br"),
            "gzip": compressed(self.raw, "gzip"),
            "identity": self.raw,
        }

    def pack(self) -> None:
        """Write the strongest compression to `PACKED`, where later starts find it. It takes too long for each start."""
        PACKED.mkdir(exist_ok=True)
        (PACKED / f"{self.hash}.br").write_bytes(brotli.compress(self.raw, quality=11, lgwin=24))

    def response(self, status: int = 200) -> Response:
        """Return the response to the current request, in a coding that it accepts."""
        coding = coding_for(self.mimetype)
        return Form(self.encodings[coding], coding, self.hash, self.mimetype, self.cache).response(status)


def message(status: int, sentence: str, **headers: str) -> Response:
    """Return a sentence that says what was wrong with a request.

    It must repeat no part of the request, which may be an attack on whoever reads the answer.
    """
    answer = Response(json.dumps({"error": sentence}), status, headers, mimetype="application/json")
    # What one copy of the site has not, the next one may have, while a new version takes the place of an old one.
    answer.headers["Cache-Control"] = "no-store"
    return answer
