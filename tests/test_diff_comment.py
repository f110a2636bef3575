"""The script of the how-to posts one comment and keeps it up to date, against a stand-in for the forges."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from prodops_cli.render.forge import MARKER

PAGE = Path(__file__).parents[1] / "docs/how-to/pull-requests.md"
BOT = {"user": {"login": "github-actions[bot]", "type": "Bot"}, "author": {"id": 7}}
SOMEBODY = {"user": {"login": "ada-example", "type": "User"}, "author": {"id": 8}}


class Forge(ThreadingHTTPServer):
    """Comments by their number, and what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.comments: dict[int, dict[str, Any]] = {}
        self.asked: list[str] = []

    def add(self, body: str, by: dict[str, Any]) -> None:
        self.comments[len(self.comments) + 1] = {"id": len(self.comments) + 1, "body": body, **by}


class Handler(BaseHTTPRequestHandler):
    server: Forge

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.server.asked.append(f"GET {url.path}")
        if url.path.endswith("/user"):
            return self._answer({"id": 7})
        page = int(parse_qs(url.query)["page"][0])
        return self._answer(list(self.server.comments.values())[100 * page - 100 : 100 * page])

    def do_POST(self) -> None:
        self.server.asked.append(f"POST {self.path}")
        self.server.add(self._body(), BOT)
        self._answer({})

    def do_PATCH(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.comments[int(self.path.rpartition("/")[2])]["body"] = self._body()
        self._answer({})

    def do_PUT(self) -> None:
        self.do_PATCH()

    def _body(self) -> str:
        assert self.headers.get("Authorization") == "Bearer secret" or self.headers.get("PRIVATE-TOKEN") == "secret"
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        assert isinstance(body, str)
        return body

    def _answer(self, value: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def forge() -> Iterator[Forge]:
    with Forge() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


ENVIRONMENTS = {
    "github": {"GITHUB_REPOSITORY": "acme/plans", "GITHUB_TOKEN": "secret", "PULL_REQUEST": "12"},
    "gitlab": {"PRODOPS_TOKEN": "secret", "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "12"},
}


@pytest.fixture(params=ENVIRONMENTS)
def run(request: pytest.FixtureRequest, forge: Forge, tmp_path: Path) -> Any:
    """Run the script of the page with a text for the comment."""
    found = re.search(r'^```python title="\.ci/comment\.py"\n(.*?)^```$', PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert found is not None
    (tmp_path / "comment.py").write_text(found[1])
    address = f"http://127.0.0.1:{forge.server_address[1]}"
    environment = {
        "PATH": os.environ["PATH"],
        "GITHUB_API_URL": address,
        "CI_API_V4_URL": address,
        **ENVIRONMENTS[request.param],
    }

    def posted(text: str) -> None:
        (tmp_path / "comment.md").write_text(text, encoding="utf-8")
        subprocess.run(
            [sys.executable, "comment.py", "comment.md"], cwd=tmp_path, env=environment, check=True, timeout=60
        )

    return posted


def test_one_comment_is_posted_and_kept_up_to_date(run: Any, forge: Forge) -> None:
    forge.add("Looks good", SOMEBODY)
    run(f"{MARKER}\nfirst “text” é")
    run(f"{MARKER}\nsecond")
    assert [comment["body"] for comment in forge.comments.values()] == ["Looks good", f"{MARKER}\nsecond"]
    writes = [line for line in forge.asked if not line.startswith("GET")]
    assert writes in (
        ["POST /repos/acme/plans/issues/12/comments", "PATCH /repos/acme/plans/issues/comments/2"],
        ["POST /projects/5/merge_requests/12/notes", "PUT /projects/5/merge_requests/12/notes/2"],
    )


def test_comment_of_somebody_else_is_left_alone(run: Any, forge: Forge) -> None:
    forge.add(f"{MARKER}\nmine", SOMEBODY)
    run(f"{MARKER}\ntext")
    assert [comment["body"] for comment in forge.comments.values()] == [f"{MARKER}\nmine", f"{MARKER}\ntext"]


def test_comment_is_found_behind_many_others(run: Any, forge: Forge) -> None:
    for number in range(250):
        forge.add(f"{number}", SOMEBODY)
    forge.add(f"{MARKER}\nold", BOT)
    run(f"{MARKER}\nnew")
    assert len(forge.comments) == 251
    assert forge.comments[251]["body"] == f"{MARKER}\nnew"


def test_nothing_is_posted_where_nothing_changed(run: Any, forge: Forge) -> None:
    nothing = f"{MARKER}\n# Acme: what changes\n\n**Nothing changed** from a to b.\n"
    run(nothing)
    assert forge.comments == {}
    run(f"{MARKER}\ntext")
    run(nothing)
    assert [comment["body"] for comment in forge.comments.values()] == [nothing]


def test_each_marker_has_a_comment_of_its_own(run: Any, forge: Forge) -> None:
    run(f"{MARKER}\nwhat changes")
    run("<!-- prodops:status -->\nwhat is going on")
    run(f"{MARKER}\nwhat else changes")
    bodies = [comment["body"] for comment in forge.comments.values()]
    assert bodies == [f"{MARKER}\nwhat else changes", "<!-- prodops:status -->\nwhat is going on"]


def test_file_without_a_marker_is_not_posted(run: Any, forge: Forge) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        run("# Acme")
    assert forge.asked in ([], ["GET /user"])
