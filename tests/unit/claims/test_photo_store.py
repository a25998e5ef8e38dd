from pathlib import Path

import pytest

from intake.claims.photo_store import PhotoStore
from intake.errors import NotFound


def test_photo_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    folder = str(tmp_path / "new" / "photos")
    ids = [PhotoStore(folder).save(data) for data in (b"one", b"two", b"two")]
    assert len(set(ids)) == 3
    assert [PhotoStore(folder).load(id) for id in ids] == [b"one", b"two", b"two"]


def test_only_whole_photos_have_a_name(tmp_path: Path) -> None:
    id = PhotoStore(str(tmp_path)).save(b"data")
    assert [path.name for path in tmp_path.iterdir()] == [f"{id}.jpg"]


def test_other_storages_work_as_well() -> None:
    store = PhotoStore("memory://photos")
    assert store.load(store.save(b"data")) == b"data"


@pytest.mark.parametrize(
    "id", ["", "../secret", "..%2fsecret", "/etc/passwd", "0" * 31, "0" * 33, "G" * 32, "0" * 32 + "\n", "0" * 32]
)
def test_other_ids_are_not_found(tmp_path: Path, id: str) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    folder = tmp_path / "photos"
    folder.mkdir()
    with pytest.raises(NotFound):
        PhotoStore(str(folder)).load(id)
