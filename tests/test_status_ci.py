"""The steps of the how-to on status updates, run as a forge runs them: in a clean clone, against a stand-in for it."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from repository import commit, git, init
from test_diff_comment import Forge, forge  # noqa: F401 - a fixture
from test_slack import require_valid

PAGES = Path(__file__).parents[1] / "docs/how-to"
BLOCK = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v[\d.]+$")


def file_of(page: str, title: str) -> str:
    """A file that a page of the how-to shows."""
    found: dict[str, str] = dict(BLOCK.findall((PAGES / page).read_text(encoding="utf-8")))
    return found[title]


GITHUB = file_of("status-updates.md", ".github/workflows/prodops-status.yml")
GITLAB = file_of("status-updates.md", ".gitlab-ci.yml")
JOBS: dict[str, Any] = yaml.safe_load(GITHUB)["jobs"]

FILES = {
    "prodops.yaml": "name: Acme\n",
    "people/ada.yaml": "name: Ada Example\n",
    "roadmap/search.yaml": "title: Better search\nowner: ada\nstatus: in_progress\nhealth: at_risk\n",
    ".ci/comment.py": file_of("pull-requests.md", ".ci/comment.py"),
}


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """The repository on the forge."""
    commit(init(tmp_path / "plans"), FILES)
    git(tmp_path / "plans", "clone", "-q", "--bare", ".", str(tmp_path / "acme/plans.git"))
    return tmp_path / "acme/plans.git"


def clone(remote: Path, name: str, *options: str) -> Path:
    place = remote.parents[1] / name
    git(remote, "clone", "-q", *options, remote.as_uri(), str(place))
    return place


def run(script: str, place: Path, environment: Mapping[str, str], *, code: int = 0) -> str:
    """Run a step's script as GitHub does, in an environment that is otherwise empty; what it prints."""
    (place.parent / "home").mkdir(exist_ok=True)
    surroundings = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(place.parent / "home"),
        "LC_ALL": "C.UTF-8",
        "CI": "true",
        "GIT_CONFIG_NOSYSTEM": "1",
        "NO_PROXY": "127.0.0.1",
        "PRODOPS_NO_CACHE": "1",
    }
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=place,
        env={**surroundings, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


class Runner:
    """GitHub's: it knows the workflow's steps and what their expressions stand for."""

    def __init__(self, place: Path, address: str) -> None:
        self.place = place
        self.summary = place.parent / "summary.md"
        self.values = {
            "github.token": "secret",
            "github.event.number": "12",
            "secrets.SLACK_WEBHOOK_URL": address,
        }
        self.environment = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_REPOSITORY": "acme/plans",
            "GITHUB_REF_NAME": "main",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_API_URL": address,
        }

    def step(self, job: str, name: str, *, code: int = 0) -> str:
        step = next(step for step in JOBS[job]["steps"] if step.get("name") == name)
        own = {
            key: re.sub(r"\$\{\{ (.*?) \}\}", lambda match: self.values[match[1]], value)
            for key, value in step.get("env", {}).items()
        }
        return run(step["run"], self.place, self.environment | own, code=code)


# --- GitHub: a pull request ------------------------------------------------------------------------


