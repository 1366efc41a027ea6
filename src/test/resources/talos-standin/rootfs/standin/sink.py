"""Sends events by gRPC over plain HTTP/2, one unary call each; a call that fails is made again until it succeeds."""

import socket
import struct
import threading
import time

import events

PATH = "/events.EventSinkService/Publish"


class Failed(Exception):
    """A call that did not succeed."""


class Connection:
    def __init__(self, endpoint):
        import h2.config
        import h2.connection
        host, _, port = endpoint.rpartition(":")
        self.endpoint = endpoint
        self.socket = socket.create_connection((host.strip("[]"), int(port)), 20)
        self.socket.settimeout(30)
        self.http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
        self.http.initiate_connection()
        self.flush()

    def flush(self):
        self.socket.sendall(self.http.data_to_send())

    def call(self, message):
        """A unary call; Failed unless its status is 0."""
        stream = self.http.get_next_available_stream_id()
        self.http.send_headers(stream, [(":method", "POST"), (":scheme", "http"), (":path", PATH),
                                        (":authority", self.endpoint), ("content-type", "application/grpc"),
                                        ("user-agent", "grpc-go/1.75.0"), ("te", "trailers"),
                                        ("grpc-accept-encoding", "gzip")])
        self.http.send_data(stream, struct.pack(">BI", 0, len(message)) + message, end_stream=True)
        self.flush()
        status = None
        while True:
            received = self.socket.recv(65536)
            if not received:
                raise Failed("the connection ended")
            for event in self.http.receive_data(received):
                name = type(event).__name__
                if getattr(event, "stream_id", stream) != stream:
                    continue
                if name in ("ResponseReceived", "TrailersReceived"):
                    status = dict(event.headers).get("grpc-status", status)
                elif name == "DataReceived":
                    self.http.acknowledge_received_data(event.flow_controlled_length, stream)
                elif name == "StreamEnded":
                    self.flush()
                    if status != "0":
                        raise Failed("status %s" % status)
                    return
                elif name in ("StreamReset", "ConnectionTerminated"):
                    raise Failed(name)
            self.flush()

    def close(self):
        self.socket.close()


class Sender(threading.Thread):
    """Drains the log of events towards whatever endpoint is set now."""

    def __init__(self, log):
        super().__init__(daemon=True)
        self.log = log
        self.endpoint = None
        self.start()

    def run(self):
        connection = None
        pause = 0.5
        while True:
            event = self.log.next()
            endpoint = self.endpoint
            if not endpoint:
                time.sleep(0.1)
                continue
            try:
                if connection is None or connection.endpoint != endpoint:
                    connection = Connection(endpoint)
                connection.call(events.request(event))
                self.log.acknowledge()
                pause = 0.5
            except Exception as problem:  # whatever it was, the event is sent again
                if connection is not None:
                    connection.close()
                connection = None
                print("talos-standin: event sink %s: %r" % (endpoint, problem), flush=True)
                time.sleep(pause)
                pause = min(pause * 2, 10)
