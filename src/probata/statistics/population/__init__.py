"""How many there are in all, from lists that overlap (capture–recapture, multiple systems estimation)."""
