"""The hostile corpus (../shared/hostile) against `prodops lint`, through the corpus' own check.py.

    python benchmarks/hostile.py                 # every group, with the installed prodops
    python benchmarks/hostile.py --only path

The corpus' field names are placeholders. Files that must be refused whatever their fields are run as they are;
the others are carried over to real fields and homes first (`carried`), each expected to end as it is classed.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[2] / "shared" / "hostile"
AS_IS = "roadmap/hostile.yaml"
GROUPS = ("yaml-bytes", "yaml-struct", "yts", "yaml-types", "value", "path")
SKELETON = {
    "prodops.yaml": "name: Hostile\nas_of: 2026-10-01\n",
    "people/alice.yaml": "name: Alice Example\n",
    "people/a.yaml": "name: A Example\n",
    "people/x.yaml": "name: X Example\n",
}
"""A valid workspace in which only the hostile file can be wrong."""

Row = dict[str, Any]
"""A row of the corpus' manifest."""


@dataclass(frozen=True)
class Case:
    """One hostile file in its home: how it is classed, and whether that counts for this file as it is."""

    row: Row
    home: str
    text: bytes

    @property
    def is_refused(self) -> bool:
        """Whether an error must be found."""
        return bool(self.row["expect"] == "reject-with-error")


def rows() -> list[Row]:
    """The manifest's rows of the groups that are YAML files."""
    manifest = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
    return [row for row in manifest if row["group"] in GROUPS]


def cases_as_they_are() -> Iterator[Case]:
    """What must be refused in any workspace: broken bytes, refused YAML, and data that is no record."""
    for row in rows():
        if row["expect"] == "reject-with-error" and not row.get("either"):
            yield Case(row, AS_IS, (CORPUS / row["file"]).read_bytes())


def cases_carried_over() -> Iterator[Case]:
    """What is accepted or refused for what its values are, with real fields."""
    for row in rows():
        found = carried(row["file"], (CORPUS / row["file"]).read_bytes())
        if found is not None:
            yield Case(row, *found)


# --- placeholders to real fields -----------------------------------------------------------------

RECORD = b"title: T\n"
TEXTS = ("octal", "octal-08", "octal-o", "version", "version-exp", "sha-digits", "underscore", "yes-no", "null-words")
DATES = ("date-invalid", "date-zero", "date-slash", "date-year-5", "date-min", "date-int")
TIMES = ("datetime-naive", "datetime-leap-second", "datetime-frac")
SEATS = b"name: T\nseats: {billed: %s, active: 1, on: 2026-09-01}\n"


def carried(file: str, text: bytes) -> tuple[str, bytes] | None:
    """The home and the text of a hostile file with real fields in place of its own; None where it needs none."""
    folder, _, name = file.removesuffix(".yaml").rpartition("/")
    kind = name.removeprefix("type-")
    if folder in ("value", "path") or name in ("type-dep-self", "type-dup-id-nfkc", "items-5k-valid", "hash-in-value"):
        return "roadmap.yaml", _items(text)
    if name in ("bytes-bom", "bytes-crlf", "bytes-json"):
        return "roadmap.yaml", _items(text)
    if folder != "yaml" or not name.startswith("type-"):
        return None
    values = [line.split(b": ", 1)[1] for line in text.splitlines() if b": " in line]
    if kind in TEXTS or kind == "sexagesimal-60k":
        return AS_IS, RECORD + b"tags:\n" + b"".join(b"  - " + value + b"\n" for value in values)
    if kind in DATES or kind in TIMES:
        return AS_IS, RECORD + b"target: " + values[0] + b"\n"
    if kind == "week":
        return "goals/hostile.yaml", RECORD + b"period: " + values[0] + b"\n"
    if kind == "str-windows-path":
        return AS_IS, RECORD + b"links:\n  - path: " + values[0] + b"\n"
    if kind.startswith("str-") and kind != "str-in-int":
        return AS_IS, text
    if kind == "binary-us":
        return AS_IS, RECORD + b"effort: " + values[0] + b"\npriority:\n  impact: " + values[1] + b"\n"
    return "tools/hostile.yaml", SEATS % values[0]


def _items(text: bytes) -> bytes:
    """A list in one file: what stands below `items:`, with the byte order mark and line ends it has."""
    text = re.sub(rb"(?m)^    doc: (.*?)(\r?)$", rb"    links: [{title: D, path: \1}]\2", text)
    if text.startswith(b"{"):
        return text.split(b": ", 1)[1].rstrip().removesuffix(b"}") + b"\n"
    start, _, items = text.partition(b"items:")
    items = items.partition(b"\n")[2]
    return start + re.sub(rb"(?m)^  ", b"", items)


# --- check.py ------------------------------------------------------------------------------------


def write_workspace(folder: Path) -> None:
    """The skeleton as files."""
    for name, text in SKELETON.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def check(title: str, cases: list[Case], command: str, only: str | None) -> bool:
    """Run check.py over some cases, one run for each home; whether all were as classed."""
    homes: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if only is None or only in case.row["file"]:
            homes[case.home].append(case)
    is_fine = True
    for home, those in sorted(homes.items()):
        with tempfile.TemporaryDirectory(prefix="prodops-hostile-") as name:
            folder = Path(name)
            write_workspace(folder / "skeleton")
            shutil.copy(CORPUS / "check.py", folder)
            (folder / "manifest.json").write_text(json.dumps([case.row for case in those]), encoding="utf-8")
            for case in those:
                (folder / case.row["file"]).parent.mkdir(parents=True, exist_ok=True)
                (folder / case.row["file"]).write_bytes(case.text)
            print(f"{title}, at {home}: ", end="", flush=True)
            options = ["--skeleton", f"{folder}/skeleton", "--dest", home, "--groups", ",".join(GROUPS)]
            run = [sys.executable, f"{folder}/check.py", "--cmd", command, *options]
            is_fine &= subprocess.run(run, check=False).returncode == 0
    return is_fine


def main() -> int:
    """Run every case; 1 where one did not end as it is classed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--command", default=f"{Path(sys.executable).parent}/prodops lint {{file}}")
    parser.add_argument("--only", help="only files whose name contains this")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"no corpus at {CORPUS}: nothing was run")
        return 0
    results = [
        check("as they are", list(cases_as_they_are()), options.command, options.only),
        check("carried over", list(cases_carried_over()), options.command, options.only),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
