"""The site: settings, URLs and the WSGI entry point. What it does lives in `orders`."""
