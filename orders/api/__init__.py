"""The API for warehouses and other software: tokens, addresses under /api/v1/, stored operations, callbacks.

Nothing of it is imported before the first request to it (`orders.api.door`), so shoppers do not pay for it.
"""
