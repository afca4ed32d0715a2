"""The one door for HTTP to partners."""
