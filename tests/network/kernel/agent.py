"""Runs inside one segment: answers on every sampled port, and opens conversations when it is told to.

One line of JSON in, one line out. `{"open": [[source, target, protocol, port], ...], "wait": seconds}` tells
which TCP connections were made; `{"heard": true}` tells which datagrams came in. Standard library only.
"""

import json
import resource
import select
import socket
import struct
import sys
import threading
import time

RESET = struct.pack("ii", 1, 0)


def listen(addresses, ports, heard):
    """Listen for datagrams and accept connections, for ever, in the background."""
    poller, sockets = select.epoll(), {}
    for address in addresses:
        for protocol, kind in (("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)):
            for port in ports[protocol]:
                opened = socket.socket(socket.AF_INET, kind)
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                opened.bind((address, port))
                if protocol == "tcp":
                    opened.listen(1024)
                opened.setblocking(False)
                sockets[opened.fileno()] = (opened, protocol)
                poller.register(opened, select.EPOLLIN)
    threading.Thread(target=_answer, args=(poller, sockets, heard), daemon=True).start()


def _answer(poller, sockets, heard):
    while True:
        for number, _ in poller.poll():
            opened, protocol = sockets[number]
            if protocol == "tcp":
                opened.accept()[0].close()
            else:
                text, (source, _) = opened.recvfrom(100)
                heard.add((source, *opened.getsockname(), text.decode()))


def converse(wanted, wait):
    """Open conversations at once; which TCP connections were made within some seconds."""
    ahead, made = {}, []
    poller = select.epoll()
    for source, target, protocol, port in wanted:
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        opened.bind((source, 0))
        opened.setblocking(False)
        if protocol == "udp":
            opened.sendto(source.encode(), (target, port))
            opened.close()
        else:
            opened.connect_ex((target, port))
            ahead[opened.fileno()] = (opened, [source, target, protocol, port])
            poller.register(opened, select.EPOLLOUT)
    end = time.monotonic() + wait
    while ahead and (left := end - time.monotonic()) > 0:
        for number, _ in poller.poll(left):
            opened, what = ahead.pop(number)
            if opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                made.append(what)
            poller.unregister(number)
            opened.close()
    for opened, _ in ahead.values():
        opened.close()
    return made


def main():
    """Serve until the standard input ends."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    heard = set()
    listen(json.loads(sys.argv[1]), json.loads(sys.argv[2]), heard)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        answer = sorted(heard) if "heard" in asked else converse(asked["open"], asked["wait"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
