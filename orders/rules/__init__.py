"""Rules without code: when something is so with an order, tag it, write to staff, call a web hook, tell the shopper."""
