"""What is wrong with the site as a whole: its connection to the shop, and its rules. One statement for all."""

from django.db import connection

from orders.asking import breaker
from orders.rules.tallies import MOST_COUNTED, Counted
from orders.storage import shop_watch

LONG_SECONDS = 3600.0
"""How long something a rule asks for may wait before that is said."""

READ = """
SELECT 'breaker', '', failures, '' FROM orders_breaker WHERE id = 1
UNION ALL SELECT 'watch', '', 0, cursor FROM orders_chore WHERE name = %(watch)s
UNION ALL SELECT 'stopped', name, most_an_hour, '' FROM order_rules_rule WHERE stopped_at IS NOT NULL
UNION ALL SELECT 'waiting', rule.name, COUNT(*), MAX(deed.said) FROM (
    SELECT firing_id, said FROM order_rules_deed WHERE state IN ('waiting', 'doing') AND created_at < %(late)s
    ORDER BY due_at LIMIT %(most)s
  ) deed
  JOIN order_rules_firing firing ON firing.id = deed.firing_id JOIN order_rules_rule rule ON rule.id = firing.rule_id
  WHERE rule.is_on GROUP BY rule.name
UNION ALL SELECT 'failed', rule.name, COUNT(*), '' FROM (
    SELECT firing_id FROM order_rules_deed WHERE state = 'failed' ORDER BY ended_at DESC LIMIT %(most)s
  ) deed
  JOIN order_rules_firing firing ON firing.id = deed.firing_id JOIN order_rules_rule rule ON rule.id = firing.rule_id
  GROUP BY rule.name
"""
"""Deeds are found by their own index first, and no more of them than anybody reads: there are few rules, and beginning
there would go through all that ever fired.
"""


def find_troubles(*, now: float) -> list[str]:
    """In sentences, the shop's connection first. What a rule gave up is told until somebody has settled it."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"watch": shop_watch.CHORE, "late": now - LONG_SECONDS, "most": MOST_COUNTED})
        rows = sorted(
            (str(what), str(name), int(number), str(said)) for what, name, number, said in cursor.fetchall()
        )
    troubles, of_rules = [], []
    for what, name, number, said in rows:
        match what:
            case "breaker" if number >= breaker.LIMIT:
                troubles.append(
                    "Shopify could not be asked several times in a row; pages show what was known last."
                )
            case "watch":
                troubles += _of_watch(said, now=now)
            case "stopped":
                of_rules.append(
                    f"The rule “{name}” was stopped: it would have fired for more than {number} orders within "
                    "an hour. Look at it under Rules."
                )
            case "waiting":
                of_rules.append(f"The rule “{name}” has waited for more than an hour. {said}".strip())
            case "failed":
                things = f"{Counted(number, number < MOST_COUNTED)} thing{'s' if number > 1 else ''}"
                of_rules.append(
                    f"The rule “{name}” has given up {things} that it should have done. Look at it under Rules."
                )
    return troubles + of_rules


def _of_watch(cursor: str, *, now: float) -> list[str]:
    watch = shop_watch.believe(cursor, now=now)
    if watch is None:
        return []
    delivered = frozenset[str]()
    if watch.missing_topics():
        delivered = shop_watch.delivered_topics(since=now - shop_watch.TOLD_SECONDS)
    return [problem.words for problem in shop_watch.find_problems(watch, delivered=delivered)]
