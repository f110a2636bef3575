"""Onboarding layers to begin with, from templates/onboarding/."""

from collections.abc import Iterable

from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.resources import templates_folder
from prodops_cli.scaffold import fill
from prodops_cli.tree import SUFFIX
from prodops_cli.workspace import Workspace

_TEMPLATE = f"{SUFFIX}.j2"


def layer_names() -> list[str]:
    """The names of the layers there are, in alphabetical order."""
    return sorted(
        place.name.removesuffix(_TEMPLATE) for place in (templates_folder() / "onboarding").glob(f"*{_TEMPLATE}")
    )


def layer_files(workspace: Workspace, names: Iterable[str], owner: str | None) -> dict[str, bytes]:
    """The files of layers, by path, with the owner that is given or that they have already.

    Raises ProdopsError for a name there is no layer of, and in a workspace that keeps its layers in a list.
    """
    known = layer_names()
    listed = f"{Onboarding.folder}{SUFFIX}"
    if listed in workspace.names:
        raise ProdopsError(
            f"the layers of this workspace stand in {listed}", f"add to it: prodops new {Onboarding.kind} ID"
        )
    found = {}
    for name in names:
        if name not in known:
            hint = nearest_hint(name, known, f"the layers are {', '.join(known)}")
            raise ProdopsError(f"there is no layer `{name}` to begin with", hint)
        written = workspace.get(Onboarding, name)
        values = {"you": owner or (written.owner if written is not None else None) or "", "resource": "", "ritual": ""}
        found[f"{Onboarding.folder}/{name}{SUFFIX}"] = fill(f"onboarding/{name}{_TEMPLATE}", values).encode()
    return found
