"""EAF: ELAN's annotation, a tier a speaker, times in milliseconds."""

import xml.etree.ElementTree as ET

from meetapp.export.arrange import Tier, tiers
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_UNDATED = "1970-01-01T00:00:00Z"  # the format asks for a date


def render(transcript: Transcript, _options: Options) -> bytes:
    """The XML document, in UTF-8; no sound is linked, ELAN offers to choose it."""
    ET.register_namespace("xsi", _XSI)
    root = ET.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "meetapp",
            "DATE": transcript.created or _UNDATED,
            "FORMAT": "3.0",
            "VERSION": "3.0",
            f"{{{_XSI}}}noNamespaceSchemaLocation": _SCHEMA,
        },
    )
    ET.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    times = ET.SubElement(root, "TIME_ORDER")
    number = 0
    for tier in tiers(transcript):
        number = _add_tier(root, times, tier, number)
    ET.SubElement(
        root, "LINGUISTIC_TYPE", GRAPHIC_REFERENCES="false", LINGUISTIC_TYPE_ID="default-lt", TIME_ALIGNABLE="true"
    )
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add_tier(root: ET.Element, times: ET.Element, tier: Tier, number: int) -> int:
    """Adds the tier with annotations numbered from `number` + 1; the last number used."""
    element = ET.SubElement(root, "TIER", LINGUISTIC_TYPE_REF="default-lt", PARTICIPANT=tier.speaker, TIER_ID=tier.name)
    for span in tier.spans:
        number += 1
        slots = {"TIME_SLOT_REF1": f"ts{2 * number - 1}", "TIME_SLOT_REF2": f"ts{2 * number}"}
        for slot, ms in zip(slots.values(), (span.start_ms, span.end_ms), strict=True):
            ET.SubElement(times, "TIME_SLOT", TIME_SLOT_ID=slot, TIME_VALUE=str(ms))
        holder = ET.SubElement(element, "ANNOTATION")
        annotation = ET.SubElement(holder, "ALIGNABLE_ANNOTATION", {"ANNOTATION_ID": f"a{number}", **slots})
        ET.SubElement(annotation, "ANNOTATION_VALUE").text = span.text
    return number
