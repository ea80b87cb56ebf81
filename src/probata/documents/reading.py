"""Bytes of an exhibit become a `Document`: the one door of this package.

Rules:
* Pure: the same bytes give the same document. Nothing is fetched, run or written.
* Whatever the bytes are, there is a document or a `NotADocument` with its reason, in time that grows as the bytes do.
"""

from probata.documents import kinds
from probata.documents.composing import Composer
from probata.documents.document import Document
from probata.documents.mail import read_mail
from probata.documents.parts import read_text_part
from probata.documents.refusal import NotADocument

__all__ = ["NotADocument", "read_document"]


def read_document(data: bytes) -> Document:
    """The text of an exhibit, with its blocks, sections, links and offset map.

    Raises:
        NotADocument: there is no text that can be read; the reason is "kind: detail".
    """
    media_type = kinds.kind_of(data)
    composer = Composer()
    if media_type == kinds.MAIL:
        read_mail(data, composer)
    else:
        read_text_part(data, media_type, composer)
    if not composer.sections:
        raise NotADocument("no text: there is nothing to read in it")
    return composer.finished(media_type)
