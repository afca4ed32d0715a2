"""Who may open which page of the console."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

USE = "console.view_console"
ACT = "console.act_on_orders"
FULFIL = "fulfilment.fulfil_orders"

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_staff_with[**P](right: str) -> Callable[[View[P]], View[P]]:
    """Open a view to signed-in staff who have `right`; others are asked to sign in, or refused."""

    def guarding(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if right and not request.user.has_perm(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return admin.site.admin_view(checked)

    return guarding
