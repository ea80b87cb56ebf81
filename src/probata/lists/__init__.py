"""Lists of victims: their records, read by a mapping, and linked to one another and to the persons photographed."""
