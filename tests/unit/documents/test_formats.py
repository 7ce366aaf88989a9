import json

import pytest

from secaudit.documents import parse, problems, schema_text
from secaudit.network import services


@pytest.mark.parametrize(
    ("block", "is_block"),
    [
        ("10.1.1.0/24", True),
        ("10.1.1.5/24", False),
        ("300.1.1.0/24", False),
        ("10.1.1.0/33", False),
        ("2001:db8::/32", True),
    ],
)
def test_a_block_of_addresses_is_written_with_the_first_of_them(block, is_block):
    document = parse("f.yaml", f"secaudit: 1\nsegments: [{{id: a, cidrs: ['{block}']}}]".encode())

    assert (problems(document, "inventory") == ()) is is_block


def test_the_schema_and_the_network_know_the_same_protocols():
    pattern = json.loads(schema_text("inventory"))["definitions"]["service"]["pattern"]
    protocols = pattern.partition("(tcp")[2].partition(")")[0].split("|")

    assert {"tcp", *filter(None, protocols)} == set(services.PROTOCOLS)
