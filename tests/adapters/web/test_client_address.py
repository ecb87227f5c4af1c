"""Whose address counts: that which the proxies of this machine name last, behind one of them and behind two."""

import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.client_address import address_of

ROOT = Path(__file__).resolve().parents[3]
VISITOR, FORGED = "203.0.113.7", "198.51.100.1"


@pytest.fixture
async def direct() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """The program, which tells whom it takes the visitor for."""

    async def who(request: web.Request) -> web.Response:
        return web.Response(text=address_of(request))

    app = web.Application()
    app.router.add_get("/", who)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.mark.parametrize(
    ("named", "who"),
    [
        ("", "127.0.0.1"),
        (VISITOR, VISITOR),
        (f"{FORGED}, {VISITOR}", VISITOR),
        (f"{FORGED}, 10.0.0.4", "10.0.0.4"),  # a second proxy must not name the first: nginx of compose.scale.yaml
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("nonsense", "nonsense"),
    ],
)
async def test_a_proxy_of_this_machine_is_believed_in_what_it_names_last(direct, named: str, who: str) -> None:
    headers = {"X-Forwarded-For": named} if named else {}
    assert await (await direct.get("/", headers=headers)).text() == who


def real_ip_lines() -> str:
    """What compose.scale.yaml tells nginx about addresses."""
    lines = (ROOT / "compose.scale.yaml").read_text("utf-8").splitlines()
    told = [line.strip() for line in lines if re.search("real_ip|X-Forwarded-For [$]", line) and "#" not in line]
    assert len(told) > 5
    return "\n".join(told).replace("$$", "$")


@pytest.fixture
def proxied(direct, tmp_path: Path) -> Iterator[str]:
    """nginx, set up as for several processes, in front of the program."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    (tmp_path / "nginx.conf").write_text(
        f"""daemon off; master_process off; pid {tmp_path}/pid; error_log stderr;
        events {{}}
        http {{ access_log off; {places}
          server {{ listen 127.0.0.1:{port}; {real_ip_lines()}
            location / {{ proxy_pass http://127.0.0.1:{direct.port}; }} }} }}"""
    )
    running = subprocess.Popen([nginx, "-c", tmp_path / "nginx.conf", "-p", tmp_path, "-e", "stderr"])
    yield f"http://127.0.0.1:{port}/"
    running.terminate()
    running.wait()


@pytest.mark.parametrize("named", [VISITOR, f"{FORGED}, {VISITOR}", f"{VISITOR}, 10.0.0.4", f"{VISITOR}, 172.17.0.1"])
async def test_behind_a_proxy_with_tls_and_nginx_it_is_the_visitor(proxied: str, named: str) -> None:
    async with ClientSession() as session:
        for _ in range(100):
            try:
                answer = await session.get(proxied, headers={"X-Forwarded-For": named})
            except OSError:
                continue
            break
        assert await answer.text() == VISITOR
