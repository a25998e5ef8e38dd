"""Keeps photographs under random names, in a folder or in any storage that fsspec knows."""

import re
import secrets
from typing import Any

from fsspec.core import url_to_fs

from intake.errors import NotFound

ID = re.compile(r"[0-9a-f]{32}")


class PhotoStore:
    """`url` is a folder or an fsspec URL, e.g. "s3://bucket/photos"."""

    def __init__(self, url: str) -> None:
        self._files: Any
        self._files, self._root = url_to_fs(url)

    def save(self, data: bytes) -> str:
        """Keep a sanitised JPEG and return its id, 128 random bits in hex."""
        id = secrets.token_hex(16)
        self._files.makedirs(self._root, exist_ok=True)
        path = self._path(id)
        # Whoever reads sees the whole photo or none: the name appears when everything is written.
        self._files.pipe_file(f"{path}.part", data)
        self._files.mv(f"{path}.part", path)
        return id

    def load(self, id: str) -> bytes:
        """The JPEG as it was saved. Raises `NotFound`, also for anything that can't be an id."""
        if not ID.fullmatch(id):
            raise NotFound("There is no such photo.")
        try:
            data: bytes = self._files.cat_file(self._path(id))
        except FileNotFoundError as error:
            raise NotFound("There is no such photo.") from error
        return data

    def has(self, id: str) -> bool:
        """Whether the photo is kept; it isn't read for that."""
        return bool(ID.fullmatch(id)) and bool(self._files.exists(self._path(id)))

    def _path(self, id: str) -> str:
        return f"{self._root}/{id}.jpg"
