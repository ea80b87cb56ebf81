"""Bytes of an exhibit become a `Document`: the one door of this package.

Rules:
* Pure: the same bytes give the same document. Nothing is fetched, run or written.
* Whatever the bytes are, there is a document or a `NotADocument` with its reason, in time that grows as the bytes do.
"""

from collections.abc import Callable, Mapping

from probata.documents import kinds
from probata.documents.composing import Composer
from probata.documents.document import Document
from probata.documents.feed import read_feed
from probata.documents.mail import read_mail
from probata.documents.parts import read_part
from probata.documents.refusal import NotADocument
from probata.documents.verbatim import verbatim
from probata.documents.warc import read_wacz, read_warc

_CONTAINERS: Mapping[str, Callable[[bytes, Composer], None]] = {
    kinds.MAIL: read_mail,
    kinds.RSS: read_feed,
    kinds.ATOM: read_feed,
    kinds.WARC: read_warc,
    kinds.WACZ: read_wacz,
}
__all__ = ["NotADocument", "read_document", "read_parts"]


def read_document(data: bytes) -> Document:
    """The text of an exhibit, with its blocks, sections, links and offset map.

    Raises:
        NotADocument: there is no text that can be read; the reason is "kind: detail".
    """
    return _read(data, Composer())


def read_parts(data: bytes) -> dict[str, bytes]:
    """The parts that the offset map counts in, by name: with them any piece can be re-checked.

    Raises:
        NotADocument: as `read_document`.
    """
    composer = Composer(parts={})
    _read(data, composer)
    return composer.parts or {}


def _read(data: bytes, composer: Composer) -> Document:
    media_type = kinds.kind_of(data)
    if media_type in _CONTAINERS:
        _CONTAINERS[media_type](data, composer)
    else:
        read_part(data, media_type, composer)
    if not composer.sections:
        raise NotADocument("no text: there is nothing to read in it")
    document = composer.finished(media_type)
    return verbatim(document, data) if media_type == kinds.PLAIN else document
