"""The criteria of both decrees, read once more from the law and independently of the tables, in three values.

True, False, or None: what is not declared leaves a criterion open only where another value could meet it.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from secaudit.model import Facts, System
from secaudit.model.systems import PersonalData

Truth = bool | None
Held = Mapping[str, object]
Reading = Mapping[str, tuple[int, Callable[[Held], Truth]]]
HARM = ("none", "harm", "serious", "especially_serious")
SHARED = ("ministry", "sector", "province", "nationwide")


def both(*truths: Truth) -> Truth:
    return False if False in truths else None if None in truths else True


def either(*truths: Truth) -> Truth:
    return True if True in truths else None if None in truths else False


def isnt(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _is(held: Held, name: str, *values: object) -> Truth:
    return None if held.get(name) is None else held[name] in values


def _has(held: Held, *classes: str) -> Truth:
    known = held.get("information")
    return None if known is None else any(one in known for one in classes)  # type: ignore[operator]


def _told(held: Held, name: str, *kinds: str) -> Truth:
    """A declared fact counts for every kind of system; an undeclared one matters only for these kinds."""
    return True if held.get(name) is not None else _is(held, "kind", *kinds)


def _subjects(held: Held, name: str, least: int) -> Truth:
    people = held.get("personal_data")
    number = getattr(people, name, None)
    return None if number is None else number >= least


def _weighty(held: Held, *damage: str) -> Truth:
    return both(either(_has(held, "state_secret"), _is(held, "defence_security", True)), _is(held, "damage", *damage))


def _secret_or_harmful_defence(held: Held) -> Truth:
    return either(_has(held, "state_secret"), both(_is(held, "defence_security", True), _is(held, "damage", *HARM[1:])))


def _online(held: Held) -> Truth:
    return both(_told(held, "online_service", "public_service"), _is(held, "online_service", True))


def _reaches(held: Held, *scopes: str) -> Truth:
    return both(_told(held, "infrastructure_scope", "infrastructure"), _is(held, "infrastructure_scope", *scopes))


def _works(held: Held, *classes: str) -> Truth:
    return both(_told(held, "works_class", "industrial_control"), _is(held, "works_class", *classes))


def _national(held: Held) -> Truth:
    asked = _told(held, "national_egovernment", "public_service", "infrastructure", "other")
    return both(asked, _is(held, "national_egovernment", True))


def _many(held: Held, basic: int, sensitive: int) -> Truth:
    return either(_subjects(held, "basic_subjects", basic), _subjects(held, "sensitive_subjects", sensitive))


def _few(held: Held, basic: int, sensitive: int) -> Truth:
    few = (isnt(_subjects(held, "basic_subjects", basic)), isnt(_subjects(held, "sensitive_subjects", sensitive)))
    return both(_has(held, "private", "personal"), _online(held), either(*few))


def _own(held: Held) -> Truth:
    secret = _has(held, "state_secret")
    return both(_is(held, "kind", "internal"), _has(held, "private", "personal"), isnt(secret))


def _only_public(held: Held) -> Truth:
    return both(_is(held, "kind", "internal"), isnt(_has(held, "private", "personal", "state_secret")))


def _procedures(held: Held) -> Truth:
    asked = _told(held, "administrative_procedures", "public_service")
    return both(asked, _is(held, "administrative_procedures", True))


def _conditional(held: Held) -> Truth:
    return _is(held, "conditional_business", True)


_CENTRAL: Callable[[Held], Truth] = lambda held: _is(held, "central_national_data", True)  # noqa: E731
_AROUND_THE_CLOCK: Callable[[Held], Truth] = lambda held: _is(held, "continuous_24x7", True)  # noqa: E731

DECREE_331: Reading = {
    "D331-15.1": (5, lambda held: both(_weighty(held, "especially_serious"), _is(held, "strategic", True))),
    "D331-15.2": (5, _CENTRAL),
    "D331-15.3": (5, lambda held: _reaches(held, "international")),
    "D331-15.4": (5, lambda held: _works(held, "special")),
    "D331-14.1": (4, lambda held: _weighty(held, "serious", "especially_serious")),
    "D331-14.2": (
        4,
        lambda held: both(either(_national(held), _reaches(held, "nationwide")), _AROUND_THE_CLOCK(held)),
    ),
    "D331-14.3": (4, lambda held: _works(held, "I")),
    "D331-13.1": (3, _secret_or_harmful_defence),
    "D331-13.2.a": (3, lambda held: both(_online(held), _conditional(held))),
    "D331-13.2.b": (3, _procedures),
    "D331-13.2.c": (3, lambda held: both(_online(held), _many(held, 100_000, 10_000))),
    "D331-13.3": (3, lambda held: _reaches(held, *SHARED)),
    "D331-13.4": (3, lambda held: _works(held, "II", "III", "IV")),
    "D331-12.1": (2, _own),
    "D331-12.2.a": (2, lambda held: both(_online(held), isnt(_conditional(held)))),
    "D331-12.2.b": (2, lambda held: _few(held, 100_000, 10_000)),
    "D331-12.3": (2, lambda held: _reaches(held, "agency")),
    "D331-11.1": (1, _only_public),
}

DECREE_85: Reading = {
    "D85-11.1": (5, lambda held: _weighty(held, "especially_serious")),
    "D85-11.2": (5, _CENTRAL),
    "D85-11.3": (5, lambda held: _reaches(held, "international")),
    "D85-11.4": (5, lambda held: _works(held, "special")),
    "D85-10.1": (4, lambda held: _weighty(held, "serious", "especially_serious")),
    "D85-10.2": (4, lambda held: both(_national(held), _AROUND_THE_CLOCK(held))),
    "D85-10.3": (4, lambda held: both(_reaches(held, "nationwide"), _AROUND_THE_CLOCK(held))),
    "D85-10.4": (4, lambda held: _works(held, "I")),
    "D85-9.1": (3, _secret_or_harmful_defence),
    "D85-9.2.a": (3, lambda held: both(_online(held), _procedures(held))),
    "D85-9.2.b": (3, lambda held: both(_online(held), _conditional(held))),
    "D85-9.2.c": (3, lambda held: both(_online(held), _many(held, 10_000, 10_000))),
    "D85-9.3": (3, lambda held: _reaches(held, *SHARED)),
    "D85-9.4": (3, lambda held: _works(held, "II", "III", "IV")),
    "D85-8.1": (2, _own),
    "D85-8.2.a": (
        2,
        lambda held: both(
            _is(held, "kind", "public_service"),
            _is(held, "online_service", True),
            _is(held, "administrative_procedures", False),
        ),
    ),
    "D85-8.2.b": (2, lambda held: both(_online(held), isnt(_conditional(held)))),
    "D85-8.2.c": (2, lambda held: _few(held, 10_000, 10_000)),
    "D85-8.3": (2, lambda held: _reaches(held, "agency")),
    "D85-7": (1, _only_public),
}


def level_by(reading: Reading, held: Held) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    """At least, at most, the criteria met at the first, and those above it that are open."""
    truths = {name: (level, holds(held)) for name, (level, holds) in reading.items()}
    least = max((level for level, truth in truths.values() if truth), default=1)
    met = tuple(sorted(name for name, (level, truth) in truths.items() if truth and level == least))
    still = {name: level for name, (level, truth) in truths.items() if truth is None and level > least}
    return least, max(still.values(), default=least), met, tuple(sorted(still))


PEOPLE = tuple(
    PersonalData(basic_subjects=basic, sensitive_subjects=sensitive)
    for basic, sensitive in (
        (0, 0), (9_999, 0), (10_000, 0), (99_999, 0), (100_000, 0), (0, 9_999), (0, 10_000), (100_000, 10_000), (10_000, 10_000),
        (None, 0), (0, None), (9_999, None), (99_999, None), (100_000, None), (None, 9_999), (None, 10_000),
    )
)  # fmt: skip
VALUES: Mapping[str, tuple[object, ...]] = {
    "kind": ("internal", "public_service", "infrastructure", "industrial_control", "other", None),
    "information": (
        ("public",), ("private",), ("personal",), ("public", "personal"), ("state_secret",), ("private", "state_secret"), None,
    ),
    "defence_security": (False, True, None),
    "damage": (*HARM, None),
    "strategic": (False, True, None),
    "online_service": (False, True, None),
    "conditional_business": (False, True, None),
    "administrative_procedures": (False, True, None),
    "personal_data": (*PEOPLE, None),
    "infrastructure_scope": ("none", "agency", "ministry", "sector", "province", "nationwide", "international", None),
    "national_egovernment": (False, True, None),
    "continuous_24x7": (False, True, None),
    "central_national_data": (False, True, None),
    "works_class": ("none", "IV", "III", "II", "I", "special", None),
}  # fmt: skip
_PLAIN: Held = {name: values[0] for name, values in VALUES.items()}
_STARTS: tuple[Held, ...] = (
    _PLAIN,
    {**_PLAIN, "information": ("state_secret",), "damage": "especially_serious", "strategic": True},
    {**_PLAIN, "defence_security": True, "damage": "harm"},
    {**_PLAIN, "kind": "public_service", "information": ("personal",), "online_service": True},
    {
        **_PLAIN,
        "kind": "public_service",
        "information": ("personal",),
        "online_service": True,
        "conditional_business": None,
    },
    {**_PLAIN, "kind": "public_service", "information": ("personal",), "online_service": None},
    {**_PLAIN, "kind": "infrastructure", "infrastructure_scope": "nationwide", "continuous_24x7": True},
    {**_PLAIN, "kind": "other", "national_egovernment": True, "continuous_24x7": True},
    dict.fromkeys(VALUES),
)


def corpus() -> Iterator[Held]:
    """Every value of every one and of every two facts, from several systems to begin with; the single ones first."""
    for names in [*((name,) for name in VALUES), *combinations(VALUES, 2)]:
        for start in _STARTS:
            held = [dict(start)]
            for name in names:
                held = [{**one, name: value} for one in held for value in VALUES[name]]
            yield from held


def system(held: Held) -> System:
    facts = {name: value for name, value in held.items() if name != "kind"}
    return System(id="a", source=("a.yaml", 1, 1), kind=held["kind"], facts=Facts(**facts))  # type: ignore[arg-type]
