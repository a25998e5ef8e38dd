"""The guards of the web application, with both desks in memory."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from gradio.utils import get_upload_folder
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from intake.claims.access.roles import Actor, Permission, Role
from intake.errors import NotAllowed
from intake.settings import Settings
from intake.talk.inbox import Upload
from intake.ui import customer, sessions, web
from intake.ui.customer import Composer
from intake.ui.staff_pages import Require
from tests.fakes.desks import FakeDesk, FakeStaffDesk

JPEG = b"\xff\xd8\xff\xe0 a photo"
LOCAL = "http://localhost:7860"


@pytest.fixture(scope="module")
def kept_desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def desk(kept_desk: FakeDesk) -> FakeDesk:
    kept_desk.talks.clear()
    return kept_desk


def build(desk: FakeDesk, folder: Path) -> FastAPI:
    picture = folder / "dots.jpg"
    picture.write_bytes(JPEG)
    staff = FakeStaffDesk({"photo1": JPEG}, {"MUG-DOTS": str(picture)})
    settings = Settings(data=folder, max_photos=2, max_photo_bytes=2_000_000)

    async def in_a_loop() -> FastAPI:
        """Gradio makes event loops of its own, and leaves them open, where none is running."""
        return web.build(desk, staff, settings)

    return asyncio.run(in_a_loop())


@pytest.fixture(scope="module")
def app(kept_desk: FakeDesk, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return build(kept_desk, tmp_path_factory.mktemp("shop"))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=LOCAL, follow_redirects=False) as client:
        yield client


@pytest.fixture
def staff(client: TestClient) -> TestClient:
    assert client.post("/staff/login", data={"login": "kim", "password": "right"}).status_code == 303
    return client


def routes_of(routes: Iterable[object]) -> Iterator[Route]:
    """All routes, those of included routers as well."""
    for route in routes:
        if isinstance(route, Route):
            yield route
        elif router := getattr(route, "original_router", None):
            yield from routes_of(router.routes)


def staff_paths(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every route of the mounted console."""
    mount = next(route for route in app.routes if isinstance(route, Mount) and route.path == "/staff")
    return [(method, "/staff" + route.path) for route in routes_of(mount.routes) for method in route.methods or ()]


def test_every_route_of_the_console_asks_for_a_login(app: FastAPI, client: TestClient) -> None:
    paths = staff_paths(app)
    assert len(paths) > 50
    # The one open path is our own form, which stands before Gradio's route of that name.
    for method, path in (one for one in paths if one[1] != "/staff/login"):
        response = client.request(method, path)
        refused = response.status_code in {401, 404}
        to_login = response.status_code == 303 and response.headers["location"] == "/staff/login"
        assert refused or to_login or response.status_code == 405, f"{method} {path}: {response.status_code}"


