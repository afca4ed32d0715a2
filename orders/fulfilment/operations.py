"""Everything that is done with fulfillments, for files, forms and other software: one door, so that locks, the audit
log, staleness and the care for answers that never came are the same for all.

Every operation reads the order at Shopify, holds its lock meanwhile, and sends a change once. They raise OrderBusy,
Unsettled, ChangeRefused (Shopify's reasons), OrderNotFound and other ShopifyErrors, after which nothing was changed.
"""

from dataclasses import dataclass

from orders.asking import breaker
from orders.domain.fulfillable import AnswerDetails, FulfillableOrder, ReportedEvent, RequestAnswer, Tracking
from orders.fulfilment import locks
from orders.fulfilment.changing import READ_SECONDS, Unsettled, if_it_can_be_asked
from orders.fulfilment.comparing import bears, find_made, find_work
from orders.fulfilment.holding import Holding
from orders.fulfilment.planning import CANNOT_LEAVE, Plan, Verdict, plan
from orders.fulfilment.wanted import WantedShipment
from orders.shopify.errors import ChangeRefused, OutcomeUnknown
from orders.transport.deadline import Deadline

NOTHING_SAID = AnswerDetails()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a wish: the plan that was carried out, and the shipment it is about."""

    plan: Plan
    fulfillment_id: str | None = None


class Desk(Holding):
    """Everything that is done with the shipments of an order, and with what is still to be sent."""

    def preview(self, order_id: str, wanted: WantedShipment) -> Plan:
        """What `ship` would do; nothing is changed."""
        return plan(self.look(order_id), wanted)

    def ship(self, order_id: str, wanted: WantedShipment) -> Outcome:
        """Make it so that this shipment exists as it is wanted. Doing it again changes nothing."""
        with locks.hold(order_id, patience=self.patience):
            before = self.look(order_id)
            planned = plan(before, wanted)
            try:
                return self._carry_out(before, planned, wanted)
            except ChangeRefused as refusal:
                # Closed, moved, split, merged or taken by another since it was read: once more, from what is there now.
                before = self.look(order_id)
                again = plan(before, wanted)
                if again == planned:
                    self._note_refusal(before, _action(planned), refusal)
                    raise
                return self._carry_out(before, again, wanted)

    def correct_tracking(
        self, order_id: str, fulfillment_id: str, tracking: Tracking, *, notify_customer: bool
    ) -> None:
        """Put these numbers in place of those a shipment has."""

        def is_done(order: FulfillableOrder) -> bool:
            return bears(find_made(order, fulfillment_id), tracking)

        self._change(
            order_id,
            "fulfillment.update_tracking",
            _say(tracking),
            lambda changes: changes.update_tracking(
                fulfillment_id, tracking, notify_customer=notify_customer
            ),
            owns=lambda order: find_made(order, fulfillment_id) is not None,
            is_done=is_done,
        )

    def cancel(self, order_id: str, fulfillment_id: str) -> None:
        """Cancel a shipment; its items become work again. One that is cancelled already stays so."""

        def is_done(order: FulfillableOrder) -> bool:
            made = find_made(order, fulfillment_id)
            return made is not None and made.status in CANNOT_LEAVE

        self._change(
            order_id,
            "fulfillment.cancel",
            fulfillment_id,
            lambda changes: changes.cancel_fulfillment(fulfillment_id),
            owns=lambda order: find_made(order, fulfillment_id) is not None,
            is_done=is_done,
        )

    def report_event(self, order_id: str, event: ReportedEvent) -> None:
        """Add a scan to a shipment, unless one of the same status and moment is there already."""

        self._change(
            order_id,
            "fulfillment.report_event",
            event.status,
            lambda changes: changes.report_event(event),
            owns=lambda order: find_made(order, event.fulfillment_id) is not None,
            is_done=lambda _order: self.was_reported(event),
        )

    def answer_request(
        self,
        order_id: str,
        fulfillment_order_id: str,
        answer: RequestAnswer,
        details: AnswerDetails = NOTHING_SAID,
    ) -> None:
        """As the fulfillment service of a location: answer what the merchant asked of it."""

        def is_done(order: FulfillableOrder) -> bool:
            work = find_work(order, fulfillment_order_id)
            return work is not None and work.request_status == answer.given

        self._change(
            order_id,
            f"fulfillment_order.{answer}",
            _say_answer(fulfillment_order_id, details),
            lambda changes: changes.answer_request(fulfillment_order_id, answer, details),
            owns=lambda order: find_work(order, fulfillment_order_id) is not None,
            is_done=is_done,
        )

    def was_reported(self, event: ReportedEvent) -> bool:
        """Whether Shopify has an event of the same status and, to the second, the same moment."""
        if event.happened_at is None:
            return False
        at = event.happened_at.replace(microsecond=0)
        reported = breaker.ask(
            lambda: self.client.read_events(event.fulfillment_id, deadline=Deadline.after(READ_SECONDS))
        )
        return (event.status, at) in {(status, moment.replace(microsecond=0)) for status, moment in reported}

    def _carry_out(self, before: FulfillableOrder, planned: Plan, wanted: WantedShipment) -> Outcome:
        changes = self._changes()
        try:
            if planned.verdict is Verdict.NEW and planned.shipping is not None:
                shipping = planned.shipping
                made = breaker.ask(lambda: changes.create_fulfillment(shipping))
            elif planned.verdict is Verdict.CHANGED and planned.fulfillment_id and planned.tracking:
                made, tracking = planned.fulfillment_id, planned.tracking
                breaker.ask(
                    lambda: changes.update_tracking(made, tracking, notify_customer=wanted.notify_customer)
                )
            else:
                return Outcome(plan=planned, fulfillment_id=planned.fulfillment_id)
        except OutcomeUnknown as unknown:
            settled = if_it_can_be_asked(lambda: self._settle(before, planned, wanted))
            if settled is None:
                self._note(before.id, _action(planned), f"No answer came. {', '.join(wanted.numbers)}")
                raise Unsettled from unknown
            made = settled
        self._note(before.id, _action(planned), _say_wanted(planned, wanted))
        return Outcome(plan=planned, fulfillment_id=made)

    def _settle(self, before: FulfillableOrder, planned: Plan, wanted: WantedShipment) -> str | None:
        """The shipment that the unanswered change has made or changed; None where Shopify shows none."""
        after = self.look(before.id)
        if wanted.numbers:
            found = plan(after, wanted)
            return found.fulfillment_id if found.verdict is Verdict.SAME else None
        known = {made.id for made in before.fulfillments}
        units = sum(quantity for _, lines in _parts(planned) for _, quantity in lines or ())
        fresh = [
            made
            for made in after.fulfillments
            if made.id not in known and sum(line.quantity for line in made.lines) == units
        ]
        return fresh[0].id if len(fresh) == 1 else None


def _action(planned: Plan) -> str:
    return "fulfillment.create" if planned.verdict is Verdict.NEW else "fulfillment.update_tracking"


def _parts(planned: Plan) -> tuple[tuple[str, tuple[tuple[str, int], ...] | None], ...]:
    return planned.shipping.parts if planned.shipping else ()


def _say(tracking: Tracking) -> str:
    return " ".join(filter(None, (tracking.company, *tracking.numbers)))


def _say_answer(gid: str, details: AnswerDetails) -> str:
    """Without messages, which may name people."""
    by = details.estimated_shipped_at
    count = len(details.lines)
    lines = f"{count} line{'s' if count > 1 else ''} named" if count else ""
    estimate = f"to leave by {by:%Y-%m-%d %H:%M %Z}" if by else ""
    return ", ".join(filter(None, (gid, details.reason, lines, estimate)))


def _say_wanted(planned: Plan, wanted: WantedShipment) -> str:
    told = " ".join(filter(None, (wanted.company, *wanted.numbers)))
    return f"{told or 'without a number'}. {planned.reason}"
