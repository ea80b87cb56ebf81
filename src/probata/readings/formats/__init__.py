"""What a file is and how it is built, from its bytes: types, JPEG segments, TIFF directories, containers, dimensions.

Every reader here takes any bytes: hostile ones give less, never an exception and never a long run.
"""
