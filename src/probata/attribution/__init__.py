"""Who said what: from the frozen text of a document to attributions, by rule, with nothing but the text."""
