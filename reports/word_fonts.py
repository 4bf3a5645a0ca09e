"""Putting the font into a Word document, so that it looks the same on a computer that does not have it."""

import uuid
from pathlib import Path

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


def embed(word: WordDocument, family: str, regular: Path, bold: Path) -> None:
    """Embed two weights of ``family``."""
    fonts = next(r.target_part for r in word.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(fonts.blob)
    entry = OxmlElement("w:font")
    entry.set(qn("w:name"), family)
    table.append(entry)
    for tag, path in (("embedRegular", regular), ("embedBold", bold)):
        data = path.read_bytes()
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"{family} {tag}")
        name = PackURI(f"/word/fonts/{path.stem}.odttf")
        part = Part(name, _CONTENT_TYPE, _obfuscated(data, key), word.part.package)
        element = OxmlElement(f"w:{tag}")
        element.set(qn("r:id"), fonts.relate_to(part, _RELATIONSHIP))
        element.set(qn("w:fontKey"), f"{{{str(key).upper()}}}")
        entry.append(element)
    fonts._blob = serialize_part_xml(table)
    zoom = word.settings.element.find(qn("w:zoom"))
    zoom.addnext(OxmlElement("w:embedTrueTypeFonts"))


def _obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """The font with its first 32 bytes mixed with the key, as the format asks (ISO/IEC 29500-4, 17.8.1)."""
    mask = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(data[:32], mask, strict=True)) + data[32:]
