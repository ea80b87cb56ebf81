"""What is raised where bytes are no document."""


class NotADocument(Exception):
    """Raised where bytes hold no text that can be read; the reason is one line, "kind: detail", with few kinds.

    Kinds: ``empty``, ``picture``, ``sound or film``, ``archive``, ``office document``, ``sidecar``, ``markup``,
    ``binary``, ``encrypted``, ``damaged``, ``no text``, ``table``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
