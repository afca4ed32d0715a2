"""What is said of this site's host must not be said in the name of the shop's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

OF_THE_HOST = "Strict-Transport-Security"


class ShopsHost:
    """Middleware around Django's SecurityMiddleware: the browser takes this header as spoken by the shop's domain."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info == "/proxy" or request.path_info.startswith("/proxy/"):
            response.headers.pop(OF_THE_HOST, None)
        return response
