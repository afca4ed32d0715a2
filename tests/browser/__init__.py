"""Journeys in a real browser, against the site as it is deployed."""
