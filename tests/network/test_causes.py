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


def test_of_devices_in_a_row_that_expose_nothing_alone_enough_are_causes():
    # What starts at a leaves by way of pass only; whoever holds in gets to a over line, and back to pass in or far.
    network = network_of({
        "segments": segments_of("in", "far", "a", "out"),
        "gateways": [{"id": "pass", "segments": ["in", "far", "out"], "policy": [permit("a", "out")]}],
        "hosts": [{"id": "host", "segments": ["far", "a"]}],
        "links": [
            {"id": "line", "between": ["in", "far"]},
            {"id": "short", "between": ["in", "out"], "one_way": {"from": "in", "to": "out"}},
        ],
    })  # fmt: skip
    question = Question(network, frozenset(numbers(network, ("out",))), inward=False)
    group = Group(numbers(network, ("in",)), Closed(shut(network, ())))

    found = causes(question, [group])

    assert {network.devices[cause.via].id: ids(network, cause.exposed) for cause in found} == {
        "line": ["in"],
        "short": ["in"],
    }
    assert not question.ways(group, [cause.via for cause in found]).reached


def test_what_is_told_for_one_direction_is_cut_for_the_other_and_named_with_what_it_exposes_there():
    network = network_of({
        "segments": segments_of("a", "b", "out"),
        "links": [
            {"id": "cable", "between": ["b", "out"]},
            {"id": "diode", "between": ["a", "b"], "one_way": {"from": "a", "to": "b"}},
        ],
    })  # fmt: skip
    question = Question(network, frozenset(numbers(network, ("out",))), inward=False)
    group = Group(numbers(network, ("a", "b")), Closed(shut(network, ())))

    (found,) = causes(question, [group], (), [next(via for via in range(2) if network.devices[via].id == "cable")])

    assert (network.devices[found.via].id, ids(network, found.exposed)) == ("cable", ["a", "b"])


def test_what_a_device_exposes_alone_is_not_told_of_another_that_exposes_nothing_alone():
    # c leaves over last, and a over first to c; side leads from a to c as well, and to b, from where nothing of a leaves.
    network = network_of({
        "networks": [{"id": name, "trust": "own"} for name in ("n0", "n1", "n2")],
        "segments": [
            {"id": "a", "network": "n1"}, {"id": "b", "network": "n2"}, {"id": "c", "network": "n0"},
            {"id": "out", "network": "n2"},
        ],
        "gateways": [
            {"id": "first", "segments": ["a", "c"], "policy": [permit("a", "c")]},
            {"id": "jump", "kind": "jump_host", "segments": ["b", "out"], "policy": [permit("b", "out")]},
            {"id": "last", "segments": ["c", "out"], "policy": [permit("any", "out")]},
            {"id": "side", "segments": ["a", "b", "c"], "policy": [permit("any", "out")]},
        ],
    })  # fmt: skip
    question = Question(network, frozenset(numbers(network, ("out",))), inward=False)
    group = Group(numbers(network, ("a", "c")), Closed(shut(network, ())))

    (found,) = causes(question, [group])

    assert (network.devices[found.via].id, ids(network, found.exposed)) == ("last", ["a", "c"])
