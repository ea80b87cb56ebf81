"""How far several examiners say the same of the same units."""
