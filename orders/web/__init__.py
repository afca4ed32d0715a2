"""What a shopper meets: addresses, forms, pages, and the middleware around them."""
