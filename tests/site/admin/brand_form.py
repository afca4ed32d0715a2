"""The brand's form as tests fill it in."""

import io
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from orders.branding.models import Brand
from tests.support.shopper import text

FORM = "/admin/branding/brand/"
PREVIEW = f"{FORM}preview/"
COLOURS = f"{FORM}colours/"
LEAST = {"look": "editorial", "colour_scheme": "auto", "app_proxy_layout": "theme"}
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 24" onload="alert(1)">'
    b'<script>alert(1)</script><path d="M1 1h9v9z" fill="#7a1f3d"/></svg>'
)


def upload(content: bytes, name: str = "logo.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def png(width: int, height: int) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(saved, "PNG")
    return saved.getvalue()


def source(response: Any) -> str:
    return unescape(response.content.decode())


def save(staff: Client, **typed: Any) -> Any:
    return staff.post(FORM, LEAST | typed, follow=True)


def saved(staff: Client, **typed: Any) -> str:
    response = save(staff, **typed)
    assert response.redirect_chain, source(response)
    return text(response)


def refused(staff: Client, **typed: Any) -> str:
    response = save(staff, **typed)
    assert response.status_code == 422
    assert not Brand.objects.exists()
    return text(response)
