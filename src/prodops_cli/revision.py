"""The workspace's files as they were at a commit: a Tree that reads git's objects, never the disk."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from functools import cached_property

from prodops_cli.git import LINK, SUBMODULE, Repository, TreeFile
from prodops_cli.source import Limits
from prodops_cli.tree import MARKER, Missing, Unreadable

MOST_LINKS = 40
"""Links that lead from one to the next before they count as a circle, as on Linux."""
_OUT = "a link that leads out of the workspace"


class RevisionTree:
    """The files of a commit, below the folder that the repository was opened for.

    Listing them asks git once; so does reading those that `expect` announces. Links are followed where WorkingTree
    follows them: to files inside the workspace.
    """

    def __init__(self, repository: Repository, commit: str) -> None:
        self.repository = repository
        self.commit = commit

    @cached_property
    def _files(self) -> dict[str, TreeFile]:
        """Everything in the commit, by path, sorted; the links' texts and the settings are read with it."""
        found = {file.path: file for file in self.repository.files(self.commit)}
        wanted = (file.blob for file in found.values() if file.mode == LINK or file.path == MARKER)
        self.repository.read(wanted, Limits().bytes)
        return {path: found[path] for path in sorted(found)}

    @cached_property
    def _paths(self) -> list[str]:
        return list(self._files)

    def names(self) -> list[str]:
        """The names at the top level, folders with a trailing slash, sorted."""
        found = set()
        for path in self._paths:
            head, slash, _ = path.partition("/")
            found.add(head + (slash or ("/" if self._is_closed_folder(path) else "")))
        return sorted(name for name in found if not name.startswith("."))

    def files(self, folder: str) -> list[str]:
        """The paths of every file below a folder, sorted; hidden ones are left out.

        A folder whose files cannot be known (a link, or a submodule) stands for them itself, with a trailing slash;
        `read` of that path says why.
        """
        if folder in self._files:
            return [f"{folder}/"]
        below = [path for path in self._below(f"{folder}/") if "/." not in path[len(folder) :]]
        return sorted(f"{path}/" if self._is_closed_folder(path) else path for path in below)

    def expect(self, paths: Iterable[str], most: int) -> None:
        """Read these files' contents, as far as they are at most so many bytes, together and ahead of time."""
        files = (self._regular(path) for path in paths)
        self.repository.read((file.blob for file in files if file is not None), most)

    def blob(self, path: str) -> str | None:
        """The id of a file's content; None for what is no file."""
        file = self._regular(path)
        return file.blob if file is not None else None

    def read(self, path: str, most: int) -> bytes:
        """A file's bytes, at most `most` + 1 of them (NULs, for one that is longer). Raises Unreadable."""
        file = self._regular(path)
        if file is None:
            raise self._reason(path)
        if file.blob not in self.repository.blobs:
            self.repository.read([file.blob], most)
        content = self.repository.blobs.get(file.blob)
        return content[: most + 1] if content is not None else bytes(most + 1)

    def _regular(self, path: str) -> TreeFile | None:
        """The file at a path, or the one that the links on the way lead to; None where that is no file."""
        file = self._files.get(path)
        if file is None or file.mode == LINK:
            try:
                file = self._files.get(self._target(path))
            except Unreadable:
                return None
        return file if file is not None and file.mode not in (LINK, SUBMODULE) and not path.endswith("/") else None

    def _reason(self, path: str) -> Unreadable:
        """Why there is no file at a path."""
        plain = path.removesuffix("/")
        try:
            place = self._target(plain)
        except Unreadable as error:
            return error
        there = self._files.get(place)
        if there is not None and there.mode == SUBMODULE:
            return Unreadable("a submodule: what is in it belongs to another repository")
        if self._is_folder(place):
            is_link = path.endswith("/") and plain in self._files
            return Unreadable("links to folders are not followed" if is_link else "a folder, not a file")
        return Missing("the file is not there (a link that leads nowhere?)")

    def _target(self, path: str) -> str:
        """The path without links. Raises Unreadable where they lead out of the workspace, or around in a circle."""
        steps, place, links = deque(path.split("/")), list[str](), 0
        while steps:
            step = steps.popleft()
            if step in ("", "."):
                continue
            if step == "..":
                if not place:
                    raise Unreadable(_OUT)
                place.pop()
                continue
            here = self._files.get("/".join([*place, step]))
            if here is None or here.mode != LINK:
                place.append(step)
                continue
            links += 1
            text = self.repository.blobs.get(here.blob, b"").decode("utf-8", "surrogateescape")
            if links > MOST_LINKS:
                raise Unreadable("a link that leads to itself")
            if text.startswith("/"):
                raise Unreadable(_OUT)
            steps.extendleft(reversed(text.split("/")))
        return "/".join(place)

    def _is_closed_folder(self, path: str) -> bool:
        """Whether a path in the listing is a link to a folder, or a submodule.

        What a link out of the workspace leads to is not in the commit: one with a suffix is taken for a file.
        """
        file = self._files[path]
        if file.mode != LINK:
            return file.mode == SUBMODULE
        try:
            return self._is_folder(self._target(path))
        except Unreadable as error:
            return str(error) == _OUT and "." not in path.rpartition("/")[2]

    def _is_folder(self, path: str) -> bool:
        there = self._files.get(path)
        return not path or bool(self._below(f"{path}/")) or (there is not None and there.mode == SUBMODULE)

    def _below(self, start: str) -> list[str]:
        """The paths that start with a text, found by halving."""
        return self._paths[bisect_left(self._paths, start) : bisect_left(self._paths, start[:-1] + chr(ord("/") + 1))]
