"""What the text of a citation names."""

# ruff: noqa: RUF001  (a range is written with an en dash)

import pytest

from secaudit.packs.clauses import clauses


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Điều 18.2.a", ["Điều 18.2.a"]),
        ("Điều 24", ["Điều 24"]),
        ("CA-3(7)", ["CA-3(7)"]),
        ("SR 5.1 RE1", ["SR 5.1 RE1"]),
        ("Phụ lục IV mục II.1.b.xvii", ["Phụ lục IV mục II.1.b.xvii"]),
        ("mục 3.12.2.2; 4.12.2.2; 5.12.2.2 a", ["mục 3.12.2.2", "mục 4.12.2.2", "mục 5.12.2.2 a"]),
        ("SR 5.1; SR 5.2 RE1; 5.3", ["SR 5.1", "SR 5.2 RE1", "SR 5.3"]),
        ("SC-7 b; SC-7 c", ["SC-7 b", "SC-7 c"]),
        ("Điều 30.9.a, c, d, đ", ["Điều 30.9.a", "Điều 30.9.c", "Điều 30.9.d", "Điều 30.9.đ"]),
        ("mục 6.12.2.7 c, e; 7.12.2.8 c", ["mục 6.12.2.7 c", "mục 6.12.2.7 e", "mục 7.12.2.8 c"]),
        ("Điều 18.3.a–c", ["Điều 18.3.a", "Điều 18.3.b", "Điều 18.3.c"]),
        ("Điều 21.1–21.4", ["Điều 21.1", "Điều 21.2", "Điều 21.3", "Điều 21.4"]),
        ("Điều 11–13", ["Điều 11", "Điều 12", "Điều 13"]),
        ("mục 3.13.2.2.4–3.13.2.2.5", ["mục 3.13.2.2.4", "mục 3.13.2.2.5"]),
    ],
)
def test_each_form_names_its_clauses_one_by_one(text, named):
    assert list(clauses(text)) == named


def test_a_range_of_letters_follows_vietnamese_law():
    assert clauses("Điều 6.3.d–g") == ("Điều 6.3.d", "Điều 6.3.đ", "Điều 6.3.e", "Điều 6.3.g")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "Điều 5;",
        "Điều 5.1, ",
        "Điều 18.3.c–a",
        "Điều 18.3.a–a",
        "Điều 18.3.a–4",
        "Điều 18.3.a–19.3.b",
        "CA-3, CA-6",
        "Điều 1–900",
        "Điều 5–",
        "–5",
        "Điều 18.3.a–c–d",
    ],
)
def test_what_is_no_form_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        clauses(text)


def test_a_plus_or_a_hyphen_is_read_as_part_of_one_name():
    assert clauses("Điều 10.2.c + 22.5.a") == ("Điều 10.2.c + 22.5.a",)
    assert clauses("Điều 10.2.a-b") == ("Điều 10.2.a-b",)
