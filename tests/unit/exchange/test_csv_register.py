"""A register in CSV: every value keeps its place, nothing is guessed, nothing is lost in silence."""

import pytest

from secaudit.documents.reader import parse
from secaudit.documents.schemas import check
from secaudit.errors import InputError
from secaudit.exchange.columns import COLUMNS, VIETNAMESE, column_of
from secaudit.exchange.csv_register import translate

FULL = {
    "id": "portal", "name": "Cổng thông tin", "owner": "north", "operator": "north-it", "status": "operating",
    "kind": "public_service", "level": "3", "approval_status": "approved", "approval_level": "3",
    "decision_number": "12/QD-2026", "decision_date": "02/03/2026", "decision_by": "north",
    "approval_until": "2028-03-02", "appraisal_number": "08/TD", "appraisal_date": "1/2/2026", "appraisal_by": "force",
    "regulation_number": "03/QC", "regulation_date": "2026-01-05", "plan_status": "complete",
    "plan_completed": "2026-05-30", "operating_since": "2026-06-01", "risk_assessment_date": "2026-01-10",
    "note": "None",
}  # fmt: skip


def read(text, name="register.csv"):
    """The inventory as our own reader sees it, and the problems as (line, cell, message)."""
    data = text if isinstance(text, bytes) else text.encode()
    found = translate(name, data)
    document = parse("out.yaml", found.text.encode())
    check(document, "inventory")
    return document.content, [(problem.line, problem.column, problem.message) for problem in found.problems]


def row(*, delimiter=",", **changes):
    values = FULL | changes
    return delimiter.join(values) + "\r\n" + delimiter.join(values.values()) + "\r\n"


def test_every_column_has_its_field():
    content, problems = read(row())

    assert problems == []
    assert set(FULL) == set(COLUMNS)
    assert content["systems"] == [
        {
            "id": "portal", "name": "Cổng thông tin", "owner": "north", "operator": "north-it", "status": "operating",
            "kind": "public_service", "level": 3,
            "approval": {
                "status": "approved", "level": 3,
                "decision": {"number": "12/QD-2026", "date": "2026-03-02", "by": "north"}, "until": "2028-03-02",
                "appraisal": {"number": "08/TD", "date": "2026-02-01", "by": "force"},
                "regulation": {"number": "03/QC", "date": "2026-01-05"},
            },
            "plan": {"status": "complete", "completed": "2026-05-30"}, "operating_since": "2026-06-01",
            "risk_assessment": {"date": "2026-01-10"}, "note": "None",
        }
    ]  # fmt: skip
    assert [unit["id"] for unit in content["units"]] == ["force", "north", "north-it"]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["without mark", "with mark"])
def test_comma_semicolon_and_byte_order_mark(delimiter, mark):
    assert read(mark + row(delimiter=delimiter)) == read(row())


def test_vietnamese_headers_and_words():
    header = "Mã hệ thống;TÊN  HỆ THỐNG;Đơn vị chủ quản;Giai đoạn;Loại;Cấp độ;Tình trạng phê duyệt;Phương án\n"

    content, problems = read(header + "portal;Cổng;north;Đang vận hành;Nội bộ;2;đã phê duyệt;một phần\n")

    assert problems == []
    assert content["systems"][0] == {
        "id": "portal", "name": "Cổng", "owner": "north", "status": "operating", "kind": "internal", "level": 2,
        "approval": {"status": "approved"}, "plan": {"status": "partial"},
    }  # fmt: skip


def test_accents_may_be_typed_in_either_way():
    import unicodedata

    header = unicodedata.normalize("NFD", "mã,tên\n")

    content, problems = read(header + unicodedata.normalize("NFD", "a,Quản trị\n"))

    assert problems == []
    assert content["systems"] == [{"id": "a", "name": unicodedata.normalize("NFC", "Quản trị")}]


def test_every_vietnamese_header_means_a_column():
    assert {column_of(header.upper()) for header in VIETNAMESE} <= set(COLUMNS)


def test_comments_name_the_line_of_the_register():
    text = translate("sổ.csv", b'id,name\na,"two\nlines"\n\nb,x\n').text

    assert "- id: a  # from sổ.csv:2" in text
    assert "- id: b  # from sổ.csv:5" in text


