"""Merging three texts: nobody's edit is lost, and nobody is asked without need."""

import difflib
import subprocess
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodops_cli.merge import Conflicts, Merged, first_marker, merge, unified
from prodops_cli.merge.changes import changes

BASE = "one\ntwo\nthree\nfour\n"
TEXTS = st.lists(st.sampled_from(["a", "b", "", "- [ ] c <!-- task: c -->", "```", " \x0b\u2028"]), max_size=12).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)
"""Texts of few different lines, so that many are the same."""
ANY_TEXT = st.one_of(TEXTS, TEXTS.map(lambda text: text[:-1]), st.text(st.characters(exclude_characters="\r")))


def merged(base: str, mine: str, theirs: str, **options: Any) -> str:
    """The text of a merge without conflicts."""
    found = merge(base, mine, theirs, **options)
    assert (found.conflicts, found.rejected) == (0, "")
    return found.text


# --- where nobody has to decide --------------------------------------------------------------------


@given(ANY_TEXT, ANY_TEXT, st.booleans())
def test_what_one_side_changed_or_both_changed_alike_is_taken(one: str, other: str, union: bool) -> None:
    assert merged(one, one, other, union=union) == other.removeprefix("\ufeff") or "\ufeff" in one + other
    assert merged(one, other, one, union=union) == other
    assert merged(one, other, other, union=union) == other


def test_changes_at_different_places_are_both_taken() -> None:
    assert merged(BASE, "ONE\ntwo\nthree\nfour\n", "one\ntwo\nthree\nFOUR\n") == "ONE\ntwo\nthree\nFOUR\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("one\nTWO\nthree\nfour\n", "one\ntwo\nTHREE\nfour\n", "one\nTWO\nTHREE\nfour\n"),
        ("one\ntwo\nmine\nthree\nfour\n", "one\ntwo\nTHREE\nfour\n", "one\ntwo\nmine\nTHREE\nfour\n"),
        ("one\ntwo\nmine\nthree\nfour\n", "one\nTWO\nthree\nfour\n", "one\nTWO\nmine\nthree\nfour\n"),
        ("one\nthree\nfour\n", "one\ntwo\nTHREE\nfour\n", "one\nTHREE\nfour\n"),
        ("one\ntwo\nfour\n", "one\nthree\nfour\n", "one\nfour\n"),
    ],
)
def test_neighbouring_changes_are_both_taken(mine: str, theirs: str, expected: str) -> None:
    assert merged(BASE, mine, theirs) == expected
    assert merged(BASE, theirs, mine) == expected


def test_same_change_on_both_sides_is_taken_once() -> None:
    mine = "one\nnew\ntwo\nTHREE\nfour\nmine\n"
    theirs = "theirs\none\nnew\ntwo\nTHREE\nfour\n"
    assert merged(BASE, mine, theirs) == "theirs\none\nnew\ntwo\nTHREE\nfour\nmine\n"


# --- two additions at one place --------------------------------------------------------------------


def test_two_additions_at_one_place_are_a_conflict_unless_both_are_right() -> None:
    mine, theirs = "one\na\ntwo\nthree\nfour\n", "one\nb\ntwo\nthree\nfour\n"
    assert merge(BASE, mine, theirs).conflicts == 1
    assert merged(BASE, mine, theirs, union=True) == "one\na\nb\ntwo\nthree\nfour\n"


@pytest.mark.parametrize(
    ("mine", "theirs"), [("a\nb\n", "b\n"), ("b\n", "a\nb\n"), ("a\nb\n", "a\n"), ("a\n", "a\nb\n")]
)
def test_addition_that_the_other_one_contains_is_not_added_twice(mine: str, theirs: str) -> None:
    assert merged(BASE, BASE + mine, BASE + theirs, union=True) == BASE + "a\nb\n"


# --- conflicts -------------------------------------------------------------------------------------

MINE, THEIRS = "one\nTwo\nthree\nfour\nfive\n", "one\nII\nthree\nIV\n"


def test_conflict_in_the_text_shows_all_three_sides() -> None:
    assert merge(BASE, MINE, "zero\n" + THEIRS) == Merged(
        "zero\none\n<<<<<<< yours\nTwo\n||||||| generated before\ntwo\n=======\nII\n>>>>>>> generated now\n"
        "three\nIV\nfive\n",
        1,
    )


