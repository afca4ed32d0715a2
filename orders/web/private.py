"""Headers of every page that may show something of somebody's order: kept by nobody, indexed by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def private[**P](view: View[P]) -> View[P]:
    """Mark a view's answers as private, whatever their status. The bare look-up page alone may be indexed."""

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        if request.path != "/" or request.method == "POST" or request.GET:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return marked
