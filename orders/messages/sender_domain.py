"""What receivers find about a sender's domain in DNS: SPF, DKIM and DMARC, and what each missing thing costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import dns.exception
import dns.resolver

SECONDS = 4.0
SELECTORS = (
    *(
        "default",
        "dkim",
        "mail",
        "k1",
        "k2",
        "s1",
        "s2",
        "selector1",
        "selector2",
        "google",
        "pm",
        "mte1",
        "mailjet",
    ),
    *("brevo1", "brevo2", "resend", "mandrill", "scph0819", "mlsend", "smtp", "key1"),
)
"""Names under which mail servers and providers usually publish their keys; DNS cannot list the others."""
DISTRUSTED = frozenset(["online", "top", "icu", "click", "work", "life", "world", "vip", "fun"])
"""Endings that spam filters count against a sender, whatever is in the mail."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `cost` is empty where nothing is wrong."""

    what: str
    says: str
    cost: str = ""


def check_domain(domain: str, *, selectors: Iterable[str] = (), resolver: str = "") -> Iterator[Finding]:
    """Look a domain up. `resolver` is `address` or `address:port` of the one to ask, by default the machine's own."""
    asking = _resolver(resolver)
    yield _spf(asking, domain)
    yield _dkim(asking, domain, (*selectors, *SELECTORS))
    yield _dmarc(asking, domain)
    if domain.rpartition(".")[2] in DISTRUSTED:
        cost = "Spam filters count this ending against every mail; send from another domain."
        yield Finding("Domain", f"ends in .{domain.rpartition('.')[2]}", cost)


def _spf(asking: dns.resolver.Resolver, domain: str) -> Finding:
    found = [text for text in _texts(asking, domain) if text.lower().startswith("v=spf1")]
    if not found:
        return Finding(
            "SPF",
            "missing",
            "Gmail, Yahoo and Outlook may refuse the mails; publish what your provider says.",
        )
    if len(found) > 1:
        return Finding(
            "SPF", f"{len(found)} records", "Two records count as none: put them together into one."
        )
    if found[0].lower().split()[-1] == "+all":
        return Finding("SPF", found[0], "It lets everybody send as you: end it with ~all.")
    return Finding("SPF", found[0])


def _dkim(asking: dns.resolver.Resolver, domain: str, selectors: Iterable[str]) -> Finding:
    for selector in dict.fromkeys(selectors):
        for text in _texts(asking, f"{selector}._domainkey.{domain}"):
            if "p=" in text and "p=;" not in text.replace(" ", "") + ";":
                return Finding("DKIM", f"a key at {selector}._domainkey")
    cost = (
        "Without DKIM of your own domain, one-click unsubscribe does not count and mails land in spam; publish your "
        "provider's key (its name is not always guessed here: try --selector)."
    )
    return Finding("DKIM", "no key found", cost)


def _dmarc(asking: dns.resolver.Resolver, domain: str) -> Finding:
    parts = domain.split(".")
    for start in range(max(1, len(parts) - 1)):
        for text in _texts(asking, f"_dmarc.{'.'.join(parts[start:])}"):
            if text.lower().startswith("v=dmarc1"):
                return Finding("DMARC", text)
    return Finding(
        "DMARC", "missing", "Who sends more than 5,000 a day to Gmail needs one; v=DMARC1; p=none is enough."
    )


def _texts(asking: dns.resolver.Resolver, name: str) -> list[str]:
    """The TXT records of a name; none where there are none, or nobody answers."""
    try:
        answer = asking.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.exception.DNSException, OSError, ValueError):
        return []
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _resolver(where: str) -> dns.resolver.Resolver:
    if not where:
        return dns.resolver.Resolver()
    address, _, port = where.partition(":")
    asking = dns.resolver.Resolver(configure=False)
    asking.nameservers = [address]
    asking.port = int(port or 53)
    return asking