def address_of(server: HTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def test_pull_request_has_a_summary_and_one_comment(remote: Path, forge: Forge) -> None:  # noqa: F811
    runner = Runner(clone(remote, "clone"), address_of(forge))
    runner.step("preview", "Summary")
    assert runner.summary.read_text().startswith("# Acme: status on ")
    runner.step("preview", "Comment")
    (runner.place / "roadmap/search.yaml").write_text(FILES["roadmap/search.yaml"].replace("at_risk", "off_track"))
    runner.step("preview", "Comment")
    (body,) = [found["body"] for found in forge.comments.values()]
    assert body.startswith("<!-- prodops:status -->\n# Acme: status on ")
    assert "*off track*" in body
    assert [line.split()[0] for line in forge.asked] == ["GET", "POST", "GET", "PATCH"]


def test_shallow_clone_is_refused_and_nothing_is_written(remote: Path, forge: Forge) -> None:  # noqa: F811
    commit(remote.parents[1] / "plans", {"roadmap/search.yaml": FILES["roadmap/search.yaml"] + "effort: 2\n"})
    git(remote.parents[1] / "plans", "push", "-q", str(remote), "main")
    runner = Runner(clone(remote, "clone", "--depth", "1"), address_of(forge))
    assert "fetch-depth: 0" in runner.step("preview", "Summary", code=3)
    assert runner.summary.read_text() == ""
    runner.step("preview", "Comment", code=3)
    assert forge.asked == []


# --- GitHub: every week ----------------------------------------------------------------------------


class Slack(HTTPServer):
    """An incoming webhook that keeps what is posted."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Webhook)
        self.posted: list[Any] = []


class _Webhook(BaseHTTPRequestHandler):
    server: Slack

    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/json"
        self.server.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def updates(remote: Path) -> list[str]:
    return git(remote, "ls-tree", "--name-only", "main", "updates/").splitlines()


def test_update_is_written_committed_and_posted(remote: Path, slack: Slack) -> None:
    runner = Runner(clone(remote, "clone"), address_of(slack))
    for name in ("Write", "Commit", "Slack"):
        runner.step("update", name)
    (path,) = updates(remote)
    assert re.fullmatch(r"updates/\d{4}-\d\d-\d\d\.md", path)
    assert git(remote, "log", "-1", "--format=%an: %s", "main") == "github-actions[bot]: Status update"
    assert git(remote, "show", f"main:{path}").startswith("# Acme: status on ")
    assert runner.summary.read_text().startswith("# Acme: status on ")
    assert (runner.place / "status.html").read_text().startswith("<!DOCTYPE html>")
    assert require_valid(slack.posted[0])
    assert "secret" not in (runner.place / ".git/config").read_text()


def test_committed_update_can_be_made_again_in_a_clean_clone(remote: Path, slack: Slack) -> None:
    runner = Runner(clone(remote, "clone"), address_of(slack))
    runner.step("update", "Write")
    runner.step("update", "Commit")
    (path,) = updates(remote)
    other = clone(remote, "other")
    assert f"{path} says what the files say" in run(f"prodops status --verify {path}", other, {})
    (other / path).write_text((other / path).read_text().replace("at risk", "on track"))
    run(f"prodops status --verify {path}", other, {}, code=1)


def test_nothing_new_is_not_committed(remote: Path, slack: Slack) -> None:
    runner = Runner(clone(remote, "clone"), address_of(slack))
    for name in ("Write", "Commit", "Commit"):
        runner.step("update", name)
    assert git(remote, "rev-list", "--count", "main") == "2"


def test_update_is_committed_where_the_branch_has_moved_on(remote: Path, slack: Slack) -> None:
    runner = Runner(clone(remote, "clone"), address_of(slack))
    runner.step("update", "Write")
    commit(remote.parents[1] / "plans", {"people/bo.yaml": "name: Bo Example\n"})
    git(remote.parents[1] / "plans", "push", "-q", str(remote), "main")
    runner.step("update", "Commit")
    assert git(remote, "log", "--format=%s", "main").splitlines() == ["Status update", "Change", "Change"]


def test_without_a_webhook_nothing_is_posted(remote: Path, slack: Slack) -> None:
    runner = Runner(clone(remote, "clone"), address_of(slack))
    runner.values["secrets.SLACK_WEBHOOK_URL"] = ""
    runner.step("update", "Slack")
    assert slack.posted == []


# --- GitLab ----------------------------------------------------------------------------------------


def gitlab(job: str, place: Path, environment: Mapping[str, str]) -> None:
    """Run a job's lines, but for the installation."""
    lines = [line for line in yaml.safe_load(GITLAB)[job]["script"] if not line.startswith("pip ")]
    run("\n".join(lines), place, environment)


def test_merge_request_has_one_comment(remote: Path, forge: Forge) -> None:  # noqa: F811
    place = clone(remote, "clone")
    environment = {"PRODOPS_TOKEN": "secret", "CI_API_V4_URL": address_of(forge)}
    environment |= {"CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "12"}
    gitlab("prodops preview", place, environment)
    gitlab("prodops preview", place, environment)
    assert [found["body"].partition("\n")[0] for found in forge.comments.values()] == ["<!-- prodops:status -->"]
    assert (place / "status.html").is_file()
    asked = list(forge.asked)
    gitlab("prodops preview", place, environment | {"PRODOPS_TOKEN": ""})
    assert forge.asked == asked


def test_scheduled_pipeline_commits_the_update(remote: Path) -> None:
    git(remote, "config", "receive.advertisePushOptions", "true")  # GitLab takes them
    place = clone(remote, "clone")
    environment = {
        "PRODOPS_TOKEN": "secret",
        "CI_SERVER_HOST": "gitlab.example",
        "CI_SERVER_URL": remote.parents[1].as_uri(),
        "CI_PROJECT_PATH": "acme/plans",
        "CI_COMMIT_BRANCH": "main",
    }
    gitlab("prodops update", place, environment)
    assert len(updates(remote)) == 1
    assert git(remote, "log", "-1", "--format=%an <%ae>", "main") == "prodops <prodops@gitlab.example>"


# --- what a workflow may do ------------------------------------------------------------------------


@pytest.mark.parametrize("job", JOBS)
def test_no_expression_gets_into_a_script(job: str) -> None:
    assert [step["run"] for step in JOBS[job]["steps"] if "${{" in step.get("run", "")] == []


def test_jobs_may_do_one_thing_each() -> None:
    assert yaml.safe_load(GITHUB)["permissions"] == {"contents": "read"}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "preview": {"contents": "read", "pull-requests": "write"},
        "update": {"contents": "write"},
    }
    assert "pull_request_target" not in GITHUB


def test_actions_are_pinned_and_leave_no_credentials_behind() -> None:
    used = [line for line in GITHUB.splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not PINNED.search(line)] == []
    checkouts = [step["with"] for job in JOBS.values() for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert checkouts == [{"fetch-depth": 0, "persist-credentials": False}] * len(JOBS)
