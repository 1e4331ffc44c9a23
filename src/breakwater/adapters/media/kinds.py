"""Is a file an image, a film or a recording? Told from its first bytes, never from its name."""

from __future__ import annotations

from breakwater.records import Medium

HEAD = 64  # bytes

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*")
_FILMS = (b"GIF87a", b"GIF89a", b"\x1aE\xdf\xa3", b"FLV\x01", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")
_SOUNDS = (
    b"ID3",
    b"\xff\xfb",
    b"\xff\xf3",
    b"\xff\xf2",
    b"\xff\xf1",
    b"\xff\xf9",
    b"fLaC",
    b"OggS",
    b"#!AMR",
)
_RIFF = {b"WEBP": Medium.IMAGE, b"AVI ": Medium.VIDEO, b"WAVE": Medium.SOUND}
_STILL_BRANDS = (b"avif", b"mif1")


def medium_of(head: bytes) -> Medium | None:
    """Return what a file that begins so is, or None if it is nothing that is read.

    A moving GIF is a film. A film without pictures is told as sound only when it is opened.
    """
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _STILL_BRANDS:
            return Medium.IMAGE
        return Medium.SOUND if brand in (b"M4A ", b"M4B ") else Medium.VIDEO
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    for medium, beginnings in ((Medium.IMAGE, _IMAGES), (Medium.VIDEO, _FILMS), (Medium.SOUND, _SOUNDS)):
        if head.startswith(beginnings):
            return medium
    return None
