"""The staff's second factor: codes of an authenticator app, passkeys, recovery codes, and the gate before the admin."""
