"""Three versions of a text to one: what was generated before, what a person made of it, what would be generated now.

Pure: texts in, texts out. docs/explanation/scaffolding.md says how it decides, and why git's own merge is not used.
"""

from prodops_cli.checklists import first_marker
from prodops_cli.merge.three_way import Conflicts, Merged, merge
from prodops_cli.merge.unified import unified

__all__ = ["Conflicts", "Merged", "first_marker", "merge", "unified"]
