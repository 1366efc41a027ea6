"""What the stand-in decides, without a machine. Run by TalosStandInTest."""

import base64
import http.server
import itertools
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "rootfs", "standin"))
sys.dont_write_bytecode = True

import disks  # noqa: E402
import events  # noqa: E402
import fetch  # noqa: E402
import kargs  # noqa: E402
import machineconfig  # noqa: E402

BASE = """
version: v1alpha1
machine:
  type: worker
  token: a.b
  ca: {crt: Zm9v, key: ""}
  install: {disk: /dev/disk/by-id/nvme-Model_SYS-1, image: "ghcr.io/siderolabs/installer:v1.13.9"}
cluster:
  controlPlane: {endpoint: "https://10.0.0.1:6443"}
"""
V13, V10, V14 = (1, 13), (1, 10), (1, 14)


def wrong(text, version=V13):
    return machineconfig.check(machineconfig.Config(text), version)


class Arguments(unittest.TestCase):
    def test_mandatory_ones_are_missed(self):
        for line, missing in (("talos.platform=metal slab_nomerge pti=on", []),
                              ("talos.platform=metal slab_nomerge= pti=on quiet", []),
                              ("talos.platform=metal slab_nomerge=1 pti=on", ["slab_nomerge"]),
                              ("slab_nomerge", ["talos.platform=metal", "pti=on"]),
                              ("", ["talos.platform=metal", "slab_nomerge", "pti=on"])):
            self.assertEqual(missing, kargs.missing(kargs.parse(line)), line)

    def test_the_first_of_two_counts(self):
        self.assertEqual("a", kargs.first(kargs.parse("x=a x=b"), "x"))
        self.assertEqual("b c", kargs.first(kargs.parse('x="b c" y'), "x"))


class Fetching(unittest.TestCase):
    VALUES = {"uuid": "u-1", "serial": "S 1", "mac": "52:54:00:00:00:01"}

    def test_variables_are_filled_in_query_values_only(self):
        for url, expanded in (("http://h/a", "http://h/a"), ("http://h/${uuid}", "http://h/${uuid}"),
                              ("http://h/a?b=${UUID}", "http://h/a?b=u-1"),
                              ("http://h/a?z=1&m=x${mac}y", "http://h/a?m=x52%3A54%3A00%3A00%3A00%3A01y&z=1"),
                              ("http://h/a?serial=", "http://h/a?serial=S+1"),
                              ("http://h/a?c=${code}", "http://h/a?c=%24%7Bcode%7D"),
                              ("http://h/a?${uuid}=1", "http://h/a?%24%7Buuid%7D=1")):
            self.assertEqual(expanded, fetch.expand(url, self.VALUES))

    def test_waits_double_without_a_bound(self):
        seconds = [int(wait) for wait in itertools.islice(fetch.waits(), 12)]
        for wait, least in zip(seconds, (0, 0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023)):
            self.assertIn(wait, (least, least + 1))


