"""Every state a shopper can meet, built from nothing: for the gallery, the preview of a brand, and tests."""
