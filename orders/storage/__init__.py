"""The one door to rows: snapshots, what is due, removal."""
