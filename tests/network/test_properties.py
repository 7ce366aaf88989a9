"""What must hold of every network (`semantics.md` section 6), on small random ones."""

from hypothesis import HealthCheck, Phase, given, settings

from secaudit.network import Network, reach
from tests.network import exact
from tests.network.building import AS_OF, network_of
from tests.network.drawing import Content, contents

few = settings(
    max_examples=120, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def reached(network: Network) -> dict[str, set[str]]:
    return {
        segment.id: {network.segments[end].id for end in reach(network, [number]).order}
        for number, segment in enumerate(network.segments)
    }


@few
@given(contents())
def test_what_can_really_be_reached_is_never_missed(content: Content) -> None:
    ours, true = reached(network_of(content)), exact.reaches(content, AS_OF)
    assert {start: true[start] - ours[start] for start in true if true[start] - ours[start]} == {}


@few
@given(contents(remote=False))
def test_without_remote_selectors_exactly_what_can_be_reached_is_reached(content: Content) -> None:
    assert reached(network_of(content)) == exact.reaches(content, AS_OF)
