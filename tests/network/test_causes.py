"""What is gathered about a cause belongs to it."""

from secaudit.network import Closed, Group, Question, causes
from tests.network.building import ids, network_of, numbers, permit, segments_of, shut


def test_what_lies_behind_two_causes_in_a_row_is_told_with_the_one_next_to_it():
    # Those that end in 1 leave by way of first, in 2 of second, all over the cable; 1 and 2 themselves without it.
    inner = [f"{row}{side}" for row in "abcdef" for side in "12"]
    network = network_of({
        "segments": segments_of("far", "middle", "out", "1", "2", *inner),
        "gateways": [
            {"id": "first", "segments": ["1", "middle", "out", *inner[::2]],
             "policy": [permit("1", "out"), *(permit(segment, "middle") for segment in inner[::2])]},
            {"id": "second", "segments": ["2", "middle", "far", *inner[1::2]],
             "policy": [permit("2", "far"), *(permit(segment, "middle") for segment in inner[1::2])]},
        ],
        "links": [{"id": "cable", "between": ["middle", "out"]}],
    })  # fmt: skip
    question = Question(network, frozenset(numbers(network, ("out", "far"))), inward=False)
    groups = [
        Group(numbers(network, ("middle",)), Closed(shut(network, ("second",)))),
        Group(numbers(network, ("1", "2", *inner)), Closed(shut(network, ()))),
    ]

    found = causes(question, groups)

    assert {network.devices[cause.via].id: ids(network, cause.exposed) for cause in found} == {
        "cable": ["middle"],
        "first": ["1", *inner[::2]],
        "second": ["2", *inner[1::2]],
    }


def test_the_ways_of_one_group_are_never_given_for_another():
    names = [f"s{number:02}" for number in range(20)]
    network = network_of(
        {
            "segments": segments_of("out", *names),
            "links": [{"id": f"l-{name}", "between": [name, "out"]} for name in names],
        }
    )
    question = Question(network, frozenset(numbers(network, ("out",))), inward=False)
    closed = Closed(shut(network, ()))

    found = [question.ways(Group((network.index[name],), closed), ()).reaching for name in names]

    assert found == [[network.index[name]] for name in names]
