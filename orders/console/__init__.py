"""The merchant's window: any order found by what is at hand, and what of all orders needs somebody."""
