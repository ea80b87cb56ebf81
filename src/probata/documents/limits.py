"""How much is read of one exhibit. What lies beyond is left out, and an oddity of the document says so."""

MOST_PART_BYTES = 16 << 20  # of one page, message, entry or text, after its encodings are undone
MOST_EXPANDED_BYTES = 256 << 20  # of everything that a web archive or a feed holds, unpacked
MOST_TEXT = 30_000_000  # code points of a document's text
MOST_BLOCKS = 250_000  # paragraphs and the like of a document
MOST_SECTIONS = 2_000  # articles, entries, records with text
MOST_RECORDS = 100_000  # of a web archive, those without text included
MOST_MEMBERS = 2_000  # files in a WACZ
MOST_PAGES = 2_000  # of a PDF
MOST_MAIL_DEPTH = 12  # mails within mails, parts within parts
MOST_MAIL_PARTS = 500
MOST_METADATA_BYTES = 1 << 20  # of one JSON-LD script
LONGEST_FIELD = 500  # code points of a name, an address or a time that is stated beside the text
