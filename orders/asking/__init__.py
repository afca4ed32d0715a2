"""Asking Shopify with care: use cases, one client a process, the breaker, single flight, freshness."""
