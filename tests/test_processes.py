"""Work shared out among processes: every result is there, in order, whatever becomes of a child."""

import os
import signal

import pytest

from prodops_cli.processes import MOST_QUEUED, MOST_WAITING, Child, Gone, Queue, Send, share_out

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")

COUNT = 300
EXPECTED = [(number, "x" * number) for number in range(COUNT)]


@pytest.fixture(autouse=True)
def three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cores, wherever this runs."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)


def work(number: int) -> tuple[int, str]:
    return number, "x" * number


def test_every_result_is_there_in_order() -> None:
    assert share_out(COUNT, work, list, lambda pair: (pair[0], pair[1])) == EXPECTED


def test_children_do_a_part_of_it() -> None:
    processes = share_out(MOST_QUEUED, lambda _: (sum(range(2000)), os.getpid()), list, tuple)
    assert len({process for _, process in processes}) > 1


def test_what_is_no_plain_data_is_worked_out_here() -> None:
    def pack(pair: tuple[int, str]) -> object:
        if pair[0] % 3 == 0:
            raise ValueError
        return object() if pair[0] % 3 == 1 else pair

    assert share_out(COUNT, work, pack, lambda pair: pair) == EXPECTED


@pytest.mark.parametrize("end", ["killed", "raised"])
def test_child_that_ends_early_changes_nothing(end: str) -> None:
    parent = os.getpid()

    def fragile(number: int) -> tuple[int, str]:
        if os.getpid() != parent and number > 3:
            if end == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            raise RuntimeError("out of memory, say")
        return work(number)

    assert share_out(COUNT, fragile, list, lambda pair: (pair[0], pair[1])) == EXPECTED


@pytest.mark.parametrize("name", ["fork", "pipe"])
def test_system_without_forks_or_pipes_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError("no")

    monkeypatch.setattr(os, name, refuse)
    assert share_out(COUNT, work, list, lambda pair: (pair[0], pair[1])) == EXPECTED


def test_error_of_the_work_reaches_the_caller_and_leaves_no_child() -> None:
    def wrong(number: int) -> int:
        raise LookupError(number)

    with pytest.raises(LookupError):
        share_out(COUNT, wrong, int, int)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_child_works_ahead_of_a_parent_that_does_not_listen_and_waits_when_it_is_far_ahead() -> None:
    piece = b"x" * (1 << 20)
    count = 2 * (MOST_WAITING >> 20)

    def talk(send: Send) -> None:
        for number in range(count):
            send((number, piece))

    child = Child.start(talk)
    assert child is not None
    assert [child.take() for _ in range(count)] == [(number, piece) for number in range(count)]
    with pytest.raises(Gone):
        child.take()
    child.leave()


def test_queue_gives_each_number_once_and_refuses_more_than_a_pipe_holds() -> None:
    queue = Queue.of(MOST_QUEUED)
    assert queue is not None
    assert list(queue) == list(range(MOST_QUEUED))
    assert queue.draw() is None
    queue.close()
    assert Queue.of(MOST_QUEUED + 1) is None
