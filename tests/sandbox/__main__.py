"""`python -m tests.sandbox --port 8001`: the sandbox store for a demo."""

import argparse
import time

from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.demo import DEMO_ORDERS
from tests.sandbox.server import Sandbox
from tests.sandbox.switches import apply_switch


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.sandbox", description="A Shopify store to play with."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument(
        "--speed", type=float, default=60, help="story minutes a minute; 0 stops time (default 60)"
    )
    parser.add_argument("--public-url", help="where browsers find the pictures, if not at the address served")
    parser.add_argument("--latency", type=float, default=0, help="seconds before each answer")
    parser.add_argument("--fuzzy", action="store_true", help="the search also finds prefix neighbours")
    parser.add_argument("--index-lag", type=float, default=0, help="seconds by which the search trails")
    parser.add_argument("--hidden-email", action="store_true", help="orders hold no email")
    parser.add_argument("--deny-scope", action="append", default=[], help="a scope that was not granted")
    parser.add_argument("--writable", action="store_true", help="the app has its write scopes too")
    parser.add_argument(
        "--protected-data", default="approved", help="approved, level_2_denied, basic_plan, order_denied"
    )
    parser.add_argument("--time-of-day", help="HH:MM in the shop's time zone")
    parser.add_argument("--quiet", action="store_true", help="print no table of orders")
    options = parser.parse_args()
    sandbox = Sandbox(
        host=options.host, port=options.port, speed=options.speed, public_url=options.public_url
    )
    if options.time_of_day:
        apply_switch(sandbox.state, "time_of_day", options.time_of_day)
    for name in ("latency", "fuzzy", "index_lag", "hidden_email", "protected_data"):
        apply_switch(sandbox.state, name, getattr(options, name))
    if options.writable:
        sandbox.state.access.scopes |= WRITE_SCOPES
    for scope in options.deny_scope:
        apply_switch(sandbox.state, "deny_scope", scope)
    print(f"Sandbox store at {sandbox.url}", flush=True)
    if not options.quiet:
        for order in DEMO_ORDERS:
            print(f"  {order.name:<10} {order.contact or '-':<34} {order.shows}")
    with sandbox:
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("Sandbox store closed.")


if __name__ == "__main__":
    main()
