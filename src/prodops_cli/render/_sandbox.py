"""The sandbox that templates run in: they see plain values, call nothing but their own macros, and stay small.

What prodops brings could run anywhere; somebody's own template may come from a stranger. It can spend time, which the
command limits, and no memory to speak of: whatever makes much out of little is refused here.
"""

from collections.abc import Iterable
from typing import Any

from jinja2 import Undefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.nodes import Concat
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_FACTOR = 1_000_000
MOST_POWER = 10
MOST_CHARACTERS = 8 << 20
"""Of one text, and so of a whole page."""
MOST_ITEMS = 1_000_000
"""Of a list that is put together from others."""


class TooMuchError(ValueError):
    """A template made more than any page needs."""


def put_together(texts: Iterable[str]) -> str:
    """The texts as one. Raises TooMuchError while they come, not after."""
    kept, size = [], 0
    for text in texts:
        size += len(text) + 1  # an empty one takes its place in the list
        if size > MOST_CHARACTERS:
            raise TooMuchError(f"a text of more than {MOST_CHARACTERS:,} characters")
        kept.append(text)
    return "".join(kept)


def _text(value: Any) -> str:
    if isinstance(value, (str, int, float, Undefined)) or value is None:
        return str(value)
    raise TypeError(f"a template joined a whole {type(value).__name__}; join what is in it")


def join(values: Iterable[Any], between: str = "") -> str:
    """The filter `join`: Jinja's own has no bounds."""
    rows = [_text(value) for value in values]
    return put_together(part for index, row in enumerate(rows) for part in ((between, row) if index else (row,)))


class _Generator(CodeGenerator):
    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 (Jinja's)
        """`a ~ b`: by a method of the environment, as other operators are in a sandbox."""
        self.write("environment.tilde((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which a mapping has its keys and nothing else, so that `line.items` is the item called `items`."""

    code_generator_class = _Generator
    concat = staticmethod(put_together)
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    """Those that make much out of little; `%` also formats."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result for numbers of a reasonable size, and sums of what is not too long."""
        if operator == "+":
            return _sum(left, right)
        if not all(isinstance(side, (int, float)) and abs(side) <= MOST_FACTOR for side in (left, right)):
            raise ValueError(f"`{operator}` is for numbers up to {MOST_FACTOR:,}")
        if operator == "**" and right > MOST_POWER:
            raise ValueError(f"`**` is for powers up to {MOST_POWER}")
        return super().call_binop(context, operator, left, right)

    def tilde(self, parts: Iterable[Any]) -> str:
        """The texts of values, one after the other."""
        return put_together(map(_text, parts))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What `obj.attribute` is in a template."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether it is a macro, a block or what `loop` offers.

        The methods of values are not: `format` reads attributes, and `ljust` fills the memory.
        """
        mine = (Macro, BlockReference, LoopContext, Undefined)  # what is not defined says so when it is called
        if isinstance(obj, mine) or isinstance(getattr(obj, "__self__", None), LoopContext):
            return True
        raise SecurityError("a template can call its own macros, and nothing else")


def _sum(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return put_together((left, right))
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)) and len(left) + len(right) > MOST_ITEMS:
        raise TooMuchError(f"a list of more than {MOST_ITEMS:,} items")
    return left + right
