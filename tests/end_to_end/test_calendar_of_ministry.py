"""What a look ahead keeps from one day to the next changes no answer: held against one that begins anew every day."""

from collections.abc import Collection
from datetime import date

import pytest
from msgspec.structs import replace

from secaudit.network import connect
from secaudit.packs import Rulebook
from secaudit.pipeline import Request, calendar
from secaudit.pipeline.audit import load
from secaudit.pipeline.calendar import _Open
from secaudit.policy import Scope
from tests.reporters.samples import AS_OF, ROOT

MONTHS = 12


class _Anew(calendar._Days):
    """Loads the rules and builds the network for every single day."""

    def open(self, day: date, only: Collection[str] | None = None) -> _Open:
        self._only = only
        return super().open(day, only)

    def _book(self, as_of: str) -> Rulebook:
        return load(replace(self._request, as_of=as_of), self._only)

    def _scope(self, as_of: str) -> Scope:
        return Scope(self._inventory, as_of, connect(self._inventory, as_of))


def test_a_year_of_the_ministry_is_the_same_as_one_of_which_every_day_is_loaded_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = Request(roots=(ROOT / "inventories/ministry",), base=ROOT, as_of=AS_OF)
    quick = calendar.calendar(request, MONTHS)
    monkeypatch.setattr(calendar, "_Days", _Anew)
    assert calendar.calendar(request, MONTHS) == quick
    assert len(quick.due) > 50
