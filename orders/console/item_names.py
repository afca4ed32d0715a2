"""What an order's items are called on the pages of its shipments."""

from dataclasses import dataclass

from orders.domain.fulfillable import FulfillableOrder, Work
from orders.domain.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What line items are called, by titles from what is stored, else their SKU."""

    titles: dict[str, str]
    skus: dict[str, str]

    def of(self, line_item_id: str) -> str:
        """A title with its variant and SKU."""
        sku = self.skus.get(line_item_id, "")
        title = self.titles.get(line_item_id)
        if title is None:
            return sku or "An item"
        return f"{title} ({sku})" if sku else title

    def of_lines(self, work: Work) -> dict[str, str]:
        """The same for the lines of a fulfillment order, by their own ids."""
        return {line.id: self.of(line.line_item_id) for line in work.lines}


def name_items(order: FulfillableOrder, stored: Order | None) -> Names:
    """For every item of an order."""
    titles = {
        item.id: " – ".join(filter(None, (item.title, item.variant_title)))
        for item in (stored.line_items if stored else ())
    }
    return Names(titles=titles, skus=order.skus)
