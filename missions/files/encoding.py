"""The text encoding of a file as Thai offices send it, found from its bytes.

The rule: byte order marks, then UTF-16 by its 00 and 0E bytes, strict UTF-8, strict cp874 where the result reads as
Thai, and cp1252 last.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

ENCODINGS = ("utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
"""The encodings a user may choose."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ORDERED = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
_SAMPLE = 100_000
_PIECE = 1 << 20
_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_RUN = re.compile("[\u0e00-\u0e7f]+")
_BEYOND_TWO_BYTES = re.compile("[\u0800-\U0010ffff]")
# A mark without a consonant to stand on, or a leading vowel without one to lead: rare in Thai, common in chance bytes.
_MARKS = "\u0e31\u0e33-\u0e3a\u0e47-\u0e4e"
_MISSPELT = re.compile(f"(?<![\u0e01-\u0e2e{_MARKS}])[{_MARKS}]|[เ-ไ](?=[^\u0e01-\u0e2e])")
_MIXED = re.compile("[A-Za-z][\u0e00-\u0e7f]|[\u0e00-\u0e7f][a-z]")
_WESTERN = re.compile("[A-Za-z][\u00c0-\u024f]|[\u00c0-\u024f][a-z]")
_WESTERN_SIGNS = frozenset("€£°±²³½¼–—“”‘’…•·×éèüöäñç§®™\u00a0")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file; ``damaged`` when some of its bytes are no characters in it."""

    name: str
    damaged: bool


def find_encoding(stream: BinaryIO, chosen: str | None = None) -> Encoding:
    """The encoding of a file, found from all its bytes when not ``chosen``; the best guess when none fits all of it."""
    if chosen in ("utf-16", "utf-32") and not _start(stream, 4).startswith(_ORDERED[chosen]):
        chosen += "-le"  # what these mean without a mark
    name = chosen or _marked(stream) or _utf16(_start(stream, 4096)) or _utf8(stream) or _eight_bit(stream)
    return Encoding(name, damaged=not _fits(stream, name))


def evident_encoding(stream: BinaryIO) -> str | None:
    """The encoding that a file's first bytes give away; it holds unless a later byte is no character in it."""
    start = _start(stream, 4 * _SAMPLE)
    if found := _marked(stream) or _utf16(start[:4096]):
        return found
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        text = start.decode("cp874", "replace")
        return "cp874" if "\ufffd" not in text and _reads_as_thai(text[:_SAMPLE]) else None
    return "utf-8" if _BEYOND_TWO_BYTES.search(text) else None


def _start(stream: BinaryIO, size: int) -> bytes:
    stream.seek(0)
    return stream.read(size)


def _marked(stream: BinaryIO) -> str | None:
    start = _start(stream, 4)
    return next((encoding for mark, encoding in _BOMS if start.startswith(mark)), None)


def _texts(stream: BinaryIO, encoding: str, errors: str = "strict") -> Iterator[str]:
    """The whole file decoded, in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    stream.seek(0)
    while piece := stream.read(_PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


def _sample(stream: BinaryIO, encoding: str) -> str:
    """The first ``_SAMPLE`` characters, what is none replaced."""
    sample = ""
    for text in _texts(stream, encoding, "replace"):
        sample += text
        if len(sample) >= _SAMPLE:
            break
    return sample[:_SAMPLE]


def _fits(stream: BinaryIO, encoding: str) -> bool:
    try:
        for _ in _texts(stream, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: the high byte of nearly every character is 00 (ASCII) or 0E (Thai)."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    low, high = (sum(byte in (0x00, 0x0E) for byte in head[start::2]) for start in (0, 1))
    if high >= 0.9 * pairs and high > low:
        return "utf-16-le"
    return "utf-16-be" if low >= 0.9 * pairs and low > high else None


def _utf8(stream: BinaryIO) -> str | None:
    ascii_only, beyond = True, False
    try:
        for text in _texts(stream, "utf-8"):
            if not text.isascii():
                ascii_only = False
                beyond = beyond or bool(_BEYOND_TWO_BYTES.search(text))
    except UnicodeDecodeError:
        return None
    if ascii_only or beyond:
        return "utf-8"
    # Only two-byte characters: a Western name in UTF-8, or Thai bytes that happen to pair up (หก is also ˡ).
    thai = _fits(stream, "cp874") and _reads_as_thai(_sample(stream, "cp874"))
    return "cp874" if thai and not _reads_as_western(_sample(stream, "utf-8")) else "utf-8"


def _eight_bit(stream: BinaryIO) -> str:
    letters = bad = 0
    has_thai = False
    for text in _texts(stream, "cp874", "replace"):
        letters += len(text)
        bad += text.count("\ufffd")
        has_thai = has_thai or bool(_THAI.search(text))
    western = _fits(stream, "cp1252")
    few = bad <= max(1, 0.01 * letters)
    if few and (_reads_as_thai(_sample(stream, "cp874")) or (not bad and not western)):
        return "cp874"
    if western:
        strange = not bad and has_thai and not _reads_as_western(_sample(stream, "cp1252"))
        return "cp874" if strange else "cp1252"
    nearly_utf8 = _sample(stream, "utf-8")
    if len(_THAI.findall(nearly_utf8)) > 20 * max(nearly_utf8.count("\ufffd"), 1):
        return "utf-8"  # a file cut short or with one bad byte
    return "cp874" if few else "cp1252"


def _reads_as_thai(text: str) -> bool:
    letters = len(_THAI.findall(text))
    misspelt = len(_MISSPELT.findall(text))
    mixed = len(_MIXED.findall(text))
    return letters > 0 and misspelt <= 0.05 * letters and mixed <= 0.25 * len(_THAI_RUN.findall(text))


def _reads_as_western(text: str) -> bool:
    return bool(_WESTERN.search(text)) or all(c in _WESTERN_SIGNS for c in text if not c.isascii())
