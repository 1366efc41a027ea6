package dev.ichor.machine.facts;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a SCSI or ATA disk names itself: VPD page 0x80 (unit serial number), VPD page 0x83 (device identification,
 * SPC-5 section 7.7.6) and the ATA IDENTIFY DEVICE data (ACS-4 section 7.13).
 */
final class ScsiIds {
    private static final int BINARY = 1;
    private static final int ASCII = 2;
    private static final int T10 = 1;
    private static final int EUI64 = 2;
    private static final int NAA = 3;
    private static final int IDENTIFY = 512;
    /** Vendor, model and serial in the designator by which Linux and most bridges describe an ATA disk. */
    private static final int ATA_DESIGNATOR = 68;

    private final byte[] page80;
    private final byte[] page83;
    private final byte[] identify;
    private final String wwid;
    private final String smartctl;

    private ScsiIds(String pages, String wwid, String smartctl) {
        this.page80 = page(pages, "80 ", 0x80);
        this.page83 = page(pages, "83 ", 0x83);
        this.identify = identify(pages);
        this.wwid = wwid;
        this.smartctl = smartctl;
    }

    /**
     * @param pages    the pages as lines of hexadecimal digits
     * @param wwid     the kernel's identifier, which for ATA disks without a world wide name is that designator
     * @param smartctl its JSON, the last resort for a serial and a full model
     */
    static ScsiIds parse(String pages, String wwid, String smartctl) {
        return new ScsiIds(pages, wwid, smartctl);
    }

    private static byte[] page(String text, String key, int code) {
        byte[] page = line(text, key);
        return Bytes.u8(page, 1) == code ? page : new byte[0];
    }

    private static byte[] identify(String text) {
        byte[] data = line(text, "identify ");
        return data.length == IDENTIFY && !Bytes.isZero(data, 0, IDENTIFY) ? data : new byte[0];
    }

    private static byte[] line(String text, String key) {
        return text.lines().limit(16).filter(line -> line.startsWith(key)).findFirst()
                .map(line -> line.substring(key.length()).strip().toLowerCase(Locale.ROOT))
                .filter(hex -> hex.length() % 2 == 0 && hex.length() <= 8192 && hex.matches("[0-9a-f]*+"))
                .map(HexFormat.of()::parseHex).orElse(new byte[0]);
    }

    /** The serial with its padding; empty if the disk did not say. */
    String serial() {
        String ata = swapped(10, 20);
        if (!ata.isBlank()) {
            return ata;
        }
        int length = Math.min((int) Bytes.be(page80, 2, 2), Math.max(0, page80.length - 4));
        String unit = length == 0 ? "" : ascii(page80, 4, length);
        if (!unit.isBlank()) {
            return unit;
        }
        String t10 = t10();
        return t10.length() > 48 ? t10.substring(48) : told("serial_number");
    }

    /** Vendor, model and serial of an ATA disk in one text; empty if not told. */
    private String t10() {
        String designator = designator(T10, ASCII);
        String text = designator.length() == ATA_DESIGNATOR || !wwid.startsWith("t10.") ? designator
                : wwid.substring(4);
        return text.startsWith("ATA     ") ? text : "";
    }

    private String told(String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\" {0,4}: {0,4}\"([ -!#-\\[\\]-~]{1,80})\"").matcher(smartctl);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The full model of an ATA disk with its padding; the SCSI inquiry holds only 16 characters of it. */
    String ataModel() {
        String model = swapped(27, 40);
        if (!model.isBlank()) {
            return model;
        }
        String t10 = t10();
        return t10.length() > 48 ? t10.substring(8, 48) : told("model_name");
    }

    String ataFirmware() {
        return swapped(23, 8);
    }

    /** World wide name as hexadecimal digits; empty if none. */
    String wwn() {
        boolean named = (Bytes.le(identify, 2 * 87, 2) & 0xC100) == 0x4100;
        if (named) {
            return String.format("%04x%04x%04x%04x", word(108), word(109), word(110), word(111));
        }
        return designator(NAA, BINARY);
    }

    /** The name that udev's SCSI rules prefer: NAA, then EUI-64, T10 vendor id, vendor specific; empty if none. */
    String scsiName(String vendor, String model) {
        String naa = registered(designator(NAA, BINARY), designator(NAA, ASCII));
        if (!naa.isEmpty()) {
            return "3" + naa;
        }
        for (int type : new int[] {EUI64, T10, 0}) {
            String id = registered(designator(type, BINARY), designator(type, ASCII));
            if (!id.isEmpty()) {
                return type + (type == 0 ? padded(vendor, 8) + padded(model, 16) : "") + id;
            }
        }
        return serial().isBlank() ? "" : "S" + padded(vendor, 8) + padded(model, 16) + serial();
    }

    private static String registered(String binary, String ascii) {
        return binary.isEmpty() ? ascii : binary;
    }

    private static String padded(String text, int length) {
        return String.format("%-" + length + "." + length + "s", text);
    }

    /** The longest designator of that type and code set that names the logical unit. */
    private String designator(int type, int code) {
        String best = "";
        int at = 4;
        int end = Math.min(page83.length, 4 + (int) Bytes.be(page83, 2, 2));
        while (at + 4 <= end) {
            int length = Bytes.u8(page83, at + 3);
            boolean unit = (Bytes.u8(page83, at + 1) & 0x30) == 0;
            boolean wanted = (Bytes.u8(page83, at + 1) & 0xF) == type && (Bytes.u8(page83, at) & 0xF) == code;
            if (unit && wanted && length > 0 && at + 4 + length <= end) {
                String id = code == BINARY ? HexFormat.of().formatHex(page83, at + 4, at + 4 + length)
                        : ascii(page83, at + 4, length);
                best = id.length() > best.length() ? id : best;
            }
            at += 4 + length;
        }
        return best;
    }

    private int word(int index) {
        return (int) Bytes.le(identify, 2 * index, 2);
    }

    /** ATA strings hold two characters a word, the first in the high byte. */
    private String swapped(int word, int length) {
        if (identify.length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i += 2) {
            text.append((char) Bytes.u8(identify, 2 * word + i + 1)).append((char) Bytes.u8(identify, 2 * word + i));
        }
        return text.toString().replace('\0', ' ');
    }

    private static String ascii(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    }
}
