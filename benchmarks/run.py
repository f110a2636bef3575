"""What prodops costs beside what nobody can avoid, as markdown tables of ratios.

    python benchmarks/run.py            # everything; some minutes
    python benchmarks/run.py --smoke    # small and quick, to see that it runs
    python benchmarks/run.py --only lint

Every command runs in a process of its own. The programs that are compared take turns, so that a busy machine
slows them alike: read the ratios, not the times. `× work` compares processor time, children included: what a
program would take on one core. Peak memory is that of its largest process. The workspace is made by
`workspace_of`, the same each time.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from history import blobs_of, make_history
from launches import write_launches
from network import write_network
from organisation import NEWCOMER, write_organisation

ROOT = Path(__file__).parents[1]
ACME = ROOT / "examples" / "acme"
PRODOPS = str(Path(sys.executable).parent / "prodops")
FLOOR = """
import os, sys, yaml
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            yaml.load(file.read(), yaml.CSafeLoader)
"""
STAT = """
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        os.stat(os.path.join(folder, name))
"""
IMPORTS = "import pydantic, typer, yaml"
AS_OF = "2026-10-01"


# --- measuring -----------------------------------------------------------------------------------


@dataclass
class Program:
    """A command to measure, and what its runs took."""

    name: str
    command: list[str]
    folder: Path = ROOT
    before: Callable[[], None] | None = None
    """What to do before each run, off the clock."""
    codes: tuple[int, ...] = (0,)
    seconds: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    """Seconds of processor time of each run, its children's included."""
    megabytes: float = 0
    output: int = 0
    """Bytes printed by the last run."""

    def run(self) -> None:
        """Run it once, in a process of its own, and note time and memory (its own children's, too)."""
        if self.before is not None:
            self.before()
        environment = {**os.environ, "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1", **self.environment}
        with tempfile.TemporaryFile() as output:
            start = time.perf_counter()
            process = subprocess.Popen(
                self.command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
            )
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds.append(time.perf_counter() - start)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.output = output.tell()
            if process.returncode not in self.codes:
                output.seek(0)
                sys.exit(
                    f"{self.name} ended with {process.returncode}:\n{output.read(4000).decode('utf-8', 'replace')}"
                )
        self.work.append(usage.ru_utime + usage.ru_stime)
        self.megabytes = max(self.megabytes, usage.ru_maxrss / 1024)

    environment: dict[str, str] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """The quickest run, in seconds."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle run, in seconds."""
        return statistics.median(self.seconds)


def take_turns(programs: list[Program], rounds: int) -> None:
    """Run each once to warm the disk's cache, then all of them in turn."""
    for program in programs:
        program.run()
        program.seconds.clear()
        program.work.clear()
    for _ in range(rounds):
        for program in programs:
            program.run()


def table(title: str, programs: list[Program], *, goals: dict[str, str] | None = None) -> None:
    """Print the programs beside the first of them."""
    base = programs[0]
    print(f"\n## {title}\n")
    print("| program | best | median | × best | × median | × work | peak MB | goal |")
    print("|---|--:|--:|--:|--:|--:|--:|---|")
    for program in programs:
        ratios = f"{program.best / base.best:.2f} | {program.median / base.median:.2f}"
        ratios += f" | {min(program.work) / min(base.work):.2f}"
        goal = (goals or {}).get(program.name, "")
        print(
            f"| {program.name} | {program.best * 1000:,.0f} ms | {program.median * 1000:,.0f} ms "
            f"| {ratios} | {program.megabytes:,.0f} | {goal} |"
        )
    sys.stdout.flush()


def python(name: str, code: str, *arguments: str) -> Program:
    """A line of Python in the same interpreter."""
    return Program(name, [sys.executable, "-c", code, *arguments])


def prodops(name: str, *arguments: str, folder: Path = ROOT, codes: tuple[int, ...] = (0,)) -> Program:
    """A prodops command; nothing it remembers survives from one run to the next."""
    cache = Path(tempfile.gettempdir()) / f"prodops-benchmark-cache-{os.getpid()}"
    return Program(
        name,
        [PRODOPS, *arguments],
        folder,
        before=partial(shutil.rmtree, cache, ignore_errors=True),
        codes=codes,
        environment={"XDG_CACHE_HOME": str(cache)},
    )


