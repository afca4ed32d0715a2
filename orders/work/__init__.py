"""What happens while nobody looks: fetching what is due, sweeps, and other chores."""
