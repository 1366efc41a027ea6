package dev.ichor.kube;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the one kind of object that Helm sends as protocol buffers: the Secret that keeps a release. */
final class KubeProto {
    private static final int MAGIC = 4;

    private KubeProto() {
    }

    static boolean is(byte[] body) {
        return body.length > MAGIC && new String(body, 0, MAGIC, StandardCharsets.ISO_8859_1).equals("k8s\0");
    }

    /** As JSON; without content unless it is a Secret. */
    static byte[] json(byte[] body) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(body, MAGIC, body.length - MAGIC);
        Map<String, Object> object = new LinkedHashMap<>();
        byte[] raw = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> object = type(in.readByteArray());
                case 2 -> raw = in.readByteArray();
                default -> in.skipField(tag);
            }
        }
        if (object.getOrDefault("kind", "").equals("Secret")) {
            secret(raw, object);
        }
        return Tree.json(object).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> type(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        Map<String, Object> type = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            type.put(WireFormat.getTagFieldNumber(tag) == 1 ? "apiVersion" : "kind", in.readString());
        }
        return type;
    }

    private static void secret(byte[] bytes, Map<String, Object> object) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        Map<String, Object> data = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> object.put("metadata", metadata(in.readByteArray()));
                case 2 -> entry(in.readByteArray(), data, true);
                case 3 -> object.put("type", in.readString());
                default -> in.skipField(tag);
            }
        }
        object.put("data", data);
    }

    private static Map<String, Object> metadata(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> metadata.put("name", in.readString());
                case 3 -> metadata.put("namespace", in.readString());
                case 6 -> metadata.put("resourceVersion", in.readString());
                case 11 -> entry(in.readByteArray(), Tree.child(metadata, "labels"), false);
                case 12 -> entry(in.readByteArray(), Tree.child(metadata, "annotations"), false);
                default -> in.skipField(tag);
            }
        }
        return metadata;
    }

    private static void entry(byte[] bytes, Map<String, Object> map, boolean binary) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        String key = "";
        byte[] value = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                key = in.readString();
            } else {
                value = in.readByteArray();
            }
        }
        map.put(key, binary ? Base64.getEncoder().encodeToString(value) : new String(value, StandardCharsets.UTF_8));
    }
}
