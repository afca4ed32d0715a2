"""Webhooks of Shopify: who may knock, what each topic asks for, and how they are subscribed to."""
