"""The command line: parse, call a verb, print."""

import gc

# What a command makes while it starts (modules, classes, options) stays to its end: to look through it for garbage
# again and again is a good part of the start, for nothing.
gc.set_threshold(100_000, 50, 50)
