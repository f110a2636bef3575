"""The baseline: findings an old workspace had when it adopted prodops, so that only new ones count.

Kept in `.prodops-baseline.json` at the root, by rule, record and route (never by line), so that moving or
reformatting a file changes nothing. It can only shrink: writing it again drops what has been mended and
adds nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from prodops_cli.diagnostics import Diagnostic
from prodops_cli.errors import ProdopsError
from prodops_cli.tree import Missing, Tree, Unreadable

BASELINE = ".prodops-baseline.json"
_MOST_BYTES = 64 << 20

Key = tuple[str, str, str]
"""(rule, record or path, route)."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of each key are known and do not count."""

    counts: Counter[Key] = field(default_factory=Counter)

    def split(self, diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """The new findings, and the known ones."""
        left = Counter(self.counts)
        new, known = [], []
        for diagnostic in diagnostics:
            key = key_of(diagnostic)
            if left[key] > 0:
                left[key] -= 1
                known.append(diagnostic)
            else:
                new.append(diagnostic)
        return new, known

    def to_text(self) -> str:
        """The file's text: sorted, one finding per line, so that it merges and reviews well."""
        rows = [
            json.dumps({"rule": rule, "at": at, "route": route, "count": count}, ensure_ascii=True)
            for (rule, at, route), count in sorted(self.counts.items())
            if count > 0
        ]
        body = ",\n".join(f"  {row}" for row in rows)
        return '{"version": 1, "findings": [\n' + body + ("\n" if rows else "") + "]}\n"


def key_of(diagnostic: Diagnostic) -> Key:
    """What identifies a finding from one day to the next."""
    return (diagnostic.rule, diagnostic.record or diagnostic.path, ".".join(map(str, diagnostic.route)))


def baseline_of(diagnostics: Iterable[Diagnostic], former: Baseline | None) -> Baseline:
    """The baseline to write: today's findings the first time, afterwards only those of the former one that remain."""
    counts = Counter(map(key_of, diagnostics))
    return Baseline(counts if former is None else counts & former.counts)


def load_baseline(tree: Tree) -> Baseline | None:
    """The workspace's baseline; None where it has none. Raises ProdopsError where the file is not one."""
    try:
        raw = tree.read(BASELINE, _MOST_BYTES)
    except Missing:
        return None
    except Unreadable as error:
        raise ProdopsError(f"{BASELINE} cannot be read: {error}") from None
    try:
        document = json.loads(raw)
        rows = document["findings"]
        counts = Counter({(str(row["rule"]), str(row["at"]), str(row["route"])): int(row["count"]) for row in rows})
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise ProdopsError(
            f"{BASELINE} is not a baseline", "delete it and write it anew: prodops lint --baseline"
        ) from None
    return Baseline(counts)
