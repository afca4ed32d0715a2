"""Messages to shoppers: what is worth one, exactly one for each, by mail and SMS (docs/decisions/0050)."""
