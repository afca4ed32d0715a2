"""What support may send a shopper as it stands: the page's own sentences as they read elsewhere and on another day."""

from orders.presenters.page import OrderPage


def write_answer(page: OrderPage, *, address: str = "") -> str:
    """The text, from a page that was presented in the wanted language, with dates in full; `address` is a link made for
    it.
    """
    lines = [page.order_words, f"{page.sentence}."]
    lines += [line for line in (page.silence_line, page.usual_line, page.printed_line) if line]
    for parcel in page.parcels:
        for tracking in parcel.tracking:
            if tracking.note:  # a number that cannot be right: support finds the right one before it writes
                continue
            parts = (tracking.company, tracking.copied or tracking.number, tracking.url)
            lines.append(" · ".join(part for part in parts if part))
    if address:
        lines.append(address)
    return "\n".join(line for line in lines if line)
