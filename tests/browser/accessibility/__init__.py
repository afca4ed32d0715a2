"""Every state of every page, in every language, met in every way people meet a page. `make accessibility` runs this and
writes docs/accessibility.md from what it found.
"""
