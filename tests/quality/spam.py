"""`make spam`: SpamAssassin's verdict on every mail in every language.

Of each state of the gallery under two names of an order, the question to an added address, the links asked for.

Its network tests are left out, which are about a sender and not about a mail. A mail may have half a point, and no rule
of weight.
"""

import argparse
import email.policy
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402

from orders.branding import brands  # noqa: E402
from orders.branding.looks import LookName  # noqa: E402
from orders.gallery.builders import NOW  # noqa: E402
from orders.gallery.catalogue import STATES  # noqa: E402
from orders.gallery.state import OrderPageOf  # noqa: E402
from orders.messages import letters  # noqa: E402
from orders.messages.added import question_sheet  # noqa: E402
from orders.messages.email import build_mail  # noqa: E402
from orders.messages.letters import Sheet  # noqa: E402
from orders.messages.link_requests import links_sheet, row_of  # noqa: E402
from orders.messages.sample import TOKEN, sample_sheet  # noqa: E402

MOST_POINTS = 0.5
CONTROL = "known.spam"
KNOWN_SPAM = (
    b"From: a@example.com\nTo: b@example.org\nSubject: x\nDate: Mon, 23 Nov 2026 11:00:00 +0000\n"
    b"Message-ID: <1@example.com>\n\n"
    b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"
)
"""What every SpamAssassin counts as a thousand points, so that a run in which nothing counts is noticed."""
WEIGHT = 0.5
THREAD = "order.0000000000000000@track.casalumbre.example"
ABOUT_THE_SENDER = re.compile(
    r"NO_RELAYS|NO_RECEIVED|ALL_TRUSTED|NO_DNS|SPF|DKIM|URIBL|RCVD|HELO|TLD|DATE_IN_FUTURE"
)
# One process for all mails, because loading its rules takes SpamAssassin seconds.
ASK = """
my $asked = Mail::SpamAssassin->new({ local_tests_only => 1, dont_copy_prefs => 1 });
opendir(my $folder, $ARGV[0]);
for my $name (sort grep { /eml$/ } readdir $folder) {
  open(my $file, "<", "$ARGV[0]/$name"); my @lines = <$file>; close $file;
  my $mail = $asked->parse(\\@lines); my $status = $asked->check($mail);
  my %points = map { $_ => $status->{conf}->{scores}->{$_} } split(/,/, $status->get_names_of_tests_hit());
  print join("\\t", $name, map { "$_=$points{$_}" } grep { $_ } sort keys %points), "\\n";
  $status->finish(); $mail->finish();
}
"""
SEES_NO_CAPITALS = {"SUBJ_ALL_CAPS": frozenset({"ja", "ar"})}
"""This rule looks at A to Z only: all it sees of a Japanese or Arabic subject are the letters before an order's number,
and it takes them for shouting."""
SEVERAL = ("shipped", "delayed", "pickup_ready")


def main() -> int:
    """0 when every mail is below the limit."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    if shutil.which("spamassassin") is None:
        print("SpamAssassin is missing: apt install spamassassin")
        return 1
    settings.SITE_URL = "https://track.casalumbre.example"
    settings.MESSAGES_FROM = "orders@casalumbre.example"
    brands._kept.branding, brands._kept._asked_at = brands.built_in(LookName.EDITORIAL), 1e18
    with tempfile.TemporaryDirectory(prefix="spam-") as folder:
        for name, language, raw in _mails():
            Path(folder, f"{name}.{language}.eml").write_bytes(raw)
        Path(folder, f"{CONTROL}.eml").write_bytes(KNOWN_SPAM)
        verdicts = dict(_verdicts(folder))
    if sum(verdicts.pop(f"{CONTROL}.eml").values()) < 100:
        print("SpamAssassin does not know even its own test mail; nothing was measured.")
        return 1
    faults = 0
    for name, rules in sorted(verdicts.items()):
        points = sum(rules.values())
        if points > MOST_POINTS or any(weight >= WEIGHT for weight in rules.values()):
            faults += 1
            print(f"{points:.1f} {name} {dict(rules)}")
    worst = max(sum(rules.values()) for rules in verdicts.values())
    print(
        f"{len(verdicts)} mails; the most points of any: {worst:.1f}; {faults} over the limit of {MOST_POINTS}"
    )
    return 1 if faults else 0


def _mails() -> Iterator[tuple[str, str, bytes]]:
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            for name, sheet in _sheets():
                letter = letters.write_letter(
                    sheet, sender="", message_id=letters.make_id("sample", name), thread_id=THREAD
                )
                mail = build_mail(letter, to="shopper@example.org")
                yield name, language, mail.message(policy=email.policy.SMTP).as_bytes()


def _sheets() -> Iterator[tuple[str, Sheet]]:
    """Every mail there is, in the active language."""
    url = f"{settings.SITE_URL}/o/{TOKEN}/"
    orders = {
        name: state.page.build(NOW) for name, state in STATES.items() if isinstance(state.page, OrderPageOf)
    }
    for name, order in orders.items():
        yield name, sample_sheet(order, now=NOW)
        yield f"{name}.prefix", sample_sheet(replace(order, name="EN-1001"), now=NOW)
    yield "question", question_sheet("#1001", url=url)
    rows = [row_of(orders[name], url=url, now=NOW) for name in SEVERAL]
    yield "link", links_sheet(rows[:1])
    yield "links", links_sheet(rows)


def _verdicts(folder: str) -> Mapping[str, Mapping[str, float]]:
    """For each mail the rules that it breaks, with their points."""
    done = subprocess.run(
        ["perl", "-MMail::SpamAssassin", "-e", ASK, folder], capture_output=True, text=True, check=True
    )
    verdicts = {}
    for line in done.stdout.splitlines():
        name, *rules = line.split("\t")
        told = {rule.partition("=")[0]: float(rule.partition("=")[2] or 0) for rule in rules if rule}
        language = name.split(".")[-2]
        verdicts[name] = {
            rule: points
            for rule, points in told.items()
            if not ABOUT_THE_SENDER.search(rule) and language not in SEES_NO_CAPITALS.get(rule, ())
        }
    return verdicts


if __name__ == "__main__":
    sys.exit(main())
