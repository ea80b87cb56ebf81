"""Bytes become code points, and each code point knows the bytes it comes from.

Rules:
* A byte order mark goes first, then what the transport says, then what the bytes declare, then UTF-8, then a guess
  among the Windows code pages 1251, 1252 and 1256.
* A byte that can't be decoded is U+FFFD, one for each; how many there were is an oddity.
* Nothing else is changed: no normalisation, no line ends.

Source: the labels are those of the WHATWG Encoding Standard; encodings that could hide markup (UTF-7) are not read.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REPLACEMENT = "\ufffd"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LABELS = {
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "ascii": "cp1252", "us-ascii": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "koi8-r": "koi8_r", "koi8-u": "koi8_u", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "sjis": "cp932", "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
}  # fmt: skip
_LABELS |= {f"windows-125{n}": f"cp125{n}" for n in range(9)} | {f"cp125{n}": f"cp125{n}" for n in range(9)}
_LABELS |= {f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
_WIDE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"})
_NAMES = {f"cp125{n}": f"windows-125{n}" for n in range(9)}
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LATIN = re.compile(rb"[A-Za-z]")
_HIGH = re.compile(rb"[\x80-\xff]")
_CYRILLIC = re.compile(rb"[\xee\xe5\xe0\xe8\xed\xf2\xf1\xf0\xe2\xeb]")  # the ten commonest letters in windows-1251
_ARABIC = re.compile(rb"[\xc7\xe1\xed\xe3\xe6\xe4\xd1\xca\xc8\xc9]")  # and in windows-1256
_SURROGATES = re.compile("[\ud800-\udfff]")
_SAMPLE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """Decoded text with the way back to its bytes.

    Attributes:
        text: the code points.
        offsets: where each begins in the bytes, and one more: where the last ends.
        encoding: the name as people write it.
        oddities: what was met.
    """

    text: str
    offsets: NDArray[np.int64]
    encoding: str
    oddities: tuple[str, ...] = ()

    def bytes_of(self, start: int, end: int) -> tuple[int, int]:
        """First byte and the byte after the last of ``text[start:end]``."""
        return int(self.offsets[start]), int(self.offsets[end])


def decode(data: bytes, declared: Sequence[str] = ()) -> Source:
    """The text of some bytes.

    Args:
        data: of one page or part.
        declared: labels of encodings as stated, the most trusted first; unknown ones are passed over.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded(data, name, len(mark), ())
    known = [_LABELS[label] for one in declared if (label := one.strip().strip("\"'").lower()) in _LABELS]
    if known:
        chosen, oddities = _checked(data, known[0])
    else:
        chosen, oddities = _guessed(data), ()
    strange = [one for one in declared if one.strip().strip("\"'").lower() not in _LABELS]
    if strange:
        oddities = (*oddities, f"encoding: declared {strange[0].strip()[:40]!r}, which is not known")
    return _decoded(data, chosen, 0, oddities)


def shown(codec: str) -> str:
    """The name of a codec as people write it."""
    return _NAMES.get(codec, codec.replace("_", "-"))


def _checked(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    """What is declared, unless the bytes say plainly that it is something else."""
    bad = _bad_utf8(data)
    if declared == "utf-8" and bad and not _MULTIBYTE.search(data):
        chosen = _guessed(data)
    elif declared == "cp1252" and not bad and len(_MULTIBYTE.findall(data[:_SAMPLE_BYTES])) >= 2:
        chosen = "utf-8"
    elif declared.startswith("utf-16") and b"\0" not in data[:_SAMPLE_BYTES]:
        chosen = _guessed(data)  # as browsers do: a page that can be searched for its declaration is no UTF-16
    else:
        return declared, ()
    return chosen, (f"encoding: declared {shown(declared)}, read as {shown(chosen)}",)


def _bad_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start < len(data) - 3 or error.reason != "unexpected end of data"
    return False


def _guessed(data: bytes) -> str:
    sample = data[:_SAMPLE_BYTES]
    zeros = sample.count(0)
    if zeros * 4 > len(sample):  # Latin text in UTF-16 has a zero in every second byte
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    if not _bad_utf8(data) or sum(map(len, _MULTIBYTE.findall(sample))) * 2 > len(_HIGH.findall(sample)):
        return "utf-8"  # also where most of what isn't ASCII is: by chance that doesn't happen
    high = len(_HIGH.findall(data))
    if high < len(_LATIN.findall(data)):
        return "cp1252"
    return "cp1251" if len(_CYRILLIC.findall(data)) >= len(_ARABIC.findall(data)) else "cp1256"


def _decoded(data: bytes, codec: str, skip: int, oddities: tuple[str, ...]) -> Source:
    if codec.startswith("utf-16"):
        text, widths = _utf16(data[skip:], codec)
    elif codec in _WIDE:
        text, widths = _stepwise(data[skip:], codec)
    else:
        text = data[skip:].decode(codec, "surrogateescape")
        widths = _utf8_widths(text) if codec == "utf-8" else np.ones(len(text), dtype=np.int64)
    offsets = np.full(len(text) + 1, skip, dtype=np.int64)
    offsets[1:] += np.cumsum(widths)
    text, bad = _SURROGATES.subn(REPLACEMENT, text)
    if bad:
        oddities = (*oddities, f"bad bytes: {bad} not in {shown(codec)}, kept as U+FFFD")
    return Source(text, offsets, shown(codec), oddities)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _utf8_widths(text: str) -> NDArray[np.int64]:
    codes = _codes(text)
    widths = 1 + (codes >= 0x80).astype(np.int64) + (codes >= 0x800) + (codes >= 0x10000)
    widths[(codes >= 0xDC80) & (codes <= 0xDCFF)] = 1  # a bad byte, escaped
    return widths


def _utf16(data: bytes, codec: str) -> tuple[str, NDArray[np.int64]]:
    text = data[: len(data) // 2 * 2].decode(codec, "surrogatepass")
    widths = np.where(_codes(text) >= 0x10000, 4, 2).astype(np.int64)
    if len(data) % 2:
        return text + "\udc80", np.append(widths, 1)
    return text, widths


def _stepwise(data: bytes, codec: str) -> tuple[str, NDArray[np.int64]]:
    """For encodings whose widths depend on the state: byte by byte."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    parts: list[str] = []
    widths: list[int] = []
    pending = 0
    for place in range(len(data)):
        pending += 1
        if given := decoder.decode(data[place : place + 1]):
            parts.append(given)
            widths += [pending, *[0] * (len(given) - 1)]
            pending = 0
    if given := decoder.decode(b"", final=True):
        parts.append(given)
        widths += [pending, *[0] * (len(given) - 1)]
    elif pending and widths:
        widths[-1] += pending
    return "".join(parts), np.array(widths, dtype=np.int64)
