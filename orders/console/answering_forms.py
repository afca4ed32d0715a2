"""The forms of answering what a fulfillment service is asked."""

from typing import Final

from django import forms

from orders.console.fulfilling_forms import BareForm

REJECTION_REASONS: Final = (
    ("INVENTORY_OUT_OF_STOCK", "Out of stock"),
    ("INCORRECT_ADDRESS", "The address is wrong"),
    ("UNDELIVERABLE_DESTINATION", "Nothing can be delivered there"),
    ("INTERNATIONAL_SHIPPING_UNAVAILABLE", "Nothing is sent abroad"),
    ("MISSING_CUSTOMS_INFO", "What customs wants to know is missing"),
    ("INVALID_CONTACT_INFORMATION", "The contact is wrong"),
    ("INVALID_SKU", "The SKU is not known"),
    ("INCORRECT_PRODUCT_INFO", "What is said of the product is wrong"),
    ("INELIGIBLE_PRODUCT", "The product may not be sent"),
    ("ORDER_TOO_LARGE", "The order is too large"),
    ("PACKAGE_PREFERENCE_NOT_SET", "How it is to be packed is not said"),
    ("PAYMENT_DECLINED", "The payment was declined"),
    ("MERCHANT_BLOCKED_OR_SUSPENDED", "The merchant is blocked"),
    ("OTHER", "Another reason"),
)


class AnswerForm(BareForm):
    """What is said along with an answer to a request."""

    message = forms.CharField(
        label="Message", max_length=255, required=False, help_text="Whoever asked sees it in Shopify’s admin."
    )

    def saying(self) -> list[str]:
        """The message, quoted, where there is one."""
        message = self.cleaned_data["message"]
        return [f"With the message “{message}”."] if message else []


class RejectForm(AnswerForm):
    """Why something is not sent."""

    reason = forms.ChoiceField(label="Reason", choices=REJECTION_REASONS)
    field_order = ("reason", "message")
