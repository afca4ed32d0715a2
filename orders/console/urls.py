"""Addresses of the console, all under `/admin/`; each names the right it takes."""

from django.urls import path

from orders.console import acting, fulfilling, order_pages, rule_pages, settling, views
from orders.console.fulfilling_actions import ACTIONS

app_name = "console"

urlpatterns = [
    path("", views.front, name="front"),
    path("find/", views.find, name="find"),
    path("find/at-the-shop/", acting.ask_shop, name="ask-shop"),
    path("attention/<int:pk>/", settling.settle, name="settle"),
    path("attention/filters/", settling.save_filter, name="save-filter"),
    path("attention/filters/<int:pk>/remove/", settling.drop_filter, name="drop-filter"),
    path("order/<int:pk>/", order_pages.order, name="order"),
    path("order/<int:pk>/page/", order_pages.shoppers_page, name="shoppers-page"),
    path("order/<int:pk>/refresh/", acting.refresh, name="refresh"),
    path("order/<int:pk>/link/", acting.make_link, name="make-link"),
    path("order/<int:pk>/send-again/", acting.send_again, name="send-again"),
    path("order/<int:pk>/close/", acting.close_link, name="close-link"),
    path("order/<int:pk>/shipments/", fulfilling.shipments, name="shipments"),
    *(
        path(f"order/<int:pk>/shipments/{what}/", fulfilling.act, {"what": what}, name=f"fulfil-{what}")
        for what in ACTIONS
    ),
    path("rules/", rule_pages.rules, name="rules"),
    path("rules/new/", rule_pages.new_rule, name="new-rule"),
    path("rules/<int:pk>/", rule_pages.rule, name="rule"),
    path("rules/<int:pk>/change/", rule_pages.change_rule, name="change-rule"),
    path("rules/<int:pk>/dry-run/", rule_pages.try_rule, name="try-rule"),
    path("rules/<int:pk>/switch/", rule_pages.switch_rule, name="switch-rule"),
    path("rules/<int:pk>/delete/", rule_pages.delete_rule, name="delete-rule"),
    path("rules/deed/<int:pk>/", rule_pages.settle_deed, name="settle-deed"),
]