class Early(unittest.TestCase):
    """A server by HTTPS, whose authority only the kernel's command line names."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        for name in ("own", "other"):
            self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                         "/O=" + name, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", name + ".key", "-out",
                         name + ".pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path("own.pem"), self.path("own.key"))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder.name, check=True, capture_output=True)

    def early(self, name):
        with open(self.path(name)) as file:
            text = ("apiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: a\ncertificates: |\n"
                    + "".join("  " + line for line in file))
        packed = subprocess.run(["zstd", "-q", "-c"], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
        code = base64.b64encode(packed).decode()
        arguments = kargs.parse("talos.config.early=%s pti=on talos.config.early=%s" % (code[:100], code[100:]))
        return machineconfig.Config(kargs.early(arguments)).roots()

    def test_only_those_roots_count(self):
        url = "https://127.0.0.1:%d/talos/t" % self.server.server_port
        self.assertEqual(b"hello", fetch.get(url, self.early("own.pem")))
        for roots in ("", self.early("other.pem")):
            with self.assertRaisesRegex(fetch.Refused, "CERTIFICATE_VERIFY_FAILED"):
                fetch.get(url, roots)
        with self.assertRaisesRegex(fetch.Refused, "CERTIFICATE_VERIFY_FAILED"):
            fetch.get(url.replace("127.0.0.1", "localhost"), self.early("own.pem"))

    def test_none_and_broken_ones(self):
        self.assertIsNone(kargs.early(kargs.parse("talos.platform=metal")))
        self.assertRaises(ValueError, kargs.early, kargs.parse("talos.config.early=a"))


class Answering(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


class Configuration(unittest.TestCase):
    def test_a_good_one(self):
        self.assertEqual([], wrong(BASE))
        self.assertEqual([], wrong(BASE + "---\napiVersion: v1alpha1\nkind: HostnameConfig\nhostname: n\n"))

    def test_refused(self):
        document = BASE + "---\napiVersion: v1alpha1\nkind: %s\nname: a\n"
        for text, version, why in (
                (document % "LinkConfig", V10, "LinkConfig is not registered"),
                (document % "Unheard", V14, "Unheard is not registered"),
                (document % "LinkConfig" + "---\napiVersion: v1alpha1\nkind: LinkConfig\nname: a\n", V13, "duplicate"),
                (BASE.replace("v1alpha1\n", "v1alpha1\nextra: 1\n"), V13, "unknown key extra"),
                (BASE.replace("  token", "  tokens: 1\n  token"), V13, "unknown key machine.tokens"),
                (BASE.replace("type: worker", "type: minion"), V13, "type minion"),
                (BASE.replace('key: ""', "key: Zm9v"), V13, "worker"),
                (BASE.replace("type: worker", "type: controlplane"), V13, "issuing CA"),
                (BASE.replace("endpoint", "endpoints"), V13, "endpoint is required"),
                (BASE.replace("  install: {", "  installs: {"), V13, "install instructions are required"),
                (BASE.replace("disk: /dev/disk/by-id/nvme-Model_SYS-1,", ""), V13, "either install disk"),
                (BASE.replace("  type", "  sysctls: {vm.nr_hugepages: 1024}\n  type"), V13, "unmarshal"),
                (BASE.replace("  type", "  network: {hostname: n}\n  type")
                 + "---\napiVersion: v1alpha1\nkind: HostnameConfig\nauto: stable\n", V13, "hostname"),
                (BASE + "---\napiVersion: v1alpha1\nkind: UnattendedInstallConfig\n", V14, "conflicts")):
            found = "; ".join(wrong(text, version))
            self.assertIn(why, found)
        for text in ("", "a: 1", "- 1", "a: [", "machine: {}\nmachine: {}"):
            self.assertRaises(machineconfig.Wrong, machineconfig.Config, text)

    def test_partial_ones_are_not_complete(self):
        self.assertFalse(machineconfig.Config("apiVersion: v1alpha1\nkind: KmsgLogConfig\nname: a\nurl: tcp://h:1\n")
                         .complete())


class Disks(unittest.TestCase):
    """Two NVMe disks of one model."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        for name, serial, wwid in (("nvme0n1", "POOL-1", "eui.01"), ("nvme1n1", "SYS-1", "eui.02")):
            base = os.path.join(self.folder.name, name)
            os.makedirs(base + "/device")
            for file, text in (("size", "4096"), ("ro", "0"), ("wwid", wwid), ("nsid", "1"),
                               ("device/model", "Model              "), ("device/serial", serial + "    ")):
                with open(base + "/" + file, "w") as out:
                    out.write(text + "\n")
        self.disks = disks.all_disks(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def chosen(self, install):
        return disks.choose(machineconfig.Config("machine: {install: %s}" % install), self.disks).serial.strip()

    def test_links_are_those_of_udev(self):
        self.assertEqual(["/dev/disk/by-id/nvme-" + name for name in ("eui.02", "Model_SYS-1_1", "Model_SYS-1")],
                         self.disks[1].links())

    def test_by_path_and_selector(self):
        for install, serial in (("{disk: /dev/disk/by-id/nvme-Model_SYS-1}", "SYS-1"),
                                ("{disk: /dev/disk/by-id/nvme-eui.01}", "POOL-1"),
                                ("{disk: /dev/nvme1n1}", "SYS-1"),
                                ("{diskSelector: {serial: SYS-1}}", "SYS-1"),
                                ("{diskSelector: {wwid: eui.02, serial: SYS-1}}", "SYS-1"),
                                ("{disk: /dev/nvme1n1, diskSelector: {type: nvme}}", "POOL-1"),
                                ("{diskSelector: {model: Mod*}}", "POOL-1"),
                                ("{diskSelector: {size: '>= 1MiB'}}", "POOL-1")):
            self.assertEqual(serial, self.chosen(install), install)
        for install in ("{disk: /dev/disk/by-id/nvme-Model_SYS-2}", "{diskSelector: {serial: SYS}}",
                        "{diskSelector: {size: '> 1TB'}}"):
            self.assertRaises(disks.NoDisk, self.chosen, install)

    def test_by_expression(self):
        for text, serial in (('disk.wwid == "eui.02" && disk.serial == "SYS-1"', "SYS-1"),
                             ("disk.serial == 'SYS-1' && !disk.rotational", "SYS-1"),
                             ('glob("eui.*", disk.wwid)', "POOL-1"), ("!system_disk", "POOL-1")):
            self.assertEqual(serial, disks.by_expression(text, self.disks).serial.strip(), text)
        self.assertRaises(disks.NoDisk, disks.by_expression, "disk.size > 1u", self.disks)


class Events(unittest.TestCase):
    def test_bytes_are_those_of_protocol_buffers(self):
        self.assertEqual(b"\x0a\x04boot\x10\x01", events.sequence("boot", events.START)[1])
        self.assertEqual(b"\x0a\x07install\x1a\x05\x12\x03bad", events.sequence("install", events.NOOP, "bad")[1])
        self.assertEqual(b"\x08\x01\x12\x08\x12\x06\x0a\x04etcd",
                         events.machine_status(events.BOOTING, False, [("etcd", "")])[1])
        self.assertEqual(b"\x08\x04\x12\x02\x08\x01", events.machine_status(events.RUNNING, True)[1])

    def test_ids_grow(self):
        made = [events.xid() for _ in range(50)]
        self.assertEqual(50, len(set(made)))
        self.assertTrue(all(len(one) == 20 for one in made))


if __name__ == "__main__":
    unittest.main()
