"""Inventories built out of this machine's kernel: a network namespace for each segment and each device.

A segment is a bridge with two hosts' addresses on it; a device has a leg in each of its segments and routes
between them through its packet filter. Nothing leaves the namespaces: none has a leg anywhere else.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.network.kernel.inventories import BLOCK, HOSTS, PORTS
from tests.network.kernel.rules import ruleset

Content = Mapping[str, Any]
Probe = tuple[str, str, str, int]
"""Source address, target address, protocol, port."""
_PREFIX = "audit"
_AGENT = Path(__file__).with_name("agent.py")
_SETTINGS = """
echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 2>/dev/null
for file in /proc/sys/net/ipv4/conf/*/rp_filter /proc/sys/net/ipv4/conf/*/send_redirects; do echo 0 > $file; done
"""


class Missing(Exception):  # noqa: N818  (nothing is wrong)
    """Why no network can be built here; `by_kernel`: the kernel forbids it, and nothing can be done."""

    def __init__(self, reason: str, *, by_kernel: bool) -> None:
        super().__init__(reason)
        self.by_kernel = by_kernel


def probe() -> None:
    """Raise Missing if this machine builds no networks."""
    if os.name != "posix" or os.geteuid() != 0:
        raise Missing("only root may build network namespaces", by_kernel=False)
    if lacking := [tool for tool in ("ip", "nft") if shutil.which(tool) is None]:
        raise Missing(f"{' and '.join(lacking)} not installed (packages iproute2, nftables)", by_kernel=False)
    remove_leftovers()
    content = {
        "segments": [{"id": "a"}, {"id": "b"}],
        "gateways": [{"id": "g", "segments": ["a", "b"], "policy": [{"from": "a", "to": "b", "action": "permit"}]}],
        "links": [], "hosts": [],
    }  # fmt: skip
    try:
        with built(content):
            pass
    except subprocess.CalledProcessError as error:
        raise Missing(f"the kernel builds no network: {error.stderr.strip()[:300]}", by_kernel=True) from error


def remove_leftovers() -> None:
    """Remove the namespaces of runs that were killed."""
    for space in Path("/run/netns").glob(f"{_PREFIX}-*-*"):
        number = space.name.split("-")[1]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            _run("ip", "netns", "del", space.name)


@contextmanager
def built(content: Content) -> Iterator["Lab"]:
    """The network of an inventory, for as long as the context lasts."""
    lab = Lab(content)
    try:
        lab.build()
        yield lab
    finally:
        lab.remove()


class Lab:
    """One network, running."""

    def __init__(self, content: Content) -> None:
        """Nothing is built yet."""
        self._content = content
        self._number = {segment["id"]: number for number, segment in enumerate(content["segments"])}
        self._devices = [*content["gateways"], *content["links"], *content["hosts"]]
        self._agents: dict[str, subprocess.Popen[str]] = {}
        prefix = f"{_PREFIX}-{os.getpid()}"
        self._spaces = {name: f"{prefix}-{name}" for name in (*self._number, *(one["id"] for one in self._devices))}
        self._paths = {
            (a, b): list(_simple_paths(a, b, self._devices)) for a in self._number for b in self._number if a < b
        }
        self.rounds = max((len(paths) for paths in self._paths.values()), default=0)

    # Building and removing

    def build(self) -> None:
        """Make the namespaces, join them, set the filters, start the agents."""
        _run("ip", "-batch", "-", text="".join(f"netns add {space}\n" for space in self._spaces.values()))
        cables = [
            f"link add p{k} netns {self._spaces[name]} type veth"
            f" peer name e{self._number[name]} netns {self._spaces[device['id']]}\n"
            for k, device in enumerate(self._devices)
            for name in _joined(device)
        ]
        _run("ip", "-batch", "-", text="".join(cables))
        scripts = {name: self._segment(name) for name in self._number}
        scripts |= {device["id"]: self._device(k, device) for k, device in enumerate(self._devices)}
        self._everywhere({name: ("ip", "netns", "exec", self._spaces[name], "sh", "-e") for name in scripts}, scripts)
        for name in self._number:
            addresses = json.dumps([self.address(name, host) for host in HOSTS])
            command = ["ip", "netns", "exec", self._spaces[name], sys.executable, "-ISs", str(_AGENT), addresses]
            pipe = subprocess.PIPE
            self._agents[name] = subprocess.Popen([*command, json.dumps(PORTS)], stdin=pipe, stdout=pipe, text=True)
        for agent in self._agents.values():
            _answer(agent)

    def remove(self) -> None:
        """Remove everything, however far it was built."""
        for agent in self._agents.values():
            agent.kill()
            agent.communicate()
        for space in self._spaces.values():
            if Path("/run/netns", space).exists():
                with suppress(subprocess.CalledProcessError):
                    _run("ip", "netns", "del", space)

    def address(self, segment: str, host: int) -> str:
        """The address of a host in a segment."""
        return self._block(segment).removesuffix("0/24") + str(host)

    def _block(self, segment: str) -> str:
        return BLOCK.format(self._number[segment])

    def _segment(self, name: str) -> str:
        ports = [f"p{k}" for k, device in enumerate(self._devices) if name in _joined(device)]
        lines = ["link add br0 type bridge forward_delay 0 mcast_snooping 0", "link set lo up", "link set br0 up"]
        lines += [line for port in ports for line in (f"link set {port} master br0", f"link set {port} up")]
        lines += [f"addr add {self.address(name, host)}/24 dev br0" for host in HOSTS]
        return _SETTINGS + _batch(lines)

    def _device(self, k: int, device: Content) -> str:
        lines = ["link set lo up"]
        for name in _joined(device):
            lines += [f"addr add {self._leg(k, name)}/24 dev e{self._number[name]}"]
            lines += [f"link set e{self._number[name]} up"]
        for name, number in self._number.items():
            lines.append(f"rule add from {self._block(name)} lookup {100 + number} pref {100 + number}")
        off = device.get("forwarding", {})
        forwards = not (off.get("state") == "off" and off.get("attested", "9999") <= "2026-11-22")
        return (
            _SETTINGS
            + f"echo {int(forwards)} > /proc/sys/net/ipv4/ip_forward\n"
            + _batch(lines)
            + f"nft -f - <<'END'\n{ruleset(self._content, device)}END\n"
        )

    def _leg(self, k: int, segment: str) -> str:
        return self.address(segment, 100 + k)

    # Ways

    def take_ways(self, turn: int) -> None:
        """Route every pair of segments, there and back, along its way number `turn` (or its last one)."""
        order = {device["id"]: k for k, device in enumerate(self._devices)}
        lines: dict[str, list[str]] = {name: [] for name in self._spaces}
        for paths in filter(None, self._paths.values()):
            there = paths[min(turn, len(paths) - 1)]
            for path in (there, there[::-1]):
                start, goal = path[0], path[-1]
                lines[start].append(f"route replace {self._block(goal)} via {self._leg(order[path[1]], start)} dev br0")
                for place in range(1, len(path), 2):
                    through = path[place + 1]
                    hop = f"via {self._leg(order[path[place + 2]], through)} " if through != goal else ""
                    lines[path[place]].append(
                        f"route replace {self._block(goal)} {hop}dev e{self._number[through]}"
                        f" table {100 + self._number[start]}"
                    )
        texts = {name: "\n".join(some) + "\n" for name, some in lines.items() if some}
        self._everywhere({name: ("ip", "-n", self._spaces[name], "-batch", "-") for name in texts}, texts)

    # Conversations

    def converse(self, probes: Sequence[Probe], wait: float) -> set[Probe]:
        """Open conversations from all segments at once; those that came through."""
        home = {self.address(name, host): name for name in self._number for host in HOSTS}
        asked: dict[str, list[Probe]] = {}
        for one in probes:
            asked.setdefault(home[one[0]], []).append(one)
        for name, some in asked.items():
            _ask(self._agents[name], {"open": some, "wait": wait})
        found: set[Probe] = {tuple(one) for name in asked for one in _answer(self._agents[name])}
        for agent in self._agents.values():
            _ask(agent, {"heard": True})
        for agent in self._agents.values():
            for source, target, port, said in _answer(agent):
                assert source == said
                found.add((source, target, "udp", port))
        return found

    def _everywhere(self, commands: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> None:
        pipe = subprocess.PIPE
        running = {
            name: subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
            for name, command in commands.items()
        }
        ended = [(running[name], *running[name].communicate(texts[name])) for name in commands]
        for process, out, error in ended:
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, process.args, out, error)


def _simple_paths(start: str, goal: str, devices: Sequence[Content]) -> Iterator[tuple[str, ...]]:
    """Every way (segment, device, segment, ...) that passes no segment and no device twice."""
    ahead: list[tuple[str, ...]] = [(start,)]
    while ahead:
        path = ahead.pop(0)
        if path[-1] == goal:
            yield path
            continue
        for device in devices:
            if path[-1] in _joined(device) and device["id"] not in path:
                ahead += [(*path, device["id"], end) for end in _joined(device) if end not in path]


def _joined(device: Content) -> Sequence[str]:
    joined: Sequence[str] = device.get("between") or device["segments"]
    return joined


def _batch(lines: Sequence[str]) -> str:
    return "ip -batch - <<'END'\n" + "\n".join(lines) + "\nEND\n"


def _run(*command: str, text: str = "") -> None:
    subprocess.run(command, input=text, capture_output=True, text=True, check=True)


def _ask(agent: subprocess.Popen[str], question: object) -> None:
    assert agent.stdin is not None
    agent.stdin.write(json.dumps(question) + "\n")
    agent.stdin.flush()


def _answer(agent: subprocess.Popen[str]) -> Any:
    assert agent.stdout is not None
    line = agent.stdout.readline()
    assert line, f"the agent ended: {agent.args}"
    return json.loads(line)
