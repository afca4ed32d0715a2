"""The one door to Shopify's Admin API: requests, the standard library and `orders.domain`; no Django."""
