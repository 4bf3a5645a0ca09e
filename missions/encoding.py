"""The text encoding of a file as Thai offices send it, found from its bytes.

The rule: byte order marks, then UTF-16 by its 00 and 0E bytes, strict UTF-8, strict cp874 where the result reads as
Thai, and cp1252 last.
"""

import codecs
import re

ENCODINGS = ("utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
"""The encodings a user may choose."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000
_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_RUN = re.compile("[\u0e00-\u0e7f]+")
_BEYOND_TWO_BYTES = re.compile("[\u0800-\U0010ffff]")
# A mark without a consonant to stand on, or a leading vowel without one to lead: rare in Thai, common in chance bytes.
_MARKS = "\u0e31\u0e33-\u0e3a\u0e47-\u0e4e"
_MISSPELT = re.compile(f"(?<![\u0e01-\u0e2e{_MARKS}])[{_MARKS}]|[เ-ไ](?=[^\u0e01-\u0e2e])")
_MIXED = re.compile("[A-Za-z][\u0e00-\u0e7f]|[\u0e00-\u0e7f][a-z]")
_WESTERN = re.compile("[A-Za-z][\u00c0-\u024f]|[\u00c0-\u024f][a-z]")
_WESTERN_SIGNS = frozenset("€£°±²³½¼–—“”‘’…•·×éèüöäñç§®™\u00a0")


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str, bool]:
    """The text of ``data``, its encoding (found when not given), and whether some bytes had to be replaced."""
    encoding = encoding or detect(data)
    text = _strict(data, encoding)
    return (data.decode(encoding, "replace"), encoding, True) if text is None else (text, encoding, False)


def detect(data: bytes) -> str:
    """The encoding of ``data``; the best guess when none fits all of it."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    return _utf16(data[:4096]) or _utf8(data) or _eight_bit(data)


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: the high byte of nearly every character is 00 (ASCII) or 0E (Thai)."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    low, high = (sum(byte in (0x00, 0x0E) for byte in head[start::2]) for start in (0, 1))
    if high >= 0.9 * pairs and high > low:
        return "utf-16-le"
    return "utf-16-be" if low >= 0.9 * pairs and low > high else None


def _utf8(data: bytes) -> str | None:
    text = _strict(data, "utf-8")
    if text is None:
        return None
    if text.isascii() or _BEYOND_TWO_BYTES.search(text):
        return "utf-8"
    # Only two-byte characters: a Western name in UTF-8, or Thai bytes that happen to pair up (หก is also ˡ).
    thai = _strict(data, "cp874")
    return "cp874" if thai is not None and _reads_as_thai(thai) and not _reads_as_western(text) else "utf-8"


def _eight_bit(data: bytes) -> str:
    thai, western = _strict(data, "cp874"), _strict(data, "cp1252")
    nearly_thai = data.decode("cp874", "replace") if thai is None else thai
    few = nearly_thai.count("\ufffd") <= max(1, 0.01 * len(nearly_thai))
    if few and (_reads_as_thai(nearly_thai) or (thai is not None and western is None)):
        return "cp874"
    if western is not None:
        strange = thai is not None and _THAI.search(thai) and not _reads_as_western(western)
        return "cp874" if strange else "cp1252"
    nearly_utf8 = data.decode("utf-8", "replace")
    if len(_THAI.findall(nearly_utf8[:_SAMPLE])) > 20 * max(nearly_utf8[:_SAMPLE].count("\ufffd"), 1):
        return "utf-8"  # a file cut short or with one bad byte
    return "cp874" if few else "cp1252"


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_as_thai(text: str) -> bool:
    sample = text[:_SAMPLE]
    letters = len(_THAI.findall(sample))
    misspelt = len(_MISSPELT.findall(sample))
    mixed = len(_MIXED.findall(sample))
    return letters > 0 and misspelt <= 0.05 * letters and mixed <= 0.25 * len(_THAI_RUN.findall(sample))


def _reads_as_western(text: str) -> bool:
    sample = text[:_SAMPLE]
    return bool(_WESTERN.search(sample)) or all(c in _WESTERN_SIGNS for c in sample if not c.isascii())
