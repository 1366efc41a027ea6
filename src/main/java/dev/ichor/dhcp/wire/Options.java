package dev.ichor.dhcp.wire;

import dev.ichor.base.Ipv4;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The options of one message: raw bytes by code, in order, each code once. The typed getters answer empty when the
 * option is absent or has the wrong length for that type, as RFC 2132 fixes it.
 *
 * @param list in the order of their first appearance
 */
public record Options(List<Option> list) {
    public static final Options NONE = new Options(List.of());

    public Options {
        list = List.copyOf(list);
        for (int i = 0; i < list.size(); i++) {
            for (int j = i + 1; j < list.size(); j++) {
                if (list.get(i).code() == list.get(j).code()) {
                    throw new IllegalArgumentException("option " + list.get(i).code() + " appears twice");
                }
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public Optional<byte[]> bytes(int code) {
        return find(code).map(Option::data);
    }

    public Optional<Option> find(int code) {
        for (Option option : list) {
            if (option.code() == code) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    public boolean has(int code) {
        return find(code).isPresent();
    }

    /** A value of exactly one byte. */
    public OptionalInt u8(int code) {
        Optional<Option> option = find(code).filter(o -> o.length() == 1);
        return option.isPresent() ? OptionalInt.of(option.get().shared()[0] & 0xFF) : OptionalInt.empty();
    }

    /** A value of exactly two bytes, network order. */
    public OptionalInt u16(int code) {
        List<Integer> values = u16s(code);
        return values.size() == 1 ? OptionalInt.of(values.getFirst()) : OptionalInt.empty();
    }

    /** A list of two-byte values; empty when the length is odd. */
    public List<Integer> u16s(int code) {
        byte[] data = find(code).map(Option::shared).orElse(new byte[0]);
        List<Integer> out = new ArrayList<>();
        for (int i = 0; data.length % 2 == 0 && i < data.length; i += 2) {
            out.add((data[i] & 0xFF) << 8 | data[i + 1] & 0xFF);
        }
        return out;
    }

    /** A value of exactly four bytes, unsigned, network order. */
    public OptionalLong u32(int code) {
        Optional<Ipv4> same = ipv4(code);
        return same.isPresent() ? OptionalLong.of(same.get().bits() & 0xFFFF_FFFFL) : OptionalLong.empty();
    }

    /** A value of exactly one address. */
    public Optional<Ipv4> ipv4(int code) {
        return find(code).filter(o -> o.length() == 4).map(o -> Ipv4.of(o.shared()));
    }

    /** Text as firmware writes it: bytes as Latin-1, trailing NULs dropped. */
    public Optional<String> text(int code) {
        return find(code).map(o -> trimmed(o.shared()));
    }

    private static String trimmed(byte[] data) {
        int end = data.length;
        while (end > 0 && data[end - 1] == 0) {
            end--;
        }
        return new String(data, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Collects options in order; setting a code again replaces the value in its old place. Used by one thread. */
    public static final class Builder {
        private final List<Option> list = new ArrayList<>();

        private Builder() {
        }

        public Builder put(Option option) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).code() == option.code()) {
                    list.set(i, option);
                    return this;
                }
            }
            list.add(option);
            return this;
        }

        public Builder bytes(int code, byte... data) {
            return put(new Option(code, data));
        }

        public Builder u8(int code, int value) {
            return bytes(code, (byte) value);
        }

        public Builder u16(int code, int value) {
            return bytes(code, (byte) (value >> 8), (byte) value);
        }

        public Builder u32(int code, long value) {
            return bytes(code, new Ipv4((int) value).bytes());
        }

        public Builder ipv4(int code, Ipv4 address) {
            return bytes(code, address.bytes());
        }

        /** A list of addresses; an empty list adds no option. */
        public Builder ipv4s(int code, List<Ipv4> addresses) {
            if (addresses.isEmpty()) {
                return this;
            }
            byte[] data = new byte[4 * addresses.size()];
            for (int i = 0; i < addresses.size(); i++) {
                System.arraycopy(addresses.get(i).bytes(), 0, data, 4 * i, 4);
            }
            return bytes(code, data);
        }

        public Builder text(int code, String text) {
            return bytes(code, text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Copies that option of another message, if it is there. */
        public Builder copy(Options from, int code) {
            from.find(code).ifPresent(this::put);
            return this;
        }

        public Options build() {
            return new Options(list);
        }
    }
}
