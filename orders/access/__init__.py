"""Who may see an order, and how often one may ask."""
