"""The image, the compose files, the release and the licences agree with the program."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from bot import docs

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LISTENERS = {match[1] for match in re.finditer(r"`(SPUDWATCH_\w+_HOST)` \| `127\.0\.0\.1`", docs.settings())}


def workflow(name: str) -> dict[str, dict[str, object]]:
    jobs: dict[str, dict[str, object]] = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text())["jobs"]
    return jobs


def test_in_the_image_every_listener_is_reached_from_outside() -> None:
    """Its ports are published, or not, by whoever starts it."""
    assert len(LISTENERS) == 4
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert {name for name in LISTENERS if f"{name}=0.0.0.0" not in image} == set()


def test_the_ports_of_the_documents_can_be_published() -> None:
    told = (ROOT / ".github/docs/operating.md").read_text("utf-8")
    named = re.findall(r"(?:_PORT=|127\.0\.0\.1:)(8\d{3}|9464)", told)
    offered = re.findall(r"127\.0\.0\.1:(\d+):\1", (ROOT / "compose.yaml").read_text("utf-8"))
    assert set(named) == set(offered)


def test_a_visitor_of_the_desk_stays_at_one_front() -> None:
    """A session lives in the process that opened it."""
    nginx = yaml.safe_load((ROOT / "compose.scale.yaml").read_text("utf-8"))["configs"]["nginx"]["content"]
    pages = re.search(r"upstream pages \{(.*)\}", nginx)
    assert pages is not None
    assert re.search(r"\bhash \$\$remote_addr consistent;", pages[1])


@pytest.mark.parametrize("job", sorted(workflow("release").keys() - {"check"}))
def test_nothing_is_published_before_the_tests_have_passed(job: str) -> None:
    assert workflow("release")[job]["needs"] == "check"
    assert {"run": "bash .ci/run"} in workflow("release")["check"]["steps"]  # type: ignore[operator]


@pytest.mark.parametrize("name", ["ci", "release"])
def test_every_job_ends(name: str) -> None:
    assert [job for job, said in workflow(name).items() if "timeout-minutes" not in said] == []


def test_every_licence_of_what_is_shipped_is_in_the_package() -> None:
    notices = {path.relative_to(ROOT).as_posix() for folder in ("bot", "adapters", "storage")
               for path in (ROOT / folder).rglob("NOTICE")}  # fmt: skip
    assert set(PROJECT["license-files"]) == {"LICENSE", *notices}
    assert "CC BY-SA 4.0" in "".join((ROOT / path).read_text("utf-8") for path in notices)
    assert PROJECT["license"] == "MIT AND CC-BY-SA-4.0"
