"""The connection report in plain words: what works, what does not, and what that costs a shopper."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from orders.shopify.app_scopes import REPORT, may_fulfil
from orders.shopify.connection_report import ConnectionReport, Readability

MOST_CLOCK_DIFFERENCE = 30.0

WITHOUT_SCOPE = {
    "read_orders": "no order can be shown at all",
    "read_all_orders": "orders older than 60 days cannot be looked up for the first time",
    "read_merchant_managed_fulfillment_orders": "the page cannot say why something has not left your own locations",
    "read_third_party_fulfillment_orders": "the page cannot say why something has not left a partner's warehouse",
    "read_fulfillments": "Shopify tells of no shipment and no scan, so pages are behind until they are opened",
    "read_returns": "Shopify does not tell of returns, so they are noticed late",
}


class Grade(StrEnum):
    """GOOD works, LACKING costs the shopper something, BAD means that no shopper can be served."""

    GOOD = "ok"
    LACKING = "lacking"
    BAD = "BAD"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check."""

    grade: Grade
    subject: str
    words: str


def findings(report: ConnectionReport) -> tuple[Finding, ...]:
    """Everything the check has to say, in the order a person would mend it."""
    return (
        *_connection(report),
        *_version(report),
        *_scopes(report),
        *_writing(report),
        *_contacts(report),
        *_budget(report),
        *_problems(report),
    )


def can_serve(found: tuple[Finding, ...]) -> bool:
    """Whether a shopper could be served."""
    return all(finding.grade is not Grade.BAD for finding in found)


def _connection(report: ConnectionReport) -> Iterator[Finding]:
    if report.shop is not None:
        named = ", ".join(filter(None, (report.shop.name, report.shop.domain, report.shop.plan)))
        yield Finding(Grade.GOOD, "Shop", f"{named}; signed in with {report.credentials_kind}")
    difference = report.clock_difference
    if difference is not None:
        late = abs(difference) > MOST_CLOCK_DIFFERENCE
        words = f"{difference:+.0f} s against Shopify's"
        yield Finding(
            Grade.LACKING if late else Grade.GOOD,
            "Clock",
            words + ("; ages on the page will be wrong" if late else ""),
        )


def _version(report: ConnectionReport) -> Iterator[Finding]:
    asked, served = report.version_asked, report.version_served
    if served == asked:
        yield Finding(Grade.GOOD, "API version", asked)
    elif served:
        words = f"asked for {asked}, answered as {served}; set SHOPIFY_API_VERSION to a supported one"
        yield Finding(Grade.LACKING, "API version", words)
    if report.supported_versions and asked not in report.supported_versions:
        supported = ", ".join(report.supported_versions)
        yield Finding(Grade.LACKING, "API version", f"{asked} is not among the supported ones: {supported}")
    for reason in report.deprecations:
        yield Finding(Grade.LACKING, "Deprecated", reason)


def _scopes(report: ConnectionReport) -> Iterator[Finding]:
    for grant in report.scopes or ():
        if grant.is_granted:
            yield Finding(Grade.GOOD, "Scope", grant.scope)
        else:
            grade = Grade.BAD if grant.scope == "read_orders" else Grade.LACKING
            cost = WITHOUT_SCOPE.get(grant.scope, "a part of the page is missing")
            yield Finding(grade, "Scope", f"{grant.scope} is missing: {cost}")


def _writing(report: ConnectionReport) -> Iterator[Finding]:
    """To read only is the default, and nothing is lacking then."""
    if report.granted_scopes is None:
        return
    if not may_fulfil(report.granted_scopes):
        words = "read-only: the app holds no scope to send fulfillments with, so none are offered or taken"
        yield Finding(Grade.GOOD, "Fulfilling", words)
    elif REPORT not in report.granted_scopes:
        yield Finding(
            Grade.GOOD, "Fulfilling", f"can send fulfillments; events need {REPORT} as well, which is missing"
        )
    else:
        yield Finding(Grade.GOOD, "Fulfilling", "can send fulfillments and report events")


def _contacts(report: ConnectionReport) -> Iterator[Finding]:
    denied = Readability.DENIED
    if report.email is denied and report.phone is denied:
        yield Finding(
            Grade.BAD, "Contacts", f"email and phone cannot be read, so no look-up can be proved. {_PLAN}"
        )
    elif report.newest_orders and Readability.READABLE not in (report.email, report.phone):
        words = f"none of the newest {report.newest_orders} orders holds an email or phone that can be read"
        yield Finding(Grade.BAD, "Contacts", f"{words}, so no look-up can be proved. {_PLAN}")
    else:
        yield _contact("Email", report.email, "shoppers must type their phone number instead")
        yield _contact("Phone", report.phone, "orders placed with a phone number only cannot be looked up")
    yield _contact("Address", report.address, "the page does not name the destination's city")


_PLAN = (
    "Shopify gives these to an app with approved access to protected customer data; on the Basic plan it may refuse "
    "a custom app. In the Dev Dashboard, choose Custom distribution and request the email and phone fields."
)


def _contact(subject: str, readability: Readability, cost: str) -> Finding:
    match readability:
        case Readability.READABLE:
            return Finding(Grade.GOOD, subject, "can be read")
        case Readability.DENIED:
            return Finding(Grade.LACKING, subject, f"cannot be read: {cost}")
        case Readability.UNKNOWN:
            return Finding(Grade.GOOD, subject, "not refused, but no order was found that holds one")


def _budget(report: ConnectionReport) -> Iterator[Finding]:
    if report.search_cost is not None:
        yield Finding(Grade.GOOD, "One look-up", f"{report.search_cost:.0f} points")
    if report.refresh_cost is not None:
        yield Finding(Grade.GOOD, "One refresh", f"{report.refresh_cost:.0f} points (the newest order)")
    if report.bucket is not None:
        bucket = report.bucket
        yield Finding(
            Grade.GOOD,
            "Rate limit",
            f"{bucket.available:.0f} of {bucket.maximum:.0f} points left, {bucket.restore_rate:.0f} more each second",
        )


def _problems(report: ConnectionReport) -> Iterator[Finding]:
    for problem in report.problems:
        yield Finding(Grade.BAD, str(problem.probe).capitalize(), str(problem.error))
