"""Shopify's Admin API, as far as a tracking page needs it. Start at `orders.shopify.client`."""
