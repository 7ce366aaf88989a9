"""Items that are made whenever somebody looks at them: a report knows of many things and tells of few."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Later(Sequence[T]):
    """Equal to the tuple of its items, and told as one; the items are not kept, so that a thousand of it weigh little."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        """`make` gives the items."""
        self._make = make

    def __iter__(self) -> Iterator[T]:
        """Make the items. `tuple(iter(...))` makes them once; `tuple(...)` would count them first."""
        return iter(self._make())

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        """Make them, and take what was asked for."""
        return tuple(self._make())[place]

    def __len__(self) -> int:
        """Make them, and count."""
        return len(tuple(self._make()))

    def __eq__(self, other: object) -> bool:
        """Whether the items are the same, whoever holds them."""
        return isinstance(other, Later | tuple) and tuple(self._make()) == tuple(iter(other))

    def __hash__(self) -> int:
        """As of the tuple that it equals."""
        return hash(tuple(self._make()))

    def __repr__(self) -> str:
        """As of the tuple that it equals."""
        return repr(tuple(self._make()))


class Named(Later[T]):
    """Items that have names and hold texts."""

    __slots__ = ("pick",)

    def __init__(self, make: Callable[[], Iterable[T]], pick: Callable[[str], tuple[str, ...]]) -> None:
        """`pick` gives what the item with a name holds, without making the others."""
        super().__init__(make)
        self.pick = pick
