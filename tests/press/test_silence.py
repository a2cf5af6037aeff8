"""Ending the connections of senders who never finish: real sockets."""

import socket
import time

from dateline.press.silence import end_connections


def test_silent_connection_of_that_address_is_ended_and_no_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_server(("127.0.0.2", 0)) as other_server:
        silent = socket.create_connection(server.getsockname(), source_address=("127.0.0.3", 0))
        other = socket.create_connection(other_server.getsockname(), source_address=("127.0.0.4", 0))
        accepted, other_accepted = server.accept()[0], other_server.accept()[0]
        time.sleep(0.2)

        too_young = end_connections("127.0.0.3", silent_seconds=60)
        ended = end_connections("127.0.0.3", silent_seconds=1)

        silent.settimeout(1)
        other_accepted.send(b"still here")
        assert (too_young, ended) == (0, 1)
        assert silent.recv(10) == b""
        assert other.recv(10) == b"still here"
        for connection in (silent, other, accepted, other_accepted):
            connection.close()


def test_connection_that_was_just_answered_goes_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        reader = socket.create_connection(server.getsockname(), source_address=("127.0.0.5", 0))
        accepted = server.accept()[0]
        time.sleep(1.2)
        accepted.send(b"page")

        ended = end_connections("127.0.0.5", silent_seconds=2)

        assert ended == 0
        reader.close()
        accepted.close()
