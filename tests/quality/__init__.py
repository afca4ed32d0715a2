"""Measures of the pages as they are sent: valid HTML, weight, Lighthouse. Each is a `make` target."""
