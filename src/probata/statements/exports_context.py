"""The terms of our exports: identifiers, and the JSON-LD contexts that say what they mean. Nothing is fetched.

Rules:
* Names that a vocabulary has are that vocabulary's; ours are under ``urn:probata:ns:`` and listed here.
* An exhibit is named by its SHA-256, a statement, a commitment and an act by theirs; nothing names a person's machine.

Source: W3C Web Annotation Data Model and Vocabulary (2017); schema.org (Claim, ClaimReview, MediaObject).
"""

from collections.abc import Mapping

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SCHEMA_CONTEXT = "https://schema.org"
NAMESPACE = "urn:probata:ns:"
# term: what it means. docs/statements.md lists them.
TERMS: Mapping[str, str] = {
    "status": "how far people confirmed it: proposed, confirmed, rejected, cannot-tell, pending, conflict",
    "role": "what a passage is of a statement: speaker, cue or content",
    "exhibitDigest": "SHA-256 of the document's bytes, in hex",
    "textDigest": "SHA-256 of the document's text in UTF-8, in hex: the positions count its code points",
    "act": "digest of the signed act that counts",
    "relation": "what people found that a later statement does to a commitment: a label, no degree of truth",
    "against": "the claim in which the commitment is made or reported",
    "commitment": "the commitment's name",
    "provision": "place of the provision that was compared, from 1; 0: the whole",
    "confidence": "how sure those are who assessed it: low, moderate, high",
}
CONTEXT: Mapping[str, str] = {"probata": NAMESPACE}


def statement_iri(name: str) -> str:
    """A statement, by its name."""
    return f"urn:probata:statement:{name}"


def commitment_iri(statement: str, name: str) -> str:
    """A commitment, by the statement in which it is made and its name."""
    return f"urn:probata:commitment:{statement}:{name}"


def exhibit_iri(digest: str) -> str:
    """An exhibit, by its SHA-256."""
    return f"urn:probata:exhibit:sha256:{digest}"


def text_iri(digest: str) -> str:
    """A frozen text, by its SHA-256."""
    return f"urn:probata:text:sha256:{digest}"
