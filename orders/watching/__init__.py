"""What the site counts about itself."""
