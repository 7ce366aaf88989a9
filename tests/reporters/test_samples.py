"""The samples in `reports/sample/` are what the product writes today."""

import pytest

from tests.reporters.samples import SAMPLES, samples


@pytest.mark.once
def test_the_samples_are_up_to_date() -> None:
    for name, text in samples().items():
        written = (SAMPLES / name).read_text("utf-8") if (SAMPLES / name).is_file() else ""
        assert written == text, f"{name} is stale: python -m tests.reporters.samples"
