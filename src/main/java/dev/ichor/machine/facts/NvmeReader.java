package dev.ichor.machine.facts;

import dev.ichor.machine.hardware.Disk.Health;
import dev.ichor.machine.hardware.Disk.LbaFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Binary structures of the NVM Express Base and NVM Command Set specifications. Numbers are little-endian. */
final class NvmeReader {
    private static final int IDENTIFY = 4096;
    private static final int SMART = 512;
    private static final int KELVIN = 273;
    private static final int MAXIMUM_FORMATS = 64;

    private final byte[] controller;
    private final byte[] namespace;
    private final byte[] descriptors;
    private final byte[] smart;

    /** Structures of another length than theirs count as absent. */
    NvmeReader(RawFacts facts, String folder) {
        this.controller = whole(facts.view(folder + "/id-ctrl"), IDENTIFY);
        this.namespace = whole(facts.view(folder + "/id-ns"), IDENTIFY);
        this.descriptors = whole(facts.view(folder + "/ns-descs"), IDENTIFY);
        this.smart = whole(facts.view(folder + "/smart"), SMART);
    }

    private static byte[] whole(byte[] bytes, int length) {
        return bytes.length == length ? bytes : new byte[0];
    }

    boolean hasController() {
        return controller.length != 0;
    }

    String serial() {
        return Texts.fixed(controller, 4, 20);
    }

    String model() {
        return Texts.fixed(controller, 24, 40);
    }

    String firmware() {
        return Texts.fixed(controller, 64, 8);
    }

    /** The serial with its padding at the front, as the kernel shows it and udev takes it. */
    String rawSerial() {
        return raw(4, 20);
    }

    String rawModel() {
        return raw(24, 40);
    }

    private String raw(int from, int length) {
        if (!hasController()) {
            return "";
        }
        String text = new String(controller, from, length, StandardCharsets.ISO_8859_1);
        int nul = text.indexOf('\0');
        return (nul < 0 ? text : text.substring(0, nul)).stripTrailing();
    }

    /** 16 hexadecimal digits; empty if none or zero. */
    String eui() {
        String described = descriptor(1, 8);
        return described.isEmpty() ? hex(namespace, 120, 8) : described;
    }

    /** 32 hexadecimal digits; empty if none or zero. */
    String nguid() {
        String described = descriptor(2, 16);
        return described.isEmpty() ? hex(namespace, 104, 16) : described;
    }

    /** 32 hexadecimal digits; empty if none or zero. */
    String uuid() {
        return descriptor(3, 16);
    }

    /** Namespace identification descriptors: type, length, two reserved bytes, identifier; a length of 0 ends them. */
    private String descriptor(int type, int length) {
        int at = 0;
        while (at + 4 <= descriptors.length) {
            int size = Bytes.u8(descriptors, at + 1);
            if (size == 0) {
                return "";
            }
            if (Bytes.u8(descriptors, at) == type && size == length) {
                return hex(descriptors, at + 4, length);
            }
            at += 4 + size;
        }
        return "";
    }

    private static String hex(byte[] bytes, int from, int length) {
        return from + length > bytes.length || Bytes.isZero(bytes, from, length) ? ""
                : HexFormat.of().formatHex(bytes, from, from + length);
    }

    /** The identifier that Linux builds: from UUID, NGUID or EUI-64, else from vendor, serial, model and namespace. */
    String wwid(int nsid) {
        if (!uuid().isEmpty()) {
            return "uuid." + uuid().replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        }
        String id = nguid().isEmpty() ? eui() : nguid();
        if (!id.isEmpty()) {
            return "eui." + id;
        }
        return hasController() && nsid > 0 ? String.format("nvme.%04x-%s-%s-%08x", Bytes.le(controller, 0, 2),
                asciiHex(rawSerial()), asciiHex(rawModel()), nsid) : "";
    }

    private static String asciiHex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** LBA formats that the namespace supports; a format of data size 0 is not available. */
    List<LbaFormat> formats() {
        if (namespace.length == 0) {
            return List.of();
        }
        int count = Math.min(MAXIMUM_FORMATS, Bytes.u8(namespace, 25) + 1);
        int flbas = Bytes.u8(namespace, 26);
        int used = flbas & 0xF | (count > 16 ? (flbas >> 5 & 3) << 4 : 0);
        List<LbaFormat> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = 128 + 4 * i;
            int shift = Bytes.u8(namespace, at + 2);
            if (shift >= 9 && shift < 31) {
                out.add(new LbaFormat(1 << shift, (int) Bytes.le(namespace, at, 2), Bytes.u8(namespace, at + 3) & 3,
                        i == used));
            }
        }
        return out;
    }

    Optional<Health> health() {
        if (smart.length == 0) {
            return Optional.empty();
        }
        int celsius = (int) Bytes.le(smart, 1, 2) - KELVIN;
        return Optional.of(new Health(Bytes.u8(smart, 0), Bytes.u8(smart, 5), Bytes.u8(smart, 3), Bytes.u8(smart, 4),
                Bytes.saturated(smart, 160), Bytes.saturated(smart, 128), celsius));
    }
}
