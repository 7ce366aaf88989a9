"""What the expressions of a rule may name: fields of the inventory, derived facts, functions."""

from collections.abc import Mapping
from functools import partial
from operator import attrgetter

from secaudit.expressions import BOOL, INT, STRING, UNKNOWN, Field, Function, Record, Vocabulary
from secaudit.expressions.records import Derived, Records
from secaudit.levels import Determination, Table, determine, in_force
from secaudit.model import NOUNS, Approval, Gateway, Kind, Network, PolicyEntry, Segment, System, Unit
from secaudit.network import Device
from secaudit.policy import dates, entries
from secaudit.policy.carried import OF_SEGMENT
from secaudit.policy.controls import Catalogue
from secaudit.policy.relations import OF_GATEWAY, OF_NETWORK, OF_SYSTEM, OF_UNIT
from secaudit.policy.scope import Scope

Parameters = Mapping[str, str | int | tuple[str, ...]]
HOLIDAYS = "public_holidays"
"""The parameter, a list of dates, that `working_days` takes out."""
_HIDDEN = frozenset({"source", "policy_source"})


class Vocabularies:
    """The vocabulary of one pack, for whatever an expression is about.

    The day stands in the scope that an expression is shown, so that what is compiled once can be asked for any day.
    """

    def __init__(self, parameters: Parameters, table: Table | None) -> None:
        """The parameters are constants; the table serves the computed levels."""
        self.parameters = dict(parameters)
        self.catalogues: dict[str, Catalogue] = {}
        """The controls of each pack, once they are read; reading them takes this vocabulary."""
        self._constants = {"parameters": self.parameters}
        of_entry: dict[str, Field] = {}
        derived: Derived = {
            Approval: {"in_force": Field(shape=BOOL, compute=_in_force, doc=_IN_FORCE)},
            System: _levels(table) | OF_SYSTEM,
            Unit: OF_UNIT,
            Gateway: OF_GATEWAY,
            Network: OF_NETWORK,
            Segment: _NETWORK_OF_SEGMENT | OF_SEGMENT,
            PolicyEntry: of_entry,
        }
        self._records = Records(derived, _HIDDEN)
        of_entry.update(entries.of_entry(self._records.of(entries.Flow)))
        own = (*_dates(self._holidays()), *self._lookups(), entries.SHARE_A_SERVICE)
        self._asked: dict[tuple[object, ...], Vocabulary] = {}
        self._functions = {function.name: function for function in own}

    def _holidays(self) -> frozenset[str]:
        """The public holidays that the packs declare, or none."""
        days = self.parameters.get(HOLIDAYS, ())
        return frozenset(days) if isinstance(days, tuple) else frozenset()

    def of(self, subject: Kind | None = None, **variables: str) -> Vocabulary:
        """The names for an expression about a subject, or about variables by the record each holds."""
        asked = (subject, *variables.items())
        if asked not in self._asked:
            self._asked[asked] = Vocabulary(
                subject=self.record(subject) if subject else None,
                variables={name: self.record(record) for name, record in variables.items()},
                functions=self._functions,
                constants=self._constants,
                lookups=_LOOKUPS,
            )
        return self._asked[asked]

    def record(self, name: str) -> Record:
        """The record of a kind of noun, or of `device`."""
        return self._records.of(Device if name == "device" else NOUNS[name])  # type: ignore[index]

    def _lookups(self) -> tuple[Function, ...]:
        kinds: tuple[Kind, ...] = ("unit", "system", "segment", "network", "gateway")
        return tuple(
            Function(
                name=kind, parameters=(STRING,), result=self.record(kind), call=partial(_look_up, kind),
                needs_env=True, reads_inventory=True, doc=f"The {kind} with an id.",
            )
            for kind in kinds
        )  # fmt: skip


def _look_up(kind: Kind, scope: Scope, name: str) -> object:
    return scope.by_id[kind].get(name, UNKNOWN)


def _in_force(scope: Scope, approval: Approval) -> object:
    return in_force(approval, scope.as_of)


_AS_OF = Function(
    name="as_of", parameters=(), result=STRING, call=attrgetter("as_of"), needs_env=True, attribute="as_of",
    doc="The day of the audit.",
)  # fmt: skip
_LOOKUPS = {_AS_OF.name: _AS_OF}
_IN_FORCE = "Approved, decided by the day of the audit, and not past its `until`."


def _levels(table: Table | None) -> dict[str, Field]:
    def determined(scope: Scope, system: System) -> Determination | None:
        if table is None:
            return None
        known = scope.determined.get(system.id)
        if known is None:
            known = scope.determined[system.id] = determine(system, table)
        return known

    def part(name: str) -> object:
        return lambda scope, system: getattr(determined(scope, system), name, None)

    docs = {
        "level": ("level_computed", "The level that the criteria give; unknown while undeclared facts leave it open."),
        "at_least": ("level_at_least", "The highest level whose criteria are met by what is declared."),
        "at_most": ("level_at_most", "The highest level that undeclared facts could still give."),
    }
    return {
        field: Field(shape=INT, compute=part(name), doc=doc)  # type: ignore[arg-type]
        for name, (field, doc) in docs.items()
    }


_NETWORK_OF_SEGMENT = {
    "trust": Field(
        shape=STRING, compute=lambda scope, segment: scope.trust_of_network.get(segment.network), reads_inventory=True,
        doc="Trust of its network.",
    ),
    "network_kind": Field(
        shape=STRING, compute=lambda scope, segment: scope.kind_of_network.get(segment.network), reads_inventory=True,
        doc="Kind of its network.",
    ),
}  # fmt: skip


def _dates(holidays: frozenset[str]) -> tuple[Function, ...]:
    return (
        Function(
            name="age_months", parameters=(STRING,), result=INT, needs_env=True,
            call=lambda scope, day: dates.months_between(day, scope.as_of),
            doc="Whole months from a date to the day of the audit.",
        ),
        Function(
            name="age_days", parameters=(STRING,), result=INT, needs_env=True,
            call=lambda scope, day: dates.days_between(day, scope.as_of),
            doc="Days from a date to the day of the audit.",
        ),
        Function(
            name="months_between", parameters=(STRING, STRING), result=INT, call=dates.months_between,
            doc="Whole months from the first date to the second.",
        ),
        Function(
            name="days_between", parameters=(STRING, STRING), result=INT, call=dates.days_between,
            doc="Days from the first date to the second.",
        ),
        Function(
            name="working_days", parameters=(STRING, STRING), result=INT,
            call=partial(dates.working_days, holidays=holidays),
            doc="Days from Monday to Friday after the first date up to the second, without `parameters.public_holidays`.",
        ),
    )  # fmt: skip