@pytest.mark.parametrize(
    "path",
    [
        "/staff/config",
        "/staff/gradio_api/info",
        "/staff/gradio_api/heartbeat/x",
        "/staff/gradio_api/queue/data?session_hash=x",
        "/staff/gradio_api/stream/x/y/1/playlist.m3u8",
        "/staff/gradio_api/file=/tmp/x",
        "/staff/assets/index.js",
        "/staff/photos/photo1",
        "/staff/%67radio_api/info",
        "/staff//config",
    ],
)
def test_the_console_answers_nobody_without_login(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {401, 404}
    assert b"kim" not in response.content


def test_a_page_request_leads_to_the_form(client: TestClient) -> None:
    assert client.get("/staff/").headers["location"] == "/staff/login"
    form = client.get("/staff/login", headers={"accept-language": "en"})
    assert "Password" in form.text
    assert "gradio" not in form.text.lower()


def test_a_wrong_password_is_refused_and_at_some_point_no_longer_tried(desk: FakeDesk, tmp_path: Path) -> None:
    client = TestClient(build(desk, tmp_path), base_url=LOCAL, follow_redirects=False)
    answers = [client.post("/staff/login", data={"login": "kim", "password": "wrong"}) for _ in range(11)]
    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert client.post("/staff/login", data={"login": "kim", "password": "right"}).status_code == 429


def test_the_session_cookie_is_strict_and_hidden_from_scripts(client: TestClient) -> None:
    answer = client.post("/staff/login", data={"login": "kim", "password": "right"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age" in cookie


def test_staff_see_console_and_photos_until_they_log_out(staff: TestClient) -> None:
    assert staff.get("/staff/").status_code == 200
    assert staff.get("/staff/photos/photo1").content == JPEG
    token = staff.cookies[sessions.COOKIE]
    staff.post("/staff/logout")
    staff.cookies.set(sessions.COOKIE, token)
    assert staff.get("/staff/photos/photo1").status_code == 401


def test_logging_in_gives_another_session_and_ends_the_one_before(staff: TestClient) -> None:
    before = staff.cookies[sessions.COOKIE]
    assert staff.post("/staff/login", data={"login": "sam", "password": "right"}).status_code == 303
    assert staff.cookies[sessions.COOKIE] != before
    staff.cookies.clear()
    staff.cookies.set(sessions.COOKIE, before)
    assert staff.get("/staff/photos/photo1").status_code == 401


def test_a_session_that_somebody_brings_along_is_not_taken_over(client: TestClient) -> None:
    client.cookies.set(sessions.COOKIE, "f" * 43)
    answer = client.post("/staff/login", data={"login": "kim", "password": "right"})
    assert "f" * 43 not in answer.headers["set-cookie"]


def test_an_invented_session_is_none(client: TestClient) -> None:
    client.cookies.set(sessions.COOKIE, "x" * 43)
    assert client.get("/staff/photos/photo1").status_code == 401


def test_a_photo_is_shown_to_its_conversation_only(client: TestClient, desk: FakeDesk) -> None:
    mine, other = desk.start("de"), desk.start("de")
    list(desk.turn(mine.id, "Riss", [Upload("a.jpg", JPEG)]))
    photo = desk.conversation(mine.id).photos[0]
    client.cookies.set(customer.COOKIE, other.id)
    assert client.get(f"/photos/{photo}").status_code == 403
    client.cookies.clear()
    assert client.get(f"/photos/{photo}").status_code == 403
    client.cookies.set(customer.COOKIE, mine.id)
    shown = client.get(f"/photos/{photo}")
    assert shown.content == JPEG
    assert shown.headers["content-type"] == "image/jpeg"
    assert "no-store" in shown.headers["cache-control"]


def test_a_reload_keeps_the_conversation(client: TestClient, desk: FakeDesk) -> None:
    first = client.get("/")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    client.get("/")
    assert list(desk.talks) == [client.cookies[customer.COOKIE]]


def test_a_new_request_begins_a_new_conversation(client: TestClient, desk: FakeDesk) -> None:
    client.get("/")
    client.post("/new")
    client.get("/")
    assert len(desk.talks) == 2


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/staff/login", "/gradio_api/queue/join"])
def test_a_body_above_the_limit_is_refused(client: TestClient, path: str) -> None:
    assert client.post(path, content=b"x" * 5_000_001).status_code == 413


def test_a_body_without_a_length_is_counted(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
        yield from (b"y" * 1_000_000 for _ in range(6))

    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/gradio_api/upload", content=chunks(), headers=kind).status_code == 413


def test_one_file_above_the_limit_is_refused(client: TestClient) -> None:
    answer = client.post("/gradio_api/upload", files={"files": ("a.jpg", b"x" * 2_500_000)})
    assert answer.status_code == 413


def test_no_origin_is_reflected(client: TestClient) -> None:
    for path in ("/", "/config", "/staff/login", "/gradio_api/info"):
        answer = client.get(path, headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in answer.headers
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/staff/login", "/new", "/gradio_api/upload", "/gradio_api/queue/join"])
def test_another_site_changes_nothing(client: TestClient, path: str) -> None:
    assert client.post(path, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(path, headers={"origin": "null"}).status_code == 403


def test_our_own_page_may_post(client: TestClient) -> None:
    assert client.post("/new", headers={"origin": LOCAL}).status_code == 303


@pytest.mark.parametrize(
    "address",
    ["http://169.254.169.254/x", "http://127.0.0.1:1/x", "http://10.0.0.1/x", "https://example.org/x.png"],
)
def test_no_address_is_fetched(client: TestClient, address: str) -> None:
    assert client.get(f"/gradio_api/file={address}").status_code == 404
    assert client.get(f"/gradio_api/proxy={address}").status_code == 404
    with pytest.raises(NotAllowed):
        asyncio.run(Composer().async_move_resource_to_block_cache(address))


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        f"/gradio_api/file={get_upload_folder()}/../../etc/passwd",
        f"/gradio_api/file={get_upload_folder()}%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/%2e%2e/routes.py",
        "/assets/..%2f..%2f..%2froutes.py",
        "/catalogue/..%2f..%2fapp.jpg",
        "/photos/..%2f..%2fapp.py",
        "/page/..%2fweb.py",
    ],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in {400, 403, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/?deep_link=x",
        "/gradio_api/deep_link",
        "/monitoring",
        "/gradio_api/runs",
        "/gradio_api/openapi.json",
        "/docs",
        "/openapi.json",
        "/login",
        "/gradio_api/dev/reload",
        "/gradio_api/profiling/traces",
    ],
)
def test_what_the_pages_do_not_need_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/gradio_api/run/show", "/gradio_api/call/show", "/gradio_api/vibe-edit"])
def test_handlers_are_reached_by_the_queue_only(client: TestClient, path: str) -> None:
    assert client.post(path, json={"data": []}).status_code == 404


def test_headers_keep_the_page_to_itself(client: TestClient) -> None:
    headers = client.get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in client.get("/staff/login").headers["content-security-policy"]


def test_a_local_server_answers_to_local_names_and_share_links(client: TestClient) -> None:
    assert client.get("/health", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/health", headers={"host": "abc123.gradio.live"}).status_code == 200


@pytest.mark.parametrize(("host", "names"), [("0.0.0.0", ["*"]), ("shop.example", ["*"])])
def test_a_public_server_answers_to_any_name(host: str, names: list[str]) -> None:
    assert web.trusted_hosts(host) == names


def test_the_public_address_is_trusted_behind_a_proxy() -> None:
    assert "claims.example" in web.trusted_hosts("127.0.0.1", "https://claims.example/desk")


def test_catalogue_pictures_are_public(client: TestClient) -> None:
    assert client.get("/catalogue/MUG-DOTS.jpg").content == JPEG
    assert client.get("/catalogue/NOTHING.jpg").status_code == 404


def test_only_uploaded_files_are_read(tmp_path: Path) -> None:
    assert customer.is_uploaded(Path(get_upload_folder()) / "abc" / "a.jpg")
    assert not customer.is_uploaded(tmp_path / "a.jpg")
    assert not customer.is_uploaded(Path(get_upload_folder()) / ".." / "a.jpg")


def test_every_staff_route_says_who_may(app: FastAPI) -> None:
    open_to_all = {"/staff/login", "/staff/logout"}
    routes = [route for route in routes_of(app.routes) if route.path.startswith("/staff")]
    unguarded = {route.path for route in routes if not permissions(route)} - open_to_all
    assert len(routes) > len(open_to_all)
    assert unguarded == set()


def test_what_a_role_may_not_is_refused(app: FastAPI, client: TestClient) -> None:
    client.post("/staff/login", data={"login": "sam", "password": "right"})
    agent = Actor("sam", "Sam", Role.AGENT)
    for route in routes_of(app.routes):
        if not all(agent.may(permission) for permission in permissions(route)):
            path = re.sub(r"{[^}]+}", "1", route.path)
            for method in route.methods or ():
                assert client.request(method, path).status_code == 403, f"{method} {path}"


def permissions(route: Route) -> list[Permission]:
    """What somebody who asks for the route has to be allowed, its router's dependencies included."""
    dependant = getattr(route, "dependant", None)
    asked = [one.call for one in dependant.dependencies] if dependant else []
    return [one.permission for one in asked if isinstance(one, Require)]
