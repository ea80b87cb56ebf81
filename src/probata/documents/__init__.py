"""The text of a document: bytes of a page, a mail, a feed or a PDF become one frozen text with what is known of it."""
