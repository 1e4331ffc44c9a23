"""How does a path become one clean stream of bytes?

Whatever an analyst sends (packed by gzip, written by Excel as UTF-16, marked with a BOM), a
source sees plain UTF-8 bytes. An archive that was cut off on its way gives everything up to
the damage first, and only then raises CutOff: the rows before it are evidence like any other.
"""

from __future__ import annotations

import codecs
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from breakwater.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 64 * 1024
CHUNK = 256 * 1024
PACKED_CHUNK = 16 * 1024
GZIP = b"\x1f\x8b"
WIDE_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class CutOff(SourceError):
    """An archive ends, or is damaged, before its end; `line` is the line it broke off in."""

    def __init__(self, file: str, *, line: int, problem: str) -> None:
        self.line = line
        super().__init__(file, problem, advice="ask for the file again; the rows before were read")


@contextmanager
def opened(path: Path) -> Iterator[tuple[bytes, BinaryIO]]:
    """Give the first 64 KiB of a file and the stream from its start, unpacked and without BOM.

    :raises SourceError: it is missing, a folder, empty, or may not be read
    """
    file = str(path)
    with _raw(path) as raw:
        stream = _unpacked(raw, file=file)
        head = _head(stream, file=file)
        if not head:
            raise SourceError(file, "the file is empty", advice="export it again")
        yield head, stream


def is_json(stream: BinaryIO) -> tuple[bool, BinaryIO]:
    """Return whether a stream holds JSON and not a table, and the stream from its start."""
    again = Pieces(iter(lambda: stream.read(CHUNK), b""), file="")
    return again.peek(HEAD).lstrip()[:1] in (b"{", b"["), cast(BinaryIO, again)


def _raw(path: Path) -> io.BufferedReader:
    file = str(path)
    try:
        if path.is_dir():
            raise SourceError(file, "this is a folder", advice="name the file in it")
        return path.open("rb")
    except FileNotFoundError:
        raise SourceError(file, "there is no such file", advice="check the spelling of the path") from None
    except PermissionError:
        raise SourceError(file, "you may not read this file", advice="ask its owner for access") from None
    except (OSError, ValueError) as error:
        raise SourceError(file, f"the file cannot be opened ({error})") from None


def _unpacked(raw: io.BufferedReader, *, file: str) -> BinaryIO:
    start = _first_bytes(raw, file=file)
    if start.startswith(GZIP):
        return _without_mark(Pieces(_gunzipped(raw, file=file), file=file), file=file)
    return _without_mark(raw, file=file)


def _first_bytes(raw: io.BufferedReader, *, file: str) -> bytes:
    try:
        return raw.peek(4)[:4]
    except OSError as error:
        raise SourceError(file, f"the file cannot be read ({error})") from None


def _without_mark(stream: io.BufferedReader | Pieces, *, file: str) -> BinaryIO:
    mark = stream.peek(4)[:4]
    if mark.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    for wide, encoding in WIDE_MARKS:
        if mark.startswith(wide):
            stream.read(len(wide))
            return cast(BinaryIO, Pieces(_transcoded(stream, encoding), file=file))
    return cast(BinaryIO, stream)


def _head(stream: BinaryIO, *, file: str) -> bytes:
    if isinstance(stream, Pieces):
        return stream.peek(HEAD)[:HEAD]
    here = stream.tell() if stream.seekable() else None
    if here is None:
        raise SourceError(file, "this is not a regular file", advice="save it to disk first")
    head = stream.read(HEAD)
    stream.seek(here, os.SEEK_SET)
    return head


def _gunzipped(raw: BinaryIO, *, file: str) -> Iterator[bytes]:
    """Yield what the archive holds, member after member, and all that is good before a damage."""
    member, inside, lines = zlib.decompressobj(zlib.MAX_WBITS | 16), False, 0
    while packed := raw.read(PACKED_CHUNK):
        while packed:
            inside = True
            good, packed, broken = _inflated(member, packed)
            lines += good.count(b"\n")
            yield good
            if broken:
                raise _cut_off(file, lines, "the archive is damaged")
            if member.eof:
                member, inside = zlib.decompressobj(zlib.MAX_WBITS | 16), False
                packed = packed.lstrip(b"\0")  # tapes and some servers pad with zeros
    if inside:
        raise _cut_off(file, lines, "the archive is cut off")


def _cut_off(file: str, lines: int, what: str) -> CutOff:
    return CutOff(file, line=lines + 1, problem=f"{what} at about line {lines + 1}")


def _inflated(member: zlib._Decompress, packed: bytes) -> tuple[bytes, bytes, bool]:
    """Return the good bytes, what is still packed, and whether the archive is broken here."""
    before = member.copy()
    try:
        good = member.decompress(packed, CHUNK)
    except zlib.error:
        return _to_the_damage(before, packed), b"", True
    return good, member.unused_data if member.eof else member.unconsumed_tail, False


def _to_the_damage(member: zlib._Decompress, packed: bytes) -> bytes:
    """Return every byte before the damage: zlib throws away the call that meets it."""
    good = bytearray()
    for one in packed:
        try:
            good += member.decompress(bytes([one]))
        except zlib.error:
            break
    return bytes(good)


def _transcoded(stream: io.BufferedReader | Pieces, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


class Pieces(io.RawIOBase):
    """A stream over pieces of bytes.

    A read never asks for more than one piece, so that nothing good is lost when the next
    one turns out to be damaged.
    """

    def __init__(self, pieces: Iterator[bytes], *, file: str) -> None:
        self.name = file
        self._pieces = pieces
        self._held = bytearray()
        self._damage: CutOff | None = None

    def readable(self) -> bool:
        return True

    def peek(self, size: int) -> bytes:
        """Return the next bytes without taking them; fewer only at the end or a damage."""
        while len(self._held) < size and self._more():
            pass
        return bytes(self._held)

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer).cast("B")
        while not self._held and self._more():
            pass
        if not self._held and self._damage is not None:
            raise self._damage
        size = min(len(room), len(self._held))
        room[:size] = self._held[:size]
        del self._held[:size]
        return size

    def _more(self) -> bool:
        """Take one more piece; return whether there was one."""
        if self._damage is not None:
            return False
        try:
            self._held += next(self._pieces)
        except StopIteration:
            return False
        except CutOff as damage:
            self._damage = damage
            return False
        return True
