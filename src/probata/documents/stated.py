"""What a source states beside its text: in a page's head, a mail's header, a feed's entry."""

from dataclasses import dataclass

from probata.documents.document import Time


@dataclass(frozen=True, slots=True)
class Beside:
    """What is stated of a section; "" and None where nothing is.

    Attributes:
        address: URL or message's id.
        headline: as stated: looked for in the text, never put into it.
        author: who wrote it.
        publisher: who published it.
        published: when.
        updated: when.
        language: as stated: ``en-GB``.
    """

    address: str = ""
    headline: str = ""
    author: str = ""
    publisher: str = ""
    published: Time | None = None
    updated: Time | None = None
    language: str = ""

    def over(self, other: "Beside") -> "Beside":
        """These, and where they say nothing the others."""
        return Beside(
            self.address or other.address,
            self.headline or other.headline,
            self.author or other.author,
            self.publisher or other.publisher,
            self.published or other.published,
            self.updated or other.updated,
            self.language or other.language,
        )
