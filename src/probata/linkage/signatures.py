"""File signatures: how the program of a camera writes a file, learnt from the archive for each model and firmware.

A signature is everything of a file's structure that stays the same from photograph to photograph of one program: order
of segments, components and sampling, standard or own Huffman tables, restart markers, how EXIF is written (byte order,
version, directories, which tags), the thumbnail's size and structure. Quantization tables are beside it: a model may
choose them by quality or by picture.

Rules:
* Nothing is known beforehand: what a model writes is what most of its photographs in this archive are written like.
* A signature is the file's, never the sensor's: programs copy metadata, and write their own structure.

Source: Gloe, "Forensic analysis of ordered data structures on the example of JPEG files" (WIFS 2012); Kee, Johnson and
Farid, "Digital image authentication from JPEG headers" (IEEE TIFS 2011).

Not here: what breaks the habit (`signatures_contradictions`), and which camera is proposed (`cameras`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from probata.linkage.cameras_tables import ijg_quality

LEARNT_FROM = 3
VERSION = "1"
_FILE = (
    "digest", "type", "width", "height", "segments", "huffman_by_number", "components", "restart_interval",
    "progressive", "jfif", "comment", "colour_profile", "multi_picture", "byte_order", "exif_version", "directories",
    "tags", "tag_counts", "thumbnail_width", "thumbnail_height", "thumbnail_segments", "thumbnail_subsampling",
    "thumbnail_quantization", "quantization", "exif_width", "exif_height", "subsecond",
)  # fmt: skip
_METADATA = (
    "digest", "make", "model", "firmware", "software", "body_serial", "taken_original", "taken_digitized", "modified",
)  # fmt: skip
_STANDARD_HUFFMAN = "standard Huffman tables"
_OWN_HUFFMAN = "own Huffman tables"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the readings say of how one exhibit is written; None and "" where a file does not say.

    Attributes:
        exhibit: hex digest.
        model: make and model as claimed; "" without.
        firmware: version of the camera's program, or the software that the file names.
        layout: order of segments, components, restart, progressive, JFIF, Multi-Picture Format.
        huffman: whether its Huffman tables are those of the standard.
        exif: byte order, version, directories, digests of the tags.
        thumbnail: size, segments, sampling and quantization of the thumbnail.
        tables: digest of the quantization tables.
        values: the readings' row, for the tests of contradiction.
    """

    exhibit: str
    model: str
    firmware: str
    layout: tuple[str, ...]
    huffman: str
    exif: tuple[str, ...]
    thumbnail: tuple[str, ...]
    tables: str
    values: Mapping[str, Any]

    @property
    def structure(self) -> tuple[tuple[str, ...], ...]:
        """All that makes a signature, without the claimed model."""
        return self.layout, (self.huffman,), self.exif, self.thumbnail[:-1]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature that was learnt.

    Attributes:
        name: model, and a letter where it has several.
        model: make and model as claimed; "" for files that claim none.
        firmware: as claimed by most of its photographs.
        photographs: how many carry it.
        tables: how many sets of quantization tables they use.
        description: what it consists of, in words.
    """

    name: str
    model: str
    firmware: str
    photographs: int
    tables: int
    description: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of an archive.

    Attributes:
        name_of: by exhibit; those with a signature of fewer than `LEARNT_FROM` photographs are left out.
        learnt: by model, the most frequent first.
        facts: of each exhibit that is a JPEG file, sorted by digest.
        models: make and model as claimed, by exhibit; those that claim none are left out.
        common_tables: quality at which common software (the IJG library) writes quantization tables, by their digest.
    """

    name_of: Mapping[str, str] = field(default_factory=dict)
    learnt: tuple[Signature, ...] = ()
    facts: tuple[FileFacts, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    common_tables: Mapping[str, int] = field(default_factory=dict)


def claimed_model(make: str | None, model: str | None) -> str:
    """Make and model as claimed, on one line, the make once; "" for none."""
    by, what = (" ".join((text or "").replace("\0", " ").split()) for text in (make, model))
    first = by.partition(" ")[0].casefold()
    return what if first and what.casefold().startswith(first) else f"{by} {what}".strip()


def signatures(files: pa.Table, metadata: pa.Table) -> Signatures:
    """The signatures of an archive.

    Args:
        files: readings of *file*, version 2 or later.
        metadata: readings of *metadata*, version 2 or later.
    """
    told = _rows(metadata, _METADATA)
    models = {digest: claimed for digest, row in told.items() if (claimed := claimed_model(row["make"], row["model"]))}
    facts = [
        _facts({**told.get(digest, dict.fromkeys(_METADATA)), **row}, models.get(digest, ""))
        for digest, row in sorted(_rows(files, _FILE).items())
        if row["type"] == "image/jpeg" and row["segments"]
    ]
    groups: dict[tuple[str, Any], list[FileFacts]] = defaultdict(list)
    for each in facts:
        groups[each.model, each.structure].append(each)
    by_model: dict[str, list[list[FileFacts]]] = defaultdict(list)
    for (model, _), own in groups.items():
        if len(own) >= LEARNT_FROM:
            by_model[model].append(own)
    learnt: list[Signature] = []
    names: dict[str, str] = {}
    for model in sorted(by_model):
        ordered = sorted(by_model[model], key=lambda own: (-len(own), own[0].exhibit))
        for place, own in enumerate(ordered):
            made = _signature(model, place, len(ordered), own)
            learnt.append(made)
            names |= {each.exhibit: made.name for each in own}
    return Signatures(names, tuple(learnt), tuple(facts), models, _common(files))


def _signature(model: str, place: int, of: int, own: Sequence[FileFacts]) -> Signature:
    name = (model or "no make or model") + (f", {_letter(place)}" if of > 1 else "")
    firmware = Counter(each.firmware for each in own).most_common(1)[0][0]
    return Signature(name, model, firmware, len(own), len({each.tables for each in own}), _described(own[0]))


def _letter(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else f"z{place}"


def _described(each: FileFacts) -> str:
    """What a signature consists of."""
    parts = [f"segments {each.layout[0]}", f"components {each.layout[1]}", each.huffman]
    parts += [text for text in each.layout[2:] if text]
    parts.append(f"EXIF {' '.join(each.exif[:3])}" if each.exif else "no EXIF")
    parts.append(f"thumbnail {each.thumbnail[0]}" if each.thumbnail else "no thumbnail")
    return "; ".join(parts)


def _facts(row: Mapping[str, Any], model: str) -> FileFacts:
    own = _OWN_HUFFMAN if len(set(row["huffman_by_number"] or ())) and not _standard(row) else _STANDARD_HUFFMAN
    return FileFacts(
        exhibit=row["digest"],
        model=model,
        firmware=_text(row["firmware"]) or _text(row["software"]),
        layout=(
            " ".join(row["segments"]),
            _text(row["components"]),
            "restart markers" if row["restart_interval"] else "",
            "progressive" if row["progressive"] else "",
            f"JFIF {row['jfif']}" if row["jfif"] is not None else "",
            f"{row['multi_picture']} pictures" if row["multi_picture"] else "",
        ),
        huffman=own,
        exif=(
            (
                row["byte_order"],
                _text(row["exif_version"]),
                " ".join(row["directories"] or ()),
                *(row["tags"] or ())[:2],
            )
            if row["byte_order"]
            else ()
        ),
        thumbnail=(
            (
                f"{row['thumbnail_width']}x{row['thumbnail_height']}",
                " ".join(row["thumbnail_segments"] or ()),
                _text(row["thumbnail_subsampling"]),
                _text(row["thumbnail_quantization"]),
            )
            if row["thumbnail_width"]
            else ()
        ),
        tables=_text(row["quantization"]),
        values=row,
    )


# SHA-256, first 16 digits, of the typical tables of ITU-T T.81, annex K.3: DC and AC, luminance and chrominance.
_TYPICAL = frozenset({"2f66814c875b5317", "a6283a08f5d97906", "602f734c8c12c1d9", "13f90e3c9dc476c6"})


def _standard(row: Mapping[str, Any]) -> bool:
    return all(name.partition(":")[2] in _TYPICAL for name in row["huffman_by_number"] or ())


def _text(value: object) -> str:
    return " ".join(str(value).replace("\0", " ").split()) if value is not None else ""


def _common(files: pa.Table) -> dict[str, int]:
    tables = dict(zip(files["quantization"].to_pylist(), range(files.num_rows), strict=True))
    qualities = {
        digest: ijg_quality(files["quantization_tables"][place].as_py() or ())
        for digest, place in tables.items()
        if digest is not None
    }
    return {digest: quality for digest, quality in sorted(qualities.items()) if quality is not None}


def _rows(table: pa.Table, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    columns = [table[name].to_pylist() for name in names]
    return {values[0]: dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)}
