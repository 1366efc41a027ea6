"""The configuration's download: variables, one GET after the other, waits that double without an upper bound."""

import random_wait
import socket
import time
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import say

NAMES = ("uuid", "serial", "mac", "hostname", "code")
ATTEMPT_SECONDS = 180
TOTAL_SECONDS = 3 * 3600
LARGEST = 16 << 20


class Refused(Exception):
    """One attempt that brought nothing."""


class NotFound(Exception):
    """An answer without a configuration in it."""


def expand(url, values):
    """Fills ${uuid} and its like in the values of the query and nowhere else; the query comes out sorted."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    query = []
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if value == "" and key.lower() in NAMES:
            value = "${%s}" % key
        for name in NAMES:
            at = value.lower().find("${%s}" % name)
            if at >= 0 and values.get(name):
                value = value[:at] + values[name] + value[at + len(name) + 3:]
        query.append((key, value))
    return urlunsplit(parts._replace(query=urlencode(sorted(query))))


def waits():
    """Seconds before attempt 0, 1, 2, …: (2^n - 1) / 2 and up to one second."""
    n = 0
    while True:
        yield int((2 ** n - 1) / 2) + (random_wait.fraction() if n else 0)
        n += 1


def connect(parts, roots):
    """By https only a server counts that one of the roots vouches for; without roots none does."""
    if parts.scheme not in ("http", "https"):
        raise Refused("this stand-in fetches by http and https only")
    link = socket.create_connection((parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)), 30)
    if parts.scheme == "http":
        return link
    import ssl
    try:
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if roots:
            trust.load_verify_locations(cadata=roots)
        return trust.wrap_socket(link, server_hostname=parts.hostname)
    except OSError:
        link.close()
        raise


def get(url, roots="", redirects=10):
    """The body of a 200 or 204; anything else is Refused."""
    parts = urlsplit(url)
    try:
        with connect(parts, roots) as link:
            link.settimeout(ATTEMPT_SECONDS)
            target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
            link.sendall(("GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n"
                          "Connection: close\r\n\r\n" % (target, parts.netloc)).encode())
            status, headers, body = answer(link)
    except OSError as problem:
        raise Refused(str(problem)) from problem
    if status in (301, 302, 303, 307, 308) and redirects and "location" in headers:
        return get(headers["location"], roots, redirects - 1)
    if status not in (200, 204):
        raise Refused("the server answered %d: %s" % (status, body[:32].decode("ascii", "replace")))
    if body[:2] == b"\x1f\x8b":
        import zlib
        body = zlib.decompress(body, 47)
    return body


def answer(link):
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = link.recv(65536)
        if not piece:
            raise OSError("the answer ended in its head")
        raw += piece
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    status = int(lines[0].split(" ")[1])
    length = int(headers["content-length"]) if "content-length" in headers else None
    while (length is None and status != 204) or (length is not None and len(body) < length):
        piece = link.recv(65536)
        if not piece:
            break
        body += piece
        if len(body) > LARGEST:
            raise OSError("the answer is larger than %d bytes" % LARGEST)
    if length is not None and len(body) != length:
        raise OSError("the answer has %d bytes, not %d" % (len(body), length))
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = unchunked(body)
    return status, headers, body


def unchunked(raw):
    body = b""
    while raw:
        size, _, raw = raw.partition(b"\r\n")
        count = int(size.split(b";")[0], 16)
        if not count:
            return body
        body, raw = body + raw[:count], raw[count + 2:]
    raise OSError("the answer ended in a chunk")


def fetch(url, values, roots=""):
    """Asks until a server gives a body, for three hours at most."""
    end = time.monotonic() + TOTAL_SECONDS
    for number, wait in enumerate(waits()):
        time.sleep(wait)
        target = expand(url, values)
        say.say("fetching machine config from: %s (attempt %d)" % (target.split("?")[0].rsplit("/", 1)[0] + "/…",
                                                                   number + 1))
        try:
            body = get(target, roots)
        except Refused as problem:
            say.say("failed to fetch machine config: %s" % problem, 4)
            if time.monotonic() > end:
                raise NotFound("no machine config within three hours") from problem
            continue
        if not body:
            raise NotFound("config not found")
        return body
