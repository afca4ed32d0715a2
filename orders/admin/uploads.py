"""Uploads: pictures, and files of those who may import; never more of one than may be used."""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from orders.branding.images import MOST_BYTES
from orders.fulfilment.files import opening

IMPORTS = "/admin/fulfilment/trackingimport/"
RIGHT = "fulfilment.add_trackingimport"


class SmallUploads(FileUploadHandler):
    """Keeps a file in memory up to one byte more than is allowed, by which the form knows to refuse it.

    Whoever sends more fills neither memory nor disk; the rest is read and dropped.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._kept = io.BytesIO()
        self._most = MOST_BYTES
        if (
            self.request is not None
            and self.request.path_info == IMPORTS
            and self.request.user.has_perm(RIGHT)
        ):
            self._most = opening.MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = self._most + 1 - self._kept.tell()
        self._kept.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self._kept.tell()
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
