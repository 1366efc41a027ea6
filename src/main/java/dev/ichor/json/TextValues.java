package dev.ichor.json;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.base.Subnet;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineId;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** The small values that have one text form. */
final class TextValues extends SimpleModule {
    private static final long serialVersionUID = 1L;

    TextValues() {
        super("ichor-text-values");
        add(Mac.class, Mac::parse);
        add(Ipv4.class, Ipv4::parse);
        add(Subnet.class, Subnet::parse);
        add(SystemUuid.class, SystemUuid::parse);
        add(Sha256.class, Sha256::parse);
        add(BootId.class, BootId::parse);
        add(MachineId.class, MachineId::parse);
        add(Arch.class, Arch::label, Arch::parse);
    }

    private interface Print<T> {
        String text(T value);
    }

    private interface Parse<T> {
        T value(String text) throws Malformed;
    }

    private <T> void add(Class<T> type, Parse<T> parse) {
        add(type, Object::toString, parse);
    }

    private <T> void add(Class<T> type, Print<T> print, Parse<T> parse) {
        addSerializer(type, new StdScalarSerializer<T>(type) {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeString(print.text(value));
            }
        });
        addDeserializer(type, new StdScalarDeserializer<T>(type) {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) {
                String text = in.getString();
                try {
                    return parse.value(text);
                } catch (Malformed e) {
                    return context.reportInputMismatch(this, "%s", e.getMessage());
                }
            }
        });
    }
}
