"""The workbook and the comma-separated tables: data and nothing but data, the same bytes every time."""

import csv
import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from secaudit.findings.dossier import Declared, Dossier
from secaudit.reporters import RenderOptions
from secaudit.reporters.tables import SHEETS, TABLES
from tests.reporters.builders import PATH, clean_report, full_report, with_every_text
from tests.reporters.payload import FORBIDDEN, PAYLOAD
from tests.reporters.things import told_report

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("http://evil.invalid")',
    "=cmd|' /C calc'!A0",
)
REPORT = full_report(
    dossiers=(
        Dossier(kind="gateway", id="edge-fw", name="Tường lửa", level=3, source=PATH[1].source,
                fields=(Declared("approval.status", ("approved",)), Declared("default", ("deny",)), Declared("approval.until", ("2027-01-31",)), Declared("segments", ("a", "b")))),
        Dossier(kind="system", id="doc-flow", source=PATH[0].source,
                fields=(Declared("operations.last_inspection.date", ("2026-05-01",)),)),
    ),
)  # fmt: skip


def _rendered(name: str, report: Any = REPORT, language: Any = "en") -> bytes:
    return TABLES[name](report, RenderOptions(language=language))


def _values(name: str, report: Any = REPORT) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_rendered(name, report).decode("utf-8-sig"), newline="")))


def _book(report: Any = REPORT, language: Any = "en") -> Any:
    return load_workbook(io.BytesIO(_rendered("xlsx", report, language)))


@pytest.mark.parametrize("name", TABLES)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert _rendered(name) == _rendered(name)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_report_can_be_told(name: str) -> None:
    assert _rendered(name, clean_report())


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    report = with_every_text(REPORT, lambda _: text)
    for sheet in _book(report):
        for row in sheet.iter_rows(min_row=2):
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    for name in TABLES:
        if name != "xlsx":
            for row in _values(name, report)[1:]:
                assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row), row


def test_no_deceptive_character_gets_through() -> None:
    report = with_every_text(REPORT, lambda text: text + PAYLOAD)
    for sheet in _book(report):
        told = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert not set(FORBIDDEN) & set(told)
    for name in TABLES:
        if name != "xlsx":
            told = "".join(cell for row in _values(name, report) for cell in row)
            assert not set(FORBIDDEN) & set(told)


def test_the_workbook_has_a_sheet_for_each_table_with_filters_and_a_frozen_heading() -> None:
    book = _book(language="vi")
    assert len(book.sheetnames) == len(SHEETS)
    assert book.sheetnames[0] == "Phát hiện"
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref is not None


def test_dates_are_dates_and_numbers_numbers() -> None:
    book = _book()
    gateways = list(book["Gateways"].iter_rows(values_only=True))
    row = dict(zip(gateways[0], gateways[1], strict=True))
    assert row["Until"] == dt.datetime(2027, 1, 31)  # noqa: DTZ001  (a day has no zone)
    assert row["Level"] == 3
    waivers = list(book["Waivers"].iter_rows(values_only=True))
    assert isinstance(dict(zip(waivers[0], waivers[1], strict=True))["Expires"], dt.datetime)


def test_since_when_and_by_when_are_dates_and_operators_have_names() -> None:
    book = _book(told_report())
    heading, first, *_ = book["Findings"].iter_rows(values_only=True)
    row = dict(zip(heading, first, strict=True))
    assert (row["First seen"], row["To be repaired by"]) == (dt.datetime(2026, 6, 30), dt.datetime(2026, 11, 1))  # noqa: DTZ001
    assert "Trung tâm Công nghệ" in {line[2] for line in book["Systems"].iter_rows(values_only=True)}


def test_what_is_declared_is_told_in_words_and_days_as_the_reader_writes_them() -> None:
    heading, row, *_ = _book(language="vi")["Cổng kết nối"].iter_rows()
    cells = dict(zip([cell.value for cell in heading], row, strict=True))
    assert (cells["Phê duyệt"].value, cells["Mặc định"].value) == ("đã phê duyệt", "chặn")
    assert cells["Đến ngày"].number_format == "[$-42A]dd/mm/yyyy"


def test_rows_are_high_enough_for_their_texts() -> None:
    page = _book(full_report())["Findings"]
    widths = {n: one.width for one in page.column_dimensions.values() for n in range(one.min, one.max + 1)}
    assert max(widths.values()) <= 35
    for row in page.iter_rows(min_row=2):
        lines = max(len(str(cell.value or "")) / widths[cell.column] for cell in row)
        assert (page.row_dimensions[row[0].row].height or 15) >= min(405, int(lines) * 15)


def test_the_register_has_the_twelve_columns_of_form_08() -> None:
    heading, *rows = _values("csv-systems")
    assert len(heading) == 12
    assert len(rows) == 4  # a retired system is not reported
    assert rows[1][11] == "2026-05-01"


def test_every_verdict_is_a_row() -> None:
    heading, *rows = _values("csv")
    assert len(rows) == len(REPORT.verdicts)
    assert len({len(row) for row in (heading, *rows)}) == 1


def test_comma_separated_values_are_for_a_spreadsheet() -> None:
    text = _rendered("csv")
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.endswith(b"\r\n")


def test_a_cell_too_long_for_a_spreadsheet_is_cut_and_says_so() -> None:
    report = with_every_text(REPORT, lambda _: "x" * 40_000)
    value = _book(report)["x" * 31] if "x" * 31 in _book(report).sheetnames else _book(report).worksheets[0]
    longest = max(len(str(cell.value)) for row in value.iter_rows() for cell in row)
    assert longest == 32_767


def test_nothing_of_the_machine_or_the_hour_is_in_the_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(_rendered("xlsx"))) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in archive.read("docProps/core.xml")
