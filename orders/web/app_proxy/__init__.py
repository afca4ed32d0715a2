"""The same pages inside the shop: requests that Shopify's app proxy signed and passed on (docs/decisions/0042)."""
