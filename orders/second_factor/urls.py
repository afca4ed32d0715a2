"""Addresses of the second factor, all under `/admin/`: for staff, but for signing in with a passkey."""

from django.contrib import admin
from django.urls import path

from orders.second_factor import own_views, passkey_views, sign_in_views, step_views

app_name = "second_factor"

for_staff = admin.site.admin_view

urlpatterns = [
    path("sign-in/passkey/", sign_in_views.sign_in, name="sign-in"),
    path("second-step/", for_staff(step_views.second_step), name="step"),
    path("second-factor/", for_staff(own_views.own), name="own"),
    path("second-factor/app/", for_staff(own_views.app), name="app"),
    path("second-factor/app/begin/", for_staff(own_views.begin_app), name="begin-app"),
    path("second-factor/app/remove/", for_staff(own_views.remove_app), name="remove-app"),
    path("second-factor/recovery-codes/", for_staff(own_views.renew_codes), name="renew-codes"),
    path("second-factor/passkeys/add/", for_staff(passkey_views.add_passkey), name="add-passkey"),
    path(
        "second-factor/passkeys/<int:pk>/rename/",
        for_staff(passkey_views.rename_passkey),
        name="rename-passkey",
    ),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        for_staff(passkey_views.remove_passkey),
        name="remove-passkey",
    ),
]
