import pytest

from secaudit.findings.finding import fingerprint
from secaudit.findings.severity import at_level


@pytest.mark.parametrize(
    ("level", "severity"),
    [(0, "low"), (1, "low"), (2, "low"), (3, "high"), (4, "high"), (5, "critical"), (None, "critical")],
)
def test_a_table_of_severities_names_the_level_from_which_each_holds(level, severity):
    assert at_level({1: "low", 3: "high", 5: "critical"}, level) == severity


def test_a_single_severity_holds_at_every_level():
    assert at_level("medium", 5) == at_level("medium", None) == "medium"


def test_a_fingerprint_depends_on_the_subjects_and_not_on_their_order():
    assert fingerprint("R", ("a", "b")) == fingerprint("R", ("b", "a"))
    assert (
        len(
            {
                fingerprint("R", ("a",)),
                fingerprint("R", ("a",), "x"),
                fingerprint("S", ("a",)),
                fingerprint("R", ("a", "b")),
            }
        )
        == 4
    )


def test_a_fingerprint_is_the_same_in_every_release():
    known = "932af3d72b74fcf9f98f9e19cb95a11a0d8144ebe2cced5eb28af94824881ad6"

    assert fingerprint("GWP-01", ("link:l",)) == known
