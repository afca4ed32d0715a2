"""What can go wrong on the way to a partner and back.

TransportError
├── NoAnswer              connection, name, timeout: the same request may succeed within seconds
├── AnswerTooLarge        it was not read to its end
├── UntrustedCertificate  a person must act
└── UnusableAddress       a person must act
"""


class TransportError(Exception):
    """The root. Messages name the partner and never what was sent, so they may be logged."""


class NoAnswer(TransportError):
    """No whole answer came: no connection, no such name, or not in time."""


class AnswerTooLarge(TransportError):
    """An answer of a size that none should have."""


class UntrustedCertificate(TransportError):
    """What answered at the partner's address could not prove who it is."""


class UnusableAddress(TransportError):
    """The partner's address is not one that can be asked."""
