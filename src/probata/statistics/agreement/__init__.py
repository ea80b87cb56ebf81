"""How far several examiners say the same of the same units; `measures.measures` gives all measures at once."""