def without_cache(program: Program) -> Program:
    """The same, and nothing is remembered at all."""
    program.environment["PRODOPS_NO_CACHE"] = "1"
    return program


# --- workspaces ----------------------------------------------------------------------------------

INITIATIVE = """\
title: One-page checkout, part {n}
outcome: {share} % more completed orders on mobile
status: {status}
{health}owner: person-{person:03}
team: team-{team:02}
goals: [goal-{goal:02}]
start: {start}
target: {target}
confidence: target
effort: [{low}, {high}]
priority:
  reach: {{value: {reach}, per: quarter, evidence: https://example.com/funnel/{n}}}
  impact: 2
  confidence: 0.8
{depends}product_lines: [shop, payments]
tags: [mobile, checkout]
updates:
  - {{date: 2026-09-14, health: at_risk, text: The tax service moved a week; the A/B test waits for it.}}
  - {{date: 2026-09-28, health: on_track, text: "The test of variant {variant} is running, as planned."}}
links:
  - {{title: PRD, url: https://example.com/prd/{n}}}
  - {{title: Design, url: https://example.com/design/{n}}}
custom: {{jira: SHOP-{n}, squad: Checkout}}
"""


@contextmanager
def workspace_of(count: int, *, errors: bool = False) -> Iterator[Path]:
    """A workspace of so many initiatives, a file each, with the people, teams and goals they name."""
    with tempfile.TemporaryDirectory(prefix="prodops-benchmark-") as name:
        root = Path(name)
        write(root / "prodops.yaml", f"name: Benchmark\nas_of: {AS_OF}\n")
        people, teams, goals = max(count // 50, 9), max(count // 400, 3), max(count // 400, 3)
        for n in range(teams):
            text = f"name: Team {n}\nmission: Make checkout {n} better\nlead: person-{n:03}\nsponsor: person-000\n"
            write(root / f"teams/team-{n:02}.yaml", text)
        for n in range(people):
            text = f"name: Person {n}\nrole: product-manager\nteam: team-{n % teams:02}\n"
            manager = f"manager: person-{(n - 1) // 8:03}\n" if n else ""
            write(root / f"people/person-{n:03}.yaml", text + manager)
        for n in range(goals):
            results = "key_results:\n  - id: orders\n    title: Orders\n    start: 0\n    target: 100\n    checkins:\n"
            results += "      - {date: 2026-09-15, value: 50, confidence: 0.7}\n"
            text = f"title: Goal {n}\nperiod: 2026\nowner: person-{n:03}\nteam: team-{n % teams:02}\n"
            write(root / f"goals/goal-{n:02}.yaml", text + results)
        for n in range(count):
            text = initiative(n, people, teams, goals)
            if errors:
                text = text.replace("owner: person", "owner: nobody")
            write(root / f"roadmap/{n // 500:02}/item-{n:05}.yaml", text)
        yield root


def initiative(n: int, people: int, teams: int, goals: int) -> str:
    """One initiative of about 800 bytes; half of them wait for an earlier one."""
    target = date(2026, 10, 5) + timedelta(days=n % 300)
    is_started = n % 3 == 0
    return INITIATIVE.format(
        n=n,
        share=5 + n % 20,
        status="in_progress" if is_started else "planned",
        health="health: on_track\n" if is_started else "",
        person=n % people,
        team=n % people % teams,
        goal=n % goals,
        start=date(2026, 9, 1) if is_started else date(2026, 10, 2),
        target=target,
        low=1 + n % 3,
        high=4 + n % 5,
        reach=1000 + n,
        depends=f"depends_on:\n  - {{on: item-{n - 20:05}, needed_by: {target}, lag: 1w}}\n" if n % 300 >= 20 else "",
        variant="AB"[n % 2],
    )


def write(path: Path, text: str) -> None:
    """Write a file of the workspace."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


# --- what is measured ----------------------------------------------------------------------------


def start_up(rounds: int) -> None:
    """--version and --help beside an empty Python."""
    programs = [
        python("python -c pass", "pass"),
        prodops("prodops --version", "--version"),
        prodops("prodops --help", "--help"),
        prodops("prodops lint --help", "lint", "--help"),
        python(IMPORTS, IMPORTS),
    ]
    take_turns(programs, rounds)
    table("Start-up", programs, goals={"prodops --version": "≤ 8, later ≤ 1.25"})


def small_lint(rounds: int) -> None:
    """Lint of examples/acme beside importing what it needs."""
    if not ACME.is_dir():
        print("\nexamples/acme is not here: not measured")
        return
    files = sum(1 for _ in ACME.rglob("*.yaml"))
    cold = without_cache(prodops(f"prodops lint, {files} files, no cache", "lint", folder=ACME))
    first = prodops("prodops lint, the first time", "lint", folder=ACME)
    warm = prodops("prodops lint, nothing changed", "lint", folder=ACME)
    warm.before = None
    programs = [python(IMPORTS, IMPORTS), cold, first, warm]
    take_turns(programs, rounds)
    table("A small workspace", programs, goals={cold.name: "≤ 2"})


def large_lint(count: int, rounds: int) -> None:
    """Cold lint of many files beside reading and parsing them; then again with nothing changed."""
    with workspace_of(count) as root:
        size = sum(path.stat().st_size for path in root.rglob("item-*.yaml")) / count
        cold = without_cache(prodops("prodops lint, no cache", "lint", folder=root))
        first = prodops("prodops lint, the first time", "lint", folder=root)
        floor = python("read and yaml.load(CSafeLoader)", FLOOR, str(root))
        take_turns([floor, cold, first], rounds)
        goals = {cold.name: "≤ 0.6, later ≤ 0.4; ≤ 200 MB"}
        table(f"{count:,} files of {size:,.0f} bytes, cold", [floor, cold, first], goals=goals)
        warm = prodops("prodops lint, nothing changed", "lint", folder=root)
        warm.before = None
        stat = python("stat every file", STAT, str(root))
        take_turns([stat, warm], rounds)
        table(f"{count:,} files, warm", [stat, warm], goals={warm.name: "≤ 1.5"})


def linear(counts: list[int], rounds: int) -> None:
    """Cold lint of more and more files: twice the files, about twice the time."""
    print("\n## More and more files, cold\n")
    print("| files | best | per file | × the row above | peak MB |\n|--:|--:|--:|--:|--:|")
    before = None
    for count in counts:
        with workspace_of(count) as root:
            program = without_cache(prodops("lint", "lint", folder=root))
            take_turns([program], rounds)
        factor = f"{program.best / before:.2f}" if before else ""
        per_file = program.best / count * 1e6
        print(
            f"| {count:,} | {program.best * 1000:,.0f} ms | {per_file:,.0f} µs | {factor} | {program.megabytes:,.0f} |"
        )
        before = program.best


def many_errors(count: int, rounds: int) -> None:
    """A workspace in which every record has an error, as text and as JSON."""
    with workspace_of(count, errors=True) as root:
        programs = [
            python(IMPORTS, IMPORTS),
            prodops(f"{count:,} errors as text", "lint", "--all", folder=root, codes=(1,)),
            prodops(f"{count:,} errors as json", "lint", "--format", "json", folder=root, codes=(1,)),
        ]
        take_turns(programs, rounds)
    table("Many errors", programs, goals={programs[1].name: "≤ 1,000 ms"})


GIT_FLOOR = """
git log --raw --no-abbrev --format=%H > /dev/null
git cat-file --batch < "$1" > /dev/null
"""


GIT_IN_PYTHON = """
import re, subprocess
log = subprocess.run(["git", "log", "--raw", "--no-abbrev", "--format=%H %cI"], capture_output=True).stdout
rows = [line.split() for line in log.splitlines() if line.startswith(b":")]
blobs = b"".join(row[3] + b"\\n" for row in rows if row[3].strip(b"0"))
out = subprocess.run(["git", "cat-file", "--batch"], input=blobs, capture_output=True).stdout
targets, at = [], 0
for row in rows:
    if row[3].strip(b"0"):
        end = out.index(b"\\n", at)
        size = int(out[at:end].rsplit(b" ", 1)[1])
        targets.append(re.findall(rb"^target: (.*)$", out[end + 1 : end + 1 + size], re.MULTILINE))
        at = end + size + 2
"""


def promises(initiatives: int, commits: int, rounds: int) -> None:
    """The promise ledger beside asking git for the same commits and the same contents."""
    with tempfile.TemporaryDirectory(prefix="prodops-benchmark-") as name:
        root = Path(name, "repository")
        slips = make_history(root, initiatives, commits)
        blobs = Path(name, "blobs")
        blobs.write_text("".join(f"{blob}\n" for blob in blobs_of(root)), encoding="ascii")
        floor = Program("git log --raw + git cat-file --batch", ["sh", "-ec", GIT_FLOOR, "sh", str(blobs)], root)
        programs = [floor, prodops("prodops roadmap slips", "roadmap", "slips", folder=root)]
        least = Program("the same from Python, a regex for each content", [sys.executable, "-c", GIT_IN_PYTHON], root)
        programs.insert(1, least)
        programs.append(prodops("prodops roadmap slips --format json", "roadmap", "slips", "-f", "json", folder=root))
        programs.append(prodops("prodops roadmap slips --help", "roadmap", "slips", "--help", folder=root))
        take_turns(programs, rounds)
    table(f"{len(slips):,} moved promises in {commits:,} commits", programs, goals={programs[2].name: "≤ 2"})


def history(initiatives: int, commits: int, rounds: int) -> None:
    """Both tables about history."""
    promises(initiatives, commits, rounds)
    more_commits(initiatives, [commits // 2, commits, commits * 2], min(rounds, 3))


def revisions(count: int, rounds: int) -> None:
    """Two revisions of a large workspace beside linting it, and beside reading one of them."""
    with workspace_of(count) as root:
        commit_all(root, "base")
        changed = sorted(root.rglob("item-*.yaml"))[: max(count // 200, 2)]
        for path in changed:
            path.write_text(path.read_text("utf-8").replace("confidence: target", "confidence: committed"), "utf-8")
        commit_all(root, "change")
        lint = without_cache(prodops("prodops lint, no cache", "lint", folder=root))
        one = prodops("prodops list initiative --at HEAD", "list", "initiative", "--at", "HEAD", folder=root)
        diff = prodops("prodops diff HEAD~1..HEAD", "diff", "HEAD~1..HEAD", folder=root)
        status = prodops("prodops status --since HEAD~1", "status", "--since", "HEAD~1", folder=root)
        programs = [lint, one, diff, status]
        take_turns(programs, rounds)
    goals = {diff.name: "≤ 1.3", status.name: "≤ 1.3"}
    table(f"Two revisions of {count:,} records, {len(changed):,} of them changed", programs, goals=goals)


def onboarding(people: int, rounds: int) -> None:
    """The plan of a new colleague, and the load of all plans, beside linting the organisation they join."""
    with tempfile.TemporaryDirectory(prefix="prodops-benchmark-") as name:
        root = Path(name)
        write_organisation(root, people, date.fromisoformat(AS_OF))
        commit_all(root, "base")
        lint = without_cache(prodops("prodops lint, no cache", "lint", folder=root))
        plan = prodops("prodops onboard new-hire", "onboard", "new-hire", NEWCOMER, "--dry-run", folder=root)
        load = prodops("prodops onboard load", "onboard", "load", folder=root)
        leaving = prodops("prodops team without", "team", "without", "person-0001", folder=root)
        programs = [lint, plan, load, leaving]
        take_turns(programs, rounds)
    table(f"A new colleague among {people:,} people", programs, goals={plan.name: "≤ 2"})


def planning(counts: list[int], rounds: int) -> None:
    """The plan of roadmaps with two dependencies for each initiative, and its pages, beside linting them."""
    print("\n## The plan and its pages, beside linting the same\n")
    print("| initiatives | lint | plan | × lint (goal ≤ 3) | × the row above | capacity | timeline | deps | peak MB |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    before: float | None = None
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="prodops-benchmark-") as name:
            root = Path(name)
            write_network(root, count, date.fromisoformat(AS_OF))
            lint = without_cache(prodops("lint", "lint", folder=root, codes=(0, 1)))
            plan = prodops("plan", "roadmap", "plan", "--format", "json", folder=root)
            load = prodops("capacity", "roadmap", "capacity", "--format", "json", folder=root)
            line = prodops("timeline", "roadmap", "timeline", "--format", "html", folder=root)
            deps = prodops("deps", "roadmap", "deps", "--format", "html", folder=root)
            take_turns([lint, plan, load, line, deps], rounds)
        factor = f"{plan.best / before:.2f}" if before else ""
        print(
            f"| {count:,} | {lint.best * 1000:,.0f} ms | {plan.best * 1000:,.0f} ms | {plan.best / lint.best:.2f} "
            f"| {factor} | {load.best / lint.best:.2f} | {line.best / lint.best:.2f} | {deps.best / lint.best:.2f} "
            f"| {plan.megabytes:,.0f} |"
        )
        before = plan.best


def launches(count: int, rounds: int) -> None:
    """Whether many launches are ready, beside linting their workspace."""
    with tempfile.TemporaryDirectory(prefix="prodops-benchmark-") as name:
        root = Path(name)
        write_launches(root, count, date.fromisoformat(AS_OF))
        lint = without_cache(prodops("prodops lint, no cache", "lint", folder=root, codes=(0, 1)))
        table_ = prodops("prodops launch readiness", "launch", "readiness", "--all", folder=root, codes=(0, 1))
        page = prodops(
            "prodops launch readiness LAUNCH", "launch", "readiness", "launch-00007", folder=root, codes=(0, 1)
        )
        take_turns([lint, table_, page], rounds)
    table(f"{count:,} launches", [lint, table_, page], goals={table_.name: "≤ 2", page.name: "≤ 2"})


def commit_all(root: Path, subject: str) -> None:
    """Commit everything in a folder, which becomes a repository."""
    settings = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "-A"], [*settings, "commit", "-q", "-m", subject]):
        subprocess.run(["git", *command], cwd=root, check=True)


def more_commits(initiatives: int, counts: list[int], rounds: int) -> None:
    """The promise ledger over more and more commits: twice the commits, at most twice the time."""
    print("\n## More and more commits\n")
    print("| commits | best | per commit | × the row above | × git above | peak MB |\n|--:|--:|--:|--:|--:|--:|")
    before: tuple[float, float] | None = None
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="prodops-benchmark-") as name:
            root = Path(name)
            make_history(root, initiatives, count)
            git = Program("git log --raw", ["git", "log", "--raw"], root)
            program = prodops("slips", "roadmap", "slips", folder=root)
            take_turns([git, program], rounds)
        factors = f"{program.best / before[0]:.2f} | {git.best / before[1]:.2f}" if before else " | "
        per_commit = program.best / count * 1e6
        print(
            f"| {count:,} | {program.best * 1000:,.0f} ms | {per_commit:,.0f} µs | {factors} "
            f"| {program.megabytes:,.0f} |"
        )
        before = program.best, git.best


JOBS = ("start", "small", "large", "linear", "history", "revisions", "onboarding", "planning", "launches", "errors")


def main() -> None:
    """Run what was asked for and print its tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--smoke", action="store_true", help="small and quick; the ratios mean nothing")
    parser.add_argument("--only", choices=JOBS)
    parser.add_argument("--rounds", type=int)
    options = parser.parse_args()
    few, many = (1, 1) if options.smoke else (options.rounds or 5, options.rounds or 15)
    jobs: dict[str, Callable[[], None]] = {
        "start": partial(start_up, many),
        "small": partial(small_lint, many),
        "large": partial(large_lint, 500 if options.smoke else 10_000, few),
        "linear": partial(linear, [100, 200] if options.smoke else [1_250, 2_500, 5_000, 10_000, 20_000], min(few, 3)),
        "history": partial(history, 500, 2_000, few) if not options.smoke else partial(history, 20, 60, 1),
        "revisions": partial(revisions, 200 if options.smoke else 10_000, few),
        "onboarding": partial(onboarding, 40 if options.smoke else 1_000, few),
        "planning": partial(planning, [60, 120] if options.smoke else [1_250, 2_500, 5_000, 10_000], few),
        "launches": partial(launches, 20 if options.smoke else 500, few),
        "errors": partial(many_errors, 100 if options.smoke else 1_000, few),
    }
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {os.getloadavg()[0]:.1f} busy at the start")
    for name, job in jobs.items():
        if options.only in (None, name):
            job()


if __name__ == "__main__":
    main()
