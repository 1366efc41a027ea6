package dev.ichor.server.admin.openapi;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.Subnet;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineId;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemas of values that JSON writes as one text or number. */
final class Texts {
    private static final Map<Class<?>, Map<String, Object>> ALL = Map.ofEntries(
            Map.entry(String.class, Map.of("type", "string")),
            Map.entry(boolean.class, Map.of("type", "boolean")),
            Map.entry(Boolean.class, Map.of("type", "boolean")),
            Map.entry(int.class, whole("int32")),
            Map.entry(Integer.class, whole("int32")),
            Map.entry(long.class, whole("int64")),
            Map.entry(Long.class, whole("int64")),
            Map.entry(Double.class, Map.of("type", "number", "format", "double")),
            Map.entry(Instant.class, text("date-time", "")),
            Map.entry(URI.class, text("uri", "")),
            Map.entry(Mac.class, text("", "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$")),
            Map.entry(Ipv4.class, text("ipv4", "")),
            Map.entry(Subnet.class, text("", "^[0-9.]{7,15}/[0-9]{1,2}$")),
            Map.entry(SystemUuid.class, text("uuid", "")),
            Map.entry(Sha256.class, text("", "^[0-9a-fA-F]{64}$")),
            Map.entry(BootId.class, text("", "^[0-9a-f]{16}$")),
            Map.entry(MachineId.class, text("", "^m-[23456789abcdefghjkmnpqrstuvwxyz]{8}$")),
            Map.entry(Arch.class, Map.of("type", "string")),
            Map.entry(Object.class, Map.of()));

    private Texts() {
    }

    /** The schema, which the caller may change; null if the class is not written as one value. */
    static Map<String, Object> of(Class<?> type) {
        Map<String, Object> schema = ALL.get(type);
        return schema == null ? null : new LinkedHashMap<>(schema);
    }

    private static Map<String, Object> whole(String format) {
        return Map.of("type", "integer", "format", format);
    }

    private static Map<String, Object> text(String format, String pattern) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        if (!format.isEmpty()) {
            schema.put("format", format);
        }
        if (!pattern.isEmpty()) {
            schema.put("pattern", pattern);
        }
        return schema;
    }
}
