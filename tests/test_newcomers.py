"""A person who is about to start: who is meant, what is added to their file, and what is refused."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from payloads import payloads
from prodops_cli import settings
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.kinds.person import Person
from prodops_cli.newcomers import Newcomer, existing, like, new, values, who
from prodops_cli.source import read
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import Workspace, read_workspace

TODAY = date(2026, 10, 15)
ADA = b"name: Ada Example\nrole: engineer\n"


def workspace(root: Path, ada: bytes = ADA, **files: str) -> Workspace:
    (root / "people").mkdir(exist_ok=True)
    (root / "prodops.yaml").write_text("name: Acme\n")
    (root / "people/ada.yaml").write_bytes(ada)
    for name, text in files.items():
        (root / f"people/{name}.yaml").write_text(text)
    tree = WorkingTree(root)
    return read_workspace(tree, settings.load(tree))


def added(found: Workspace, **given: str) -> Newcomer:
    entry = who(found, "ada")
    assert entry is not None
    return existing(found, entry, given, TODAY)


# --- who is meant ----------------------------------------------------------------------------------


def test_somebody_is_known_by_id_or_by_their_whole_name(tmp_path: Path) -> None:
    found = workspace(tmp_path)
    for text in ("ada", "Ada Example", "ADA EXAMPLE", " ada example "):
        entry = who(found, text)
        assert entry is not None
        assert entry.id == "ada"
    for text in ("Ada", "eve", "", "ada example jr"):
        assert who(found, text) is None


def test_an_id_goes_before_a_name(tmp_path: Path) -> None:
    entry = who(workspace(tmp_path, grace="name: ada\n"), "ada")
    assert entry is not None
    assert entry.id == "ada"


def test_two_of_one_name_are_named_by_id(tmp_path: Path) -> None:
    with pytest.raises(ProdopsError, match="2 people are called Ada Example") as error:
        who(workspace(tmp_path, lovelace="name: Ada Example\n"), "Ada Example")
    assert error.value.hint == "name one by id: ada, lovelace"


def test_somebody_whose_file_cannot_be_read_is_nobody_new(tmp_path: Path) -> None:
    with pytest.raises(ProdopsError, match="person:eve is there") as error:
        who(workspace(tmp_path, eve="name: [Eve\n"), "eve")
    assert error.value.code is ExitCode.FINDINGS


def test_nearly_an_id_is_guessed(tmp_path: Path) -> None:
    assert like(workspace(tmp_path, grace="name: Grace Example\n"), "gracie") == ("grace",)


# --- what is added ---------------------------------------------------------------------------------


def test_what_is_missing_is_added_at_the_end(tmp_path: Path) -> None:
    found = workspace(tmp_path, grace="name: Grace Example\n")
    newcomer = added(found, starts="2026-11-02", city="Berlin", country="DE-BE", buddy="grace")
    assert newcomer.text == ADA + b"starts: 2026-11-02\nbuddy: grace\nlocation: {city: Berlin, country: DE-BE}\n"
    assert newcomer.former == ADA
    assert newcomer.path == "people/ada.yaml"
    assert newcomer.entry.record.starts == date(2026, 11, 2)
    assert newcomer.workspace.get(Person, "ada") == newcomer.entry.record
    assert (tmp_path / "people/ada.yaml").read_bytes() == ADA


def test_what_the_file_says_already_is_not_said_again(tmp_path: Path) -> None:
    ada = ADA + b"starts: 2026-11-02\nlocation: {city: Berlin}\n"
    found = workspace(tmp_path, ada)
    newcomer = added(found, name="Ada Example", role="engineer", starts="2026-11-02", city="Berlin")
    assert (newcomer.text, newcomer.former) == (None, None)
    assert newcomer.workspace is found


@pytest.mark.parametrize(
    ("former", "end"),
    [
        (b"name: Ada\r\nrole: engineer\r\n", b"starts: 2026-11-02\r\n"),
        (b"name: Ada\r\nrole: engineer", b"\r\nstarts: 2026-11-02\r\n"),
        (b"name: Ada", b"\nstarts: 2026-11-02\n"),
        (b"name: Ada\n# the end", b"\nstarts: 2026-11-02\n"),
        (b"name: Ada  # her name\n\n# the end\n\n", b"starts: 2026-11-02\n"),
        (b"---\nname: Ada\n", b"starts: 2026-11-02\n"),
        (b"name: Ada\nskills:\n- sql\n", b"starts: 2026-11-02\n"),
        (b"name: Ada\nskills:\n  - sql\n  # and more\n", b"starts: 2026-11-02\n"),
        (b"\xef\xbb\xbfname: Ada\n", b"starts: 2026-11-02\n"),
        (b"name: Ada\nnotes: |\n  Long.\n", b"starts: 2026-11-02\n"),
        (b"name: Ada\nnotes: >-\n  Long.\n\n", b"starts: 2026-11-02\n"),
    ],
)
def test_every_other_byte_stays(tmp_path: Path, former: bytes, end: bytes) -> None:
    newcomer = added(workspace(tmp_path, former), starts="2026-11-02")
    assert newcomer.text == former + end
    assert newcomer.entry.record.starts == date(2026, 11, 2)


@pytest.mark.parametrize(
    "former",
    [
        b"{name: Ada}\n",
        b"name: Ada\n...\n",
        b"  name: Ada\n",
        b"name: Ada\nnotes: |\n  Long.",
        b"name: Ada\nlocation:\n",
    ],
)
def test_what_cannot_be_added_to_is_mended_by_hand(tmp_path: Path, former: bytes) -> None:
    with pytest.raises(ProdopsError, match=r"nothing can be added to the end of people/ada\.yaml") as error:
        added(workspace(tmp_path, former), starts="2026-11-02", country="DE")
    assert error.value.hint == "write it there by hand: starts: 2026-11-02, country: DE"


def test_a_list_of_people_is_mended_by_hand(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("name: Acme\n")
    (tmp_path / "people.yaml").write_text("- {id: ada, name: Ada Example}\n")
    tree = WorkingTree(tmp_path)
    with pytest.raises(ProdopsError, match=r"people\.yaml does not say starts, team") as error:
        added(read_workspace(tree, settings.load(tree)), starts="2026-11-02", team="payments")
    assert error.value.hint == "write it there: starts: 2026-11-02, team: payments"


def test_a_place_that_is_half_there_is_mended_by_hand(tmp_path: Path) -> None:
    found = workspace(tmp_path, ADA + b"location: {city: Berlin}\n")
    with pytest.raises(ProdopsError, match=r"people/ada\.yaml does not say country"):
        added(found, city="Berlin", country="DE")
    assert added(found, city="Berlin", starts="2026-11-02").text is not None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"role": "designer"}, "people/ada.yaml:2 says role: engineer, not designer"),
        ({"name": "Eve"}, "people/ada.yaml:1 says name: Ada Example, not Eve"),
        ({"starts": "2026-11-03"}, "people/ada.yaml:4 says starts: 2026-11-02, not 2026-11-03"),
        ({"city": "Rome", "team": "x"}, "people/ada.yaml:6 says city: Berlin, not Rome"),
    ],
)
def test_nothing_is_said_against_the_file(tmp_path: Path, given: dict[str, str], message: str) -> None:
    ada = ADA + b"# when\nstarts: 2026-11-02\nlocation:\n  city: Berlin\n"
    with pytest.raises(ProdopsError) as error:
        added(workspace(tmp_path, ada), **given)
    assert error.value.message == message
    assert error.value.hint == "change it there"


def test_a_list_says_on_which_line(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("name: Acme\n")
    (tmp_path / "people.yaml").write_text("- id: eve\n  name: Eve\n\n- id: ada\n  name: Ada\n  role: engineer\n")
    tree = WorkingTree(tmp_path)
    with pytest.raises(ProdopsError, match=r"people\.yaml:6 says role: engineer, not designer"):
        added(read_workspace(tree, settings.load(tree)), role="designer")


@pytest.mark.parametrize(
    "given",
    [
        {"starts": "2026-02-30"},
        {"starts": "soon"},
        {"country": "Germany"},
        {"time_zone": "Mars/Base"},
        {"level": "chief"},
        {"manager": "nobody"},
        {"team": "nobodys"},
        {"email": ""},
        {"city": "\udcff"},
    ],
)
def test_what_lint_objects_to_is_not_added(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(ProdopsError):
        added(workspace(tmp_path), **given)
    with pytest.raises(ProdopsError):
        new(workspace(tmp_path), "eve", {"name": "Eve Example", **given}, TODAY)


def test_lint_s_errors_come_along(tmp_path: Path) -> None:
    found = workspace(tmp_path, ADA + b"starts: 2026-11-02\n")
    with pytest.raises(ProdopsError, match="was not written") as error:
        added(found, probation_ends="2026-10-01")
    assert [(one.path, one.span.line) for one in error.value.diagnostics] == [("people/ada.yaml", 4)]
    assert error.value.code is ExitCode.FINDINGS


TEXTS = [text for text in payloads().values() if text.strip()]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(["role: engineer", "# note", "", "skills: [a]", "notes: |\n  x\n\n", "email: a@b"]), max_size=4
    ),
    st.sampled_from([b"\n", b"\r\n"]),
    st.booleans(),
    st.sampled_from(TEXTS) | st.text(max_size=20),
)
def test_only_what_was_missing_changes(tmp_path: Path, lines: list[str], end: bytes, has_end: bool, city: str) -> None:
    assume(len({line.partition(":")[0] for line in lines if ":" in line}) == sum(":" in line for line in lines))
    former = end.join(line.encode().replace(b"\n", end) for line in ["name: Ada Example", *lines])
    former += end if has_end else b""
    found = workspace(tmp_path, former)
    assume(not found.problems)
    before = read("x", former).data
    try:
        newcomer = added(found, starts="2026-11-02", city=city)
    except ProdopsError as error:
        assert error.message  # noqa: PT017 - texts that no file can hold
        return
    assert newcomer.text is not None
    assert newcomer.text.startswith(former)
    after = read("x", newcomer.text)
    assert not after.problems
    assert isinstance(before, dict)
    assert after.data == {**before, "starts": "2026-11-02", "location": {"city": city}}
    ends = b"\r\n" if b"\r\n" in former else b"\n"
    assert newcomer.text.count(b"\n") == newcomer.text.count(ends)
    location = newcomer.entry.record.location
    assert location is not None
    assert newcomer.entry.record.starts == date(2026, 11, 2)


# --- somebody new ----------------------------------------------------------------------------------


def test_places_stand_below_location() -> None:
    assert values({"name": "Ada", "country": "DE", "city": "Berlin"}) == {
        "name": "Ada",
        "location": {"city": "Berlin", "country": "DE"},
    }
    assert values({}) == {}


def test_somebody_new_gets_a_file(tmp_path: Path) -> None:
    given = {"name": "Eve Example", "starts": "2026-11-02", "country": "DE-BE"}
    newcomer = new(workspace(tmp_path), "eve", given, TODAY)
    assert newcomer.path == "people/eve.yaml"
    assert newcomer.former is None
    assert newcomer.text is not None
    assert b"name: Eve Example\n" in newcomer.text
    assert newcomer.entry.record.location is not None
    assert newcomer.workspace.get(Person, "eve") == newcomer.entry.record
    assert not (tmp_path / "people/eve.yaml").exists()


@pytest.mark.parametrize("id_", ["ada", "ADA", "no id", "", "../eve", "-"])
def test_an_id_that_is_taken_or_none_is_refused(tmp_path: Path, id_: str) -> None:
    with pytest.raises(ProdopsError):
        new(workspace(tmp_path), id_, {"name": "Eve Example", "starts": "2026-11-02"}, TODAY)
