"""What staff, tokens and the site itself did to an order, written once and changed by nobody."""
