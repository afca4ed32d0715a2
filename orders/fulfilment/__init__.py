"""The merchant's side: shipments made, corrected and cancelled at Shopify, from files, forms and other software."""
