"""Django's admin, for the merchant's staff: the shop's brand, and who may sign in.

Orders, links and contacts are not in it: what is stored of a shopper is nobody's to browse.
"""

from django.contrib import admin

from orders.admin import (  # noqa: F401 - they register themselves
    accounts,
    api_admin,
    audit_admin,
    brand_admin,
    imports_admin,
    messages_admin,
)
from orders.admin.sign_in import SignInForm

admin.site.site_header = admin.site.site_title = "Order tracking"
admin.site.index_title = "Your shop’s tracking pages"
admin.site.login_form = SignInForm
admin.site.enable_nav_sidebar = False
