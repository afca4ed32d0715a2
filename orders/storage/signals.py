"""What others may want to know of stored orders, told within the transaction that changes them.

So what a listener writes stands or falls with the change itself.
"""

from django.dispatch import Signal

snapshot_replaced = Signal()
"""A snapshot took another's place: `order_pk`, `before` (its bytes), `after` (the order now), `now` (seconds)."""
snapshot_stored = Signal()
"""A snapshot was stored, the first of its order or one unlike the last: `order_pk`, `order`, `before` (bytes, empty for
the first), `now` (seconds)."""
removal_begins = Signal()
"""Orders' details are about to be removed, and still there: `order_pks`, a list, or None for all; `now` (seconds)."""
orders_removed = Signal()
"""Orders' details were removed for good: `order_pks`, a list, or None for all."""
look_up_missed = Signal()
"""A look-up was answered with no order: `order_number` and `contact` as typed, `now` (seconds)."""
