"""Jinja2 as the page needs it: every value is made visible and escaped, once, and a template is compiled once.

A page of a large audit prints hundreds of thousands of values, and most of them more than once. So the code of a
template asks one function about each value (`printed`) where Jinja2 would ask two, and a text that was printed
before is not looked at again.
"""

import marshal
import os
import sys
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, compiler
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from secaudit.reporters.html.register import NOTHING
from secaudit.reporters.safety import visible

TEMPLATES = Path(__file__).parents[1] / "templates"
_REMEMBERED = 50_000


def packaged(name: str) -> str:
    """A file that travels with this package; line ends as on every machine, because its hash is in the page."""
    return (TEMPLATES / name).read_text("utf-8").replace("\r\n", "\n")


def printed(value: object) -> str:
    """A value as a page prints it: data visible and escaped, what is not declared as a dash."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return _text(str(value))
    return NOTHING if value is None else escape(value)


@lru_cache(_REMEMBERED)
def _text(text: str) -> str:
    return str(escape(visible(text)))


class _Printing(compiler.CodeGenerator):
    """Code that asks `printed` about a value, and nobody else."""

    def _output_child_pre(self, *_: Any) -> None:  # noqa: ANN401  (Jinja2's own types)
        self.write("environment.finalize(")

    def _output_child_post(self, *_: Any) -> None:  # noqa: ANN401
        self.write(")")


class _Compiled(BytecodeCache):
    """The compiled templates, where Python keeps our compiled modules and by its rules.

    They lie in `__pycache__` beside the templates, or under `PYTHONPYCACHEPREFIX`; nothing is written where
    `PYTHONDONTWRITEBYTECODE` is set or the folder cannot be written to. Whoever may write there may write our
    code. One that was made of another text, or by another version of anything, is made anew.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code if it was made of this text."""
        with suppress(OSError, EOFError, ValueError, TypeError):
            data = _place(bucket.key).read_bytes()
            mark = _mark(bucket)
            if data.startswith(mark):
                bucket.code = marshal.loads(data[len(mark) :])  # noqa: S302  (as safe as any .pyc that lies there)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, whole or not at all."""
        if sys.dont_write_bytecode:
            return
        place = _place(bucket.key)
        partial = place.with_name(f"{place.name}.{os.getpid()}")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(_mark(bucket) + marshal.dumps(bucket.code))
            partial.replace(place)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002  (Jinja2's signature)
        """The template by its name."""
        return name


def _place(name: str) -> Path:
    return Path(cache_from_source(TEMPLATES / name))


def _mark(bucket: Bucket) -> bytes:
    """What the code was made of, and by what."""
    return sha256(bucket.checksum.encode() + MAGIC_NUMBER + _makers()).digest()


@cache
def _makers() -> bytes:
    """The programs that make code of a template: Jinja2's compiler, and this one."""
    return b"".join(sha256(Path(file).read_bytes()).digest() for file in (compiler.__file__, __file__))


def environment() -> Environment:
    """What makes pages of templates."""
    made = Environment(
        loader=FunctionLoader(packaged), autoescape=True, undefined=StrictUndefined, finalize=printed,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False, bytecode_cache=_Compiled(),
    )  # fmt: skip
    made.code_generator_class = _Printing
    return made
