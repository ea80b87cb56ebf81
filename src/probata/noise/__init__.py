"""Sensor noise (photo-response non-uniformity): residuals, fingerprints, and how well they agree. Arrays, no files.

Pictures are always in the sensor's own orientation, as stored: a reader that applies the orientation which a file
states turns true matches into misses.
"""
