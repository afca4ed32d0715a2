"""What gunicorn writes."""

from gunicorn.glogging import Logger


class WithoutAccess(Logger):  # type: ignore[misc] # it has no types
    """Its own words only. Request lines hold order links, so they are neither written nor put together."""

    access_log_enabled = False