def test_the_name_of_the_file_cannot_leave_its_comment():
    text = translate("x\nsystems: evil\r\u2028\x1b.csv", b"id\na\n").text

    assert parse("out.yaml", text.encode()).content["systems"] == [{"id": "a"}]
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+84", "-x", "@SUM(A1)", "=cmd|'/c calc'!A1", "0123", "1.10", "true", "no", "null", "~", "2026-01-01", "a: b", "a #b",
     "- a", "{a}", "[a]", "&a", "*a", "!a", "%a", "`a", "'a", '"a', "a\\nb", "\\", "\u202eevil", "\u200b", "\x85", "\u2028", "😀", "|", "?"],
)  # fmt: skip
def test_whatever_stands_in_a_cell_is_text(cell):
    quoted = '"' + cell.replace('"', '""') + '"'

    content, problems = read(f"id,name,decision_number\na,{quoted},x{quoted[1:-1] if cell.isalnum() else ''}\n")

    folded = " ".join(cell.split())
    assert problems == []
    assert content["systems"][0].get("name") == (folded or None)


NOT_UNDERSTOOD = {
    "level": ["0", "6", "3.0", "III", "cấp 3", "ba", "-1", "\u0663"],
    "decision_date": [
        "31/02/2026",
        "13/13/2026",
        "2026-2-3",
        "02-03-2026",
        "3/2026",
        "46083",
        "1/2/26",
        "tháng 3",
        "\u0662\u0660\u0662\u0666-01-01",
    ],
    "status": ["đang dùng", "operate", "1"],
    "kind": ["nội", "public"],
    "owner": ["Cục A", "UPPER", "a b", "-a"],
    "name": ["a\x07b", "\x1b[2J"],
    "decision_number": ["\x9b31m"],
}


@pytest.mark.parametrize(
    ("column", "cell"), [(column, cell) for column, cells in NOT_UNDERSTOOD.items() for cell in cells]
)
def test_a_cell_that_is_not_understood_is_left_out_and_told(column, cell):
    content, problems = read(
        f'id,kind,{column}\nother,other,\nportal,other,"{cell}"\n'
        if column != "kind"
        else f"id,x,kind\no,,\np,,{cell}\n"
    )

    told = [(line, number) for line, number, message in problems if message.startswith(column)]
    assert told == [(3, 3)]
    assert column not in content["systems"][1]
    assert "approval" not in content["systems"][1]
    assert all(message.isprintable() for _, _, message in problems)


def test_an_unknown_column_is_told_once_with_the_nearest_known():
    found = translate("r.csv", "id,ownr,người phụ trách\na,north,An\nb,south,Bình\n".encode())

    assert [(p.line, p.column) for p in found.problems] == [(1, 2), (1, 3)]
    assert found.problems[0].help == "did you mean 'owner'?"
    assert "north" not in found.text


def test_a_second_column_of_the_same_is_told():
    content, problems = read("id,level,cấp độ\na,2,3\n")

    assert content["systems"] == [{"id": "a", "level": 2}]
    assert [(line, number) for line, number, _ in problems] == [(1, 3)]


@pytest.mark.parametrize(
    ("rows", "places", "kept"),
    [
        (",no id\n", [(2, 1)], []),
        ("A B,bad id\n", [(2, 1), (2, 1)], []),
        ("a,one\na,two\n", [(3, 1)], ["a"]),
        ("a,one,extra\n", [(2, 3)], ["a"]),
        ("a\n", [], ["a"]),
        ("\n , \n\na,one\n", [], ["a"]),
        ("", [], []),
    ],
)
def test_rows_that_do_not_fit_are_told(rows, places, kept):
    content, problems = read("id,name\n" + rows)

    assert [system["id"] for system in content["systems"]] == kept
    assert [(line, number) for line, number, _ in problems] == places


def test_the_units_of_a_row_that_is_left_out_are_left_out_too():
    content, _ = read("id,owner\n,ghost\na,north\n")

    assert [unit["id"] for unit in content["units"]] == ["north"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"\n\n", 1),
        (b"name,level\na,2\n", 1),
        (b"id,name\na,L\xea\n", 2),
        (b'id,name\na,"open\n', 2),
        (b'id,name\na,"x"y\n', 2),
    ],
    ids=["empty", "blank", "no ids", "not UTF-8", "open quote", "text after a quote"],
)
def test_what_is_no_register_is_refused_with_its_place(data, line):
    with pytest.raises(InputError) as caught:
        translate("r.csv", data)

    assert [(problem.file, problem.line) for problem in caught.value.problems][-1] == ("r.csv", line)