def test_conflict_beside_the_text_leaves_the_text_as_the_person_wants_it() -> None:
    assert merge(BASE, MINE, "zero\n" + THEIRS, conflicts="rej") == Merged(
        "zero\none\nTwo\nthree\nIV\nfive\n",
        1,
        "--- generated before\n+++ generated now\n@@ -2,1 +3,1 @@\n-two\n+II\n",
    )


def test_rejected_change_can_be_applied_to_what_was_generated_before(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(BASE)
    found = merge(BASE, "one\nTwo\nThree\nfour\nfive\n", "one\nII\nIII\nfour\nV\n", conflicts="rej")
    assert found.conflicts == 2
    rejected = found.rejected.replace("generated before", "file").replace("generated now", "file")
    subprocess.run(["git", "apply", "-p0", "--unidiff-zero", "-"], input=rejected, text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "file").read_text() == "one\nII\nIII\nfour\nV\n"


def test_line_that_one_side_took_out_and_the_other_changed_is_a_conflict() -> None:
    assert merge(BASE, "one\nthree\nfour\n", "one\nII\nthree\nfour\n").conflicts == 1
    assert merge(BASE, "one\nmine\ntwo\nthree\nfour\n", "one\ntwo\nthree\nfour\nV\n").conflicts == 0
    assert merge(BASE, "one\ntwo\nmine\nthree\nfour\n", "one\nfour\n").conflicts == 1


def test_markers_that_are_left_are_found() -> None:
    text = merge(BASE, MINE, THEIRS).text
    assert first_marker(text) == 2
    assert first_marker(text.replace("\n", "\r\n")) == 2
    assert first_marker("a\n>>>>>>> generated now\n") == 2
    assert first_marker("a\n<<<<<<< HEAD\n") == 2
    assert first_marker("Heading\n=======\n\n<<<<<<<<<< a\n `<<<<<<< yours`\n|||||||\n>>>>>>> quoted\n") is None


# --- what ends lines -------------------------------------------------------------------------------


def test_line_ends_of_the_person_are_kept() -> None:
    windows = "ONE\r\ntwo\r\nthree\r\nfour\r\n"
    assert merged(BASE, windows, "one\ntwo\nthree\nIV\nfive\n") == "ONE\r\ntwo\r\nthree\r\nIV\r\nfive\r\n"
    assert merged(BASE, BASE.replace("\n", "\r\n"), "one\nII\n") == "one\r\nII\r\n"
    assert merged(BASE, "ONE\ntwo\r\nthree\nfour\n", "one\ntwo\nthree\nIV\n") == "ONE\ntwo\r\nthree\nIV\n"
    conflict = merge(BASE, windows, "I\ntwo\nthree\nfour\n").text
    assert conflict.count("\r\n") == conflict.count("\n")


def test_end_of_the_last_line_is_the_persons_if_they_changed_it() -> None:
    assert merged(BASE, BASE[:-1], "I\ntwo\nthree\nfour\n") == "I\ntwo\nthree\nfour"
    assert merged(BASE, "ONE\ntwo\nthree\nfour\n", BASE[:-1]) == "ONE\ntwo\nthree\nfour"
    assert merged(BASE[:-1], BASE, "I\ntwo\nthree\nfour") == "I\ntwo\nthree\nfour\n"
    assert merged(BASE, "ONE\ntwo\nthree\nfour", BASE + "five\n") == "ONE\ntwo\nthree\nfour\nfive"


def test_byte_order_mark_is_the_persons() -> None:
    assert merged(BASE, "\ufeffONE\ntwo\nthree\nfour\n", BASE + "five\n") == "\ufeffONE\ntwo\nthree\nfour\nfive\n"
    assert merged("\ufeff" + BASE, BASE, "\ufeff" + BASE + "five\n") == BASE + "five\n"


def test_empty_texts() -> None:
    assert merged("", "mine\n", "") == "mine\n"
    assert merged("", "", "theirs\n") == "theirs\n"
    assert merged(BASE, "", BASE) == ""
    assert merge(BASE, "", "I\ntwo\nthree\nfour\n").conflicts == 1


# --- random edits ----------------------------------------------------------------------------------


@st.composite
def edits(draw: st.DrawFn, name: str, count: int) -> list[list[str]]:
    """What becomes of each of so many lines: itself (`keep`), other lines, or none; then of the end of the text."""
    found = []
    for place in range(count + 1):
        kind = draw(st.sampled_from(["keep", "keep", "keep", "drop", "change", "add"]))
        own = [] if place == count else [f"line {place}"]
        new = f"{name} {place}"
        found.append({"keep": own, "drop": [], "change": [new], "add": [new, *own]}[kind])
    return found


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    count = draw(st.integers(0, 8))
    mine, theirs = draw(edits("mine", count)), draw(edits("theirs", count))
    return [f"line {place}" for place in range(count)], [*chain(*mine)], [*chain(*theirs)]


def as_text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@given(edited(), st.booleans(), st.sampled_from(["inline", "rej"]))
@settings(max_examples=300)
def test_no_edit_is_lost(sides: tuple[list[str], list[str], list[str]], union: bool, conflicts: Conflicts) -> None:
    base, mine, theirs = sides
    found = merge(*map(as_text, sides), union=union, conflicts=conflicts)
    lines = found.text.splitlines()
    assert set(mine) - set(base) <= set(lines), "what the person added is there, whatever happens"
    if conflicts == "rej" or not found.conflicts:
        assert [line for line in lines if line in mine] == [line for line in mine if line in lines], "in their order"
    if not found.conflicts:
        assert not (set(base) - set(mine)) & set(lines), "what they took out is not"
        assert set(theirs) - set(base) <= set(lines)
        assert not (set(base) - set(theirs)) & set(lines)
        assert set(base) & set(mine) & set(theirs) <= set(lines)
    if conflicts == "rej":
        assert not set(lines) & (set(base) - set(mine)), "nothing that they took out comes back beside a conflict"
        taken = set(found.rejected.replace("\n+", "\n").splitlines()) | set(lines)
        assert set(theirs) - set(base) <= taken, "what is generated is in the text or waits beside it"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_git_merges_edits_that_are_not_neighbours_in_the_same_way(tmp_path_factory: Any, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 6))
    base: list[str] = []
    mine: list[str] = []
    theirs: list[str] = []
    for place in range(count):  # every block is followed by lines that nobody touches
        block, fixed = [f"a {place}", f"b {place}"], [f"fixed {place} {number}" for number in range(4)]
        new = data.draw(st.sampled_from([[], ["new 1"], block[:1], ["new 1", "new 2", "new 3"], [*block, "new"]]))
        changed = [f"{line} in {place}" if line.startswith("new") else line for line in new]
        editor = data.draw(st.sampled_from(["mine", "theirs", "both", "nobody"]))
        base += block + fixed
        mine += (changed if editor in ("mine", "both") else block) + fixed
        theirs += (changed if editor in ("theirs", "both") else block) + fixed
    folder = tmp_path_factory.mktemp("merge")
    for name, lines in (("mine", mine), ("base", base), ("theirs", theirs)):
        (folder / name).write_text(as_text(lines))
    ran = subprocess.run(
        ["git", "merge-file", "-p", "mine", "base", "theirs"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0
    assert merged(as_text(base), as_text(mine), as_text(theirs)) == ran.stdout


# --- tasks -----------------------------------------------------------------------------------------


def task(name: str, tick: str = " ", words: str = "Do it", mark: str = "-") -> str:
    return f"{mark} [{tick}] {words} <!-- task: {name} -->\n"


@pytest.mark.parametrize("tick", ["x", "X", "~", "-", "✓", "]"])
@pytest.mark.parametrize("mark", ["-", "*", "+", "12.", "1)", "  -", "> -"])
def test_ticked_task_gets_its_new_words_and_stays_ticked(tick: str, mark: str) -> None:
    base, mine = task("laptop", " ", "Laptop by 2 March", mark), task("laptop", tick, "Laptop by 2 March", mark)
    theirs = task("laptop", " ", "Laptop and charger by 9 March", mark)
    assert merged(base, mine, theirs, union=True) == task("laptop", tick, "Laptop and charger by 9 March", mark)
    assert merge(base, mine, theirs).conflicts == 1, "only in markdown"


def test_words_and_dates_of_tasks_that_stand_together_are_taken_one_by_one() -> None:
    base = task("a") + task("b") + task("c")
    mine = task("a", "x") + task("b", " ", "Do it well") + "- [ ] mine\n" + task("c")
    theirs = task("a", " ", "A") + task("b") + task("c", " ", "C") + task("d")
    expected = task("a", "x", "A") + task("b", " ", "Do it well") + "- [ ] mine\n" + task("c", " ", "C") + task("d")
    assert merged(base, mine, theirs, union=True) == expected


def test_task_whose_words_both_changed_is_a_conflict_that_keeps_the_tick() -> None:
    found = merge(task("a"), task("a", "x", "Mine"), task("a", " ", "Theirs"), union=True)
    assert found.conflicts == 1
    sides = [line for line in found.text.splitlines() if line.startswith("- ")]
    assert sides == [task("a", "x", words)[:-1] for words in ("Mine", "Do it", "Theirs")]


def test_task_that_was_taken_out_stays_out() -> None:
    base = task("a") + task("b") + task("c")
    assert merged(base, task("a") + task("c"), base.replace("Do", "Did"), union=True) == (
        task("a", words="Did it") + task("c", words="Did it")
    )
    assert merged(base, task("b") + task("c"), task("b") + task("c") + task("a"), union=True) == task("b") + task("c")


def test_ticked_task_stays_where_it_is_not_generated_any_more() -> None:
    base = "# A\n" + task("a") + task("b") + task("c") + "# B\n"
    mine = "# A\n" + task("a") + task("b", "x") + task("c") + "# B\n"
    assert merged(base, mine, "# B\n", union=True) == task("b", "x") + "# B\n"
    assert merged(base, mine, "# A\nNothing\n# B\n", union=True) == "# A\nNothing\n" + task("b", "x") + "# B\n"


def test_task_that_is_generated_elsewhere_takes_its_tick_along() -> None:
    base, theirs = task("a") + task("b") + task("c"), task("b") + task("c") + task("a", words="Later")
    assert merged(base, task("a", "x") + task("b") + task("c", "x"), theirs, union=True) == (
        task("b") + task("c", "x") + task("a", "x", "Later")
    )


def test_task_that_was_moved_stays_there_with_its_new_words() -> None:
    base, mine = task("a") + task("b") + task("c"), task("b") + task("c") + task("a", "x")
    theirs = task("a", words="A") + task("b", words="B") + task("c", words="C")
    assert merged(base, mine, theirs, union=True) == task("b", words="B") + task("c", words="C") + task("a", "x", "A")
    both = merged(base, mine, task("b") + task("a") + task("c"), union=True)
    assert sorted(both.splitlines(True)) == sorted([task("a", "x"), task("b"), task("c")])


def test_box_that_is_generated_otherwise_is_taken_unless_the_person_changed_it() -> None:
    base, theirs = task("a") + task("b"), task("a", "-") + task("b", "-")
    assert merged(base, task("a") + task("b", "x"), theirs, union=True) == task("a", "-") + task("b", "x")
    assert merged(task("a", "x"), task("a"), task("a", "x", "New"), union=True) == task("a", " ", "New")


def test_id_that_stands_twice_is_no_id_and_nothing_is_lost() -> None:
    base, mine = task("a") + task("b"), task("a", "x") + task("a", words="Again") + task("b", "x")
    assert merged(base, mine, task("a") + task("b", words="B"), union=True) == (
        task("a", "x") + task("a", words="Again") + task("b", "x", "B")
    )
    found = merge(base, mine, task("a", words="A") + task("b"), union=True)
    assert found.conflicts == 1
    assert task("a", "x") in found.text


def test_id_that_was_taken_away_makes_the_line_the_persons_own() -> None:
    mine = "- [x] Do it\n" + task("b")
    assert merged(task("a") + task("b"), mine, task("a", words="New") + task("b"), union=True) == mine


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```md"])
def test_tasks_in_code_blocks_are_examples(fence: str) -> None:
    end = fence.strip().removesuffix("md")
    base = f"{fence}\n{task('a')}{end}\n" + task("a")
    mine = f"{fence}\n{task('a')}{end}\n" + task("a", "x")
    theirs = f"{fence}\n{task('a', words='Example')}{end}\n" + task("a", words="Real")
    assert merged(base, mine, theirs, union=True) == (
        f"{fence}\n{task('a', words='Example')}{end}\n" + task("a", "x", "Real")
    )
    example = mine.replace("[ ]", "[x]")
    assert merge(base, example, theirs, union=True).conflicts == 1, "a box in an example is a text"


def test_code_block_that_nobody_closes_loses_no_tick() -> None:
    mine = "```\n" + task("a", "x") + task("b")
    assert merged(task("a") + task("b"), mine, task("a") + task("b", words="B"), union=True).startswith("```\n")
    assert task("a", "x") in merge(task("a"), mine, task("a", words="A"), union=True).text
    theirs = "```\n" + task("a") + task("b")
    assert merged(task("a") + task("b"), task("a", "x") + task("b"), theirs, union=True) == (
        "```\n" + task("a", "x") + task("b")
    )


def test_what_is_no_task_is_a_line_like_others() -> None:
    for line in (
        "- [xx] a <!-- task: a -->",
        "- [x]a <!-- task: a -->",
        "- [x] a <!-- task: a --> b",
        "[x] <!-- task: a -->",
    ):
        assert merge(line.replace("x", " ", 1), line, line.replace("x", "y", 1), union=True).conflicts == 1
    assert (
        "\0" in merge("- [ ] <!-- task: a -->", "- [\0] <!-- task: a -->", "- [ ] b <!-- task: a -->", union=True).text
    )


@given(st.data())
@settings(max_examples=200)
def test_ticking_is_never_a_conflict(data: st.DataObject) -> None:
    names = [f"t{number}" for number in range(data.draw(st.integers(1, 8)))]
    ticks = {name: data.draw(st.sampled_from(" xX~-")) for name in names}
    taken_out = data.draw(st.sets(st.sampled_from(names)))
    base = "# Plan\n" + "".join(task(name) for name in names) + "# End\n"
    mine = "# Plan\n" + "".join(task(name, ticks[name]) for name in names if name not in taken_out) + "# End\n"
    words = st.sampled_from(["Do it", "Do it later", "Do it soon"])
    generated = {name: data.draw(words) for name in data.draw(st.permutations([*names, "new 1", "new 2"]))}
    for name in data.draw(st.sets(st.sampled_from(names))):
        del generated[name]
    generated = {name.replace(" ", "-"): text for name, text in generated.items()}
    theirs = "# Plan\n" + "".join(task(name, words=text) for name, text in generated.items()) + "# End\n"
    lines = merged(base, mine, theirs, union=True).splitlines(True)
    found = [line for line in lines if not line.startswith("#")]
    assert sorted(found) == sorted(
        [task(name, ticks.get(name, " "), text) for name, text in generated.items() if name not in taken_out]
        + [
            task(name, ticks[name])
            for name in names
            if name not in generated and name not in taken_out and ticks[name] != " "
        ]
    )


def test_ticked_task_is_not_lost_in_a_rejected_conflict() -> None:
    base = "# Plan\n" + "".join(task(f"t{number}") for number in range(6)) + "# End\n"
    mine = (
        "# Plan\n"
        + "".join(task(name, "x" if name == "t0" else " ") for name in ["t2", "t4", "t0", "t1", "t3", "t5"])
        + "# End\n"
    )
    theirs = "# Plan\n" + task("t1") + task("t0") + "# End\n"
    found = merge(base, mine, theirs, union=True, conflicts="rej")
    assert found.conflicts == 1
    assert found.text.count(task("t0", "x")) == 1


@given(st.data(), st.sampled_from(["inline", "rej"]))
@settings(max_examples=300)
def test_edited_plan_keeps_every_edit(data: st.DataObject, conflicts: Conflicts) -> None:
    names = [f"t{number}" for number in range(data.draw(st.integers(1, 6)))]
    words = st.sampled_from(["Do it", "Do it later", "Do it soon"])

    def plan(tasks: dict[str, tuple[str, str]], own: set[int]) -> str:
        lines = [task(name, *rest) for name, rest in tasks.items()]
        added = [[f"- [ ] Own {place}\n"] if place in own else [] for place in range(len(lines) + 1)]
        rows = [[*added[place], line] for place, line in enumerate(lines)]
        return "".join(["# Plan\n\n", *chain(*rows), *added[-1], "\n# End\n"])

    def drawn(ticks: st.SearchStrategy[str], *more: str) -> dict[str, tuple[str, str]]:
        kept = data.draw(st.lists(st.sampled_from([*names, *more]), unique=True))
        order = kept if data.draw(st.booleans()) else sorted(kept)
        return {name: (data.draw(ticks), data.draw(words)) for name in order}

    before = dict.fromkeys(names, (" ", "Do it"))
    edited_tasks, generated = drawn(st.sampled_from(" x~")), drawn(st.just(" "), "u0", "u1")
    own = data.draw(st.sets(st.integers(0, len(edited_tasks))))
    mine, theirs = plan(edited_tasks, own), plan(generated, set())
    found = merge(plan(before, set()), mine, theirs, union=True, conflicts=conflicts)
    lines = found.text.splitlines(keepends=True)
    for place in own:
        assert f"- [ ] Own {place}\n" in lines
    for name, (tick, text) in edited_tasks.items():
        if tick != " ":
            assert any(
                line in [task(name, tick, said) for said in (text, generated.get(name, (tick, text))[1])]
                for line in lines
            )
        if text != "Do it":
            assert task(name, tick, text) in lines
    for name in before.keys() - edited_tasks.keys():
        assert f"task: {name} " not in found.text, "a task that was taken out stays out"
    if not found.conflicts:
        for name in generated.keys() - before.keys():
            assert task(name, " ", generated[name][1]) in lines
        again = merge(theirs, found.text, theirs, union=True)
        assert again == Merged(found.text), "a second run has nothing to do"


# --- differences -----------------------------------------------------------------------------------


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abcd")))
def test_changes_lead_from_one_list_to_the_other(old: list[str], new: list[str]) -> None:
    found = changes(old, new)
    rebuilt, place = [], 0
    for change in found:
        assert change.start > place or place == 0, "between two changes something is the same"
        rebuilt += [*old[place : change.start], *new[change.new_start : change.new_end]]
        place = change.end
    assert rebuilt + old[place:] == new


def test_work_is_bounded() -> None:
    """difflib alone would take minutes: its time grows with the cube of repeated lines."""
    alike = [as_text([f"same\n{name} {number}" for number in range(3000)]) for name in ("base", "mine", "theirs")]
    assert merge(*alike).conflicts == 1
    apart = [f"{number}" if number % 2 else f"{number}\nmine {number}" for number in range(5000)]
    theirs = [f"{number}" if number != 2501 else f"{number}\ntheirs" for number in range(5000)]
    both = [*apart[:2501], "2501\ntheirs", *apart[2502:]]
    assert merged(as_text([f"{number}" for number in range(5000)]), as_text(apart), as_text(theirs)) == as_text(both)


@given(edited())
def test_unified_difference_is_that_of_difflib_where_every_line_stands_once(
    sides: tuple[list[str], list[str], list[str]],
) -> None:
    for new in sides[1:]:
        old_lines, new_lines = as_text(sides[0]).splitlines(True), as_text(new).splitlines(True)
        expected = "".join(difflib.unified_diff(old_lines, new_lines, "a", "b"))
        assert unified(as_text(sides[0]), as_text(new), "a", "b") == expected


def test_unified_difference_shows_ends_of_lines_and_can_be_applied(tmp_path: Path) -> None:
    assert unified("a\n", "a", "x", "y") == "--- x\n+++ y\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"
    assert unified("", "a\n", "/dev/null", "y") == "--- /dev/null\n+++ y\n@@ -0,0 +1 @@\n+a\n"
    assert unified("a\n", "a\n", "x", "y") == ""
    old, new = as_text([f"{number}" for number in range(40)]), as_text([f"{n}" for n in range(5, 60) if n % 13])
    (tmp_path / "file").write_text(old)
    subprocess.run(
        ["git", "apply", "-p0", "-"], input=unified(old, new[:-1], "file", "file"), text=True, cwd=tmp_path, check=True
    )
    assert (tmp_path / "file").read_text() == new[:-1]


def test_day_and_words_of_a_task_are_merged_each_by_itself() -> None:
    base = "- [ ] **Mon 2026-10-19** Order a laptop (0.5 h) <!-- task: laptop -->\n"
    mine = "- [x] **Mon 2026-10-19** Order two laptops (0.5 h) <!-- task: laptop -->\n"
    theirs = "- [ ] **Mon 2026-10-26** Order a laptop (0.5 h) <!-- task: laptop -->\n"
    found = merge(base, mine, theirs, union=True)
    assert found.conflicts == 0
    assert found.text == "- [x] **Mon 2026-10-26** Order two laptops (0.5 h) <!-- task: laptop -->\n"
    assert merge(base, mine, theirs.replace("Order", "Rent"), union=True).conflicts == 1
