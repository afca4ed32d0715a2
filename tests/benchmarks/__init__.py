"""Measurements, each a command: `python -m tests.benchmarks.serving`, `.opening`, `.growth`, `.timeline`, `.points`,
`.webhooks`.

They talk to this machine only, keep everything in a temporary folder, and compare what is ours with a control measured
in the same run, turn about, because absolute figures say more about the machine than about the code.
"""
