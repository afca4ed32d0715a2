"""An order for other programs to follow: a calendar that moves with the date, and feeds of what happened."""
