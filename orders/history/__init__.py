"""What is remembered of parcels once their orders are forgotten, and what usually happens, learned from it."""
