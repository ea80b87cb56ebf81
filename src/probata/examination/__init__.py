"""From looking at photographs to answers that can be counted: codebooks, samples, assignment, codings."""
