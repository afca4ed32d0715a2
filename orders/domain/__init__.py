"""What an order is and how it is told. Standard library only: no clock, no database, no Django."""
