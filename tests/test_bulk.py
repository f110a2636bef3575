"""Reading many files on several cores: the answer is the same, whatever a child process does."""

import gc
import os
import signal
import threading
from pathlib import Path

import pytest

from prodops_cli.bulk import BATCH, FORK_FROM, Reading, begin, read_all, read_one, without_collection
from prodops_cli.source import Document, Limits, Quoted
from prodops_cli.tree import WorkingTree

LIMITS = Limits()
COUNT = 551

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")


@pytest.fixture
def tree(tmp_path: Path) -> WorkingTree:
    """Many files: clean ones, ones with quoted numbers, broken ones, unreadable ones."""
    (tmp_path / "d").mkdir()
    for number in range(COUNT):
        text = f"title: Grüße {number}\nn: {number}\nlist: [a, {{b: c}}]\nempty:\n".encode()
        if number % 7 == 0:
            text += b'quoted: "12"\n'
        if number % 11 == 0:
            text += b"broken: [\n"
        if number % 13 == 0:
            text += b"title: again\n"
        if number % 17 == 0:
            text = b""
        (tmp_path / "d" / f"{number:04}.yaml").write_bytes(text)
    (tmp_path / "d" / "0003.yaml").unlink()
    (tmp_path / "d" / "0003.yaml").symlink_to("nowhere")
    (tmp_path / "d" / "0530.yaml").unlink()
    (tmp_path / "d" / "0530.yaml").symlink_to("/etc/passwd")
    return WorkingTree(tmp_path)


@pytest.fixture
def two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores, wherever this runs."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


def essence(documents: list[Document]) -> list[tuple[object, ...]]:
    return [(d.path, d.raw, d.data, _types(d.data), d.problems, d.has_tree) for d in documents]


def _types(data: object) -> object:
    if isinstance(data, dict):
        return {key: _types(value) for key, value in data.items()}
    return [_types(value) for value in data] if isinstance(data, list) else type(data)


def sequentially(tree: WorkingTree) -> list[tuple[object, ...]]:
    return essence([read_one(tree, path, LIMITS) for path in tree.files("d")])


def test_several_processes_give_the_same_documents_in_the_same_order(tree: WorkingTree, two_workers: None) -> None:
    paths = tree.files("d")
    documents = list(read_all(tree, paths, LIMITS))
    assert [document.path for document in documents] == paths
    assert essence(documents) == sequentially(tree)
    assert any(isinstance(d.data, dict) and type(d.data.get("quoted")) is Quoted for d in documents)


def test_documents_from_a_child_know_their_places(tree: WorkingTree, two_workers: None) -> None:
    documents = {document.path: document for document in read_all(tree, tree.files("d"), LIMITS)}
    assert documents["d/0549.yaml"].span(("list", 1, "b")).line == 3


class Faulty(WorkingTree):
    """A tree that gives up in every process but the one that made it, after some files."""

    def __init__(self, root: Path, *, after: int, is_killed: bool) -> None:
        super().__init__(root)
        self.process, self.left, self.is_killed = os.getpid(), after, is_killed

    def read(self, path: str, most: int) -> bytes:
        if os.getpid() != self.process:
            self.left -= 1
            if self.left < 0 and self.is_killed:
                os.kill(os.getpid(), signal.SIGKILL)
            if self.left < 0:
                raise RuntimeError("out of memory, say")
        return super().read(path, most)


@pytest.mark.parametrize("is_killed", [True, False])
@pytest.mark.parametrize("after", [0, BATCH + 1])
def test_child_that_fails_changes_nothing(tree: WorkingTree, two_workers: None, after: int, is_killed: bool) -> None:
    faulty = Faulty(tree.root, after=after, is_killed=is_killed)
    assert essence(list(read_all(faulty, tree.files("d"), LIMITS))) == sequentially(tree)


def test_system_that_will_not_fork_or_has_no_pipes_changes_nothing(
    tree: WorkingTree, two_workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = sequentially(tree)

    def refuse(*_: object) -> int:
        raise OSError("no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fork", refuse)
        assert essence(list(read_all(tree, tree.files("d"), LIMITS))) == expected
    with monkeypatch.context() as patch:
        patch.setattr(os, "pipe", refuse)
        assert essence(list(read_all(tree, tree.files("d"), LIMITS))) == expected


def test_few_files_or_several_threads_are_read_in_this_process(tree: WorkingTree, two_workers: None) -> None:
    paths = tree.files("d")
    with Reading(tree, paths[: FORK_FROM - 1], LIMITS) as few:
        assert few.take(paths[0]) is None
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with Reading(tree, paths, LIMITS) as threaded:
            assert threaded.take(paths[1]) is None
    finally:
        stop.set()
        thread.join()
    with Reading(tree, paths, LIMITS) as many:
        assert many.take(paths[1]) is not None


def test_reading_begun_early_is_taken_up(tree: WorkingTree, two_workers: None) -> None:
    with begin(tree, ["d", "nowhere"]) as begun:
        assert essence(list(read_all(tree, tree.files("d"), LIMITS, begun))) == sequentially(tree)


def test_reading_begun_with_other_limits_or_other_files_changes_nothing(tree: WorkingTree, two_workers: None) -> None:
    tight = Limits(bytes=10)
    with begin(tree, ["d"]) as begun:
        assert all(document.problems for document in read_all(tree, tree.files("d"), tight, begun))
    some = tree.files("d")[::3]
    with Reading(tree, some, LIMITS) as begun:
        assert essence(list(read_all(tree, tree.files("d"), LIMITS, begun))) == sequentially(tree)
    with Reading(tree, tree.files("d"), LIMITS) as begun:
        expected = [row for row in sequentially(tree) if row[0] in some]
        assert essence(list(read_all(tree, some, LIMITS, begun))) == expected


@pytest.mark.parametrize("cores", [2, 3, 4])
def test_reader_that_stops_early_leaves_no_child_behind(
    tree: WorkingTree, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    documents = read_all(tree, tree.files("d"), LIMITS)
    next(documents)
    documents.close()  # type: ignore[attr-defined]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_limits_hold_in_every_process(tree: WorkingTree, two_workers: None) -> None:
    documents = list(read_all(tree, tree.files("d"), Limits(bytes=10)))
    assert all(document.problems for document in documents)


def test_no_file_at_all_is_no_document(tree: WorkingTree) -> None:
    assert list(read_all(tree, [], LIMITS)) == []


def test_file_that_cannot_be_opened_is_a_document_that_says_so(tree: WorkingTree) -> None:
    document = read_one(tree, "d/nowhere.yaml", LIMITS)
    assert [problem.message for problem in document.problems] == [
        "the file cannot be read: the file is not there (a link that leads nowhere?)"
    ]
    assert document.raw == b""


def test_collector_is_paused_and_woken_again() -> None:
    assert gc.isenabled()
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(RuntimeError), without_collection():
        raise RuntimeError
    assert gc.isenabled()
