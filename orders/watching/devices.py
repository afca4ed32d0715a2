"""What kind of device asked, by the coarse words of its `User-Agent`; the text itself is kept nowhere."""

PHONE, TABLET, DESK, PROGRAM = "phone", "tablet", "desk", "program"
KINDS = (PHONE, TABLET, DESK, PROGRAM)
_LONGEST_READ = 300


def kind_of_device(user_agent: str) -> str:
    """Phone, tablet or desk; PROGRAM for what says that it is no person's browser, or says nothing.

    An iPad asks as a Mac does since iPadOS 13, and counts as a desk.
    """
    words = user_agent[:_LONGEST_READ]
    if not words.startswith(("Mozilla/", "Opera/")) or "bot" in words or "Bot" in words or "spider" in words:
        return PROGRAM
    if "iPad" in words or "Tablet" in words:
        return TABLET
    if "Mobi" in words or "Opera Mini" in words:
        return PHONE
    return TABLET if "Android" in words else DESK
