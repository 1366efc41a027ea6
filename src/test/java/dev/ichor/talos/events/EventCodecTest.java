package dev.ichor.talos.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.talos.events.NodeEvent.Action;
import dev.ichor.talos.events.NodeEvent.MachineStage;
import dev.ichor.talos.wire.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventCodecTest {
    private static final List<NodeEvent> EVENTS = List.of(
            new NodeEvent.Sequence("initialize", Action.START, ""),
            new NodeEvent.Sequence("install", Action.STOP, ""),
            new NodeEvent.Sequence("install", Action.NOOP, "disk not found"),
            new NodeEvent.Sequence("boot", Action.NOOP, "context cancelled", false),
            new NodeEvent.Phase("install", Action.START), new NodeEvent.Phase("kexec", Action.STOP),
            new NodeEvent.Task("runningMaintenance", Action.START), new NodeEvent.Task("x", Action.STOP),
            new NodeEvent.Service("etcd", "failed", "no space", false),
            new NodeEvent.Service("kubelet", "running", "Health check successful", true),
            new NodeEvent.ConfigError(true, "unknown key"), new NodeEvent.ConfigError(false, "404"),
            new NodeEvent.Addresses("w-1", List.of("10.0.0.4", "fd00::4")),
            new NodeEvent.Status(MachineStage.RUNNING, true, List.of()),
            new NodeEvent.Status(MachineStage.BOOTING, false, List.of("etcd", "nodeReady")),
            new NodeEvent.Restart(0x4321fedcL), new NodeEvent.Other("machine.SomethingNewEvent"));

    @Test
    void eachEventIsReadAsItWasWritten() throws Malformed {
        for (NodeEvent event : EVENTS) {
            EventCodec.Heard heard = EventCodec.decode(EventBytes.request("c0ffee", event));
            assertEquals(new EventCodec.Heard("c0ffee", "actor", event), heard);
        }
    }

    /** Bytes put together by hand from the numbers in Talos's and SideroLink's definitions. */
    @Test
    void theNumbersAreThoseOfTalos() throws Malformed {
        String url = HexFormat.of().formatHex("type.googleapis.com/machine.SequenceEvent"
                .getBytes(StandardCharsets.US_ASCII));
        // SequenceEvent{1: "boot", 2: 1, 3: Error{1: 0 (left out), 2: "x"}}
        String body = "0a04626f6f74" + "1001" + "1a03" + "120178";
        String any = "0a29" + url + "120d" + body;
        String request = "0a3a" + any + "1202" + "6964" + "1a01" + "61";
        assertEquals(new EventCodec.Heard("id", "a", new NodeEvent.Sequence("boot", Action.START, "x")),
                EventCodec.decode(HexFormat.of().parseHex(request)));
    }

    @Test
    void emptyIsNoEvent() {
        assertThrows(Malformed.class, () -> EventCodec.decode(new byte[0]));
        assertThrows(Malformed.class, () -> EventCodec.decode(new byte[EventCodec.LARGEST + 1]));
        assertThrows(Malformed.class, () -> EventCodec.decode(new byte[] {0x0b, 0x0b, 0x0b}));
    }

    @Test
    void defaultsAreThoseOfProto3() throws Malformed {
        assertEquals(new NodeEvent.Phase("", Action.START), of("machine.PhaseEvent", new byte[0]));
        assertEquals(new NodeEvent.Sequence("", Action.NOOP, ""), of("machine.SequenceEvent", new byte[0]));
        assertEquals(new NodeEvent.Status(MachineStage.UNKNOWN, false, List.of()),
                of("machine.MachineStatusEvent", new MessageWriter().number(1, 99).toBytes()));
        assertEquals(new NodeEvent.Service("s", "action 77", "", false),
                of("machine.ServiceStateEvent", new MessageWriter().text(1, "s").number(2, 77).toBytes()));
    }

    private static NodeEvent of(String type, byte[] body) throws Malformed {
        return EventCodec.decode(EventBytes.request("i", type, body)).event();
    }

    @Test
    void textsAreCutAndPlain() throws Malformed {
        NodeEvent long_ = of("machine.ConfigLoadErrorEvent", new MessageWriter().text(1,
                "\u001b[31mred\u001b[0m\nnext\u202e\u0000" + "é".repeat(5_000)).toBytes());
        String text = long_.text();
        assertTrue(text.length() < 1_100, "" + text.length());
        assertTrue(text.contains("red next"), text);
        assertFalse(text.chars().anyMatch(c -> c < ' ' || c == 0x202e), text);
        MessageWriter many = new MessageWriter().text(1, "h");
        for (int i = 0; i < 3_000; i++) {
            many.text(2, "10.0.0." + i);
        }
        assertEquals(32, ((NodeEvent.Addresses) of("machine.AddressEvent", many.toBytes())).addresses().size());
    }

    @Test
    void whateverTheBytesAreNothingButMalformedIsThrown() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("EventCodecTest -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 40_000; round++) {
            byte[] bytes = EventBytes.request("id", EVENTS.get(random.nextInt(EVENTS.size())));
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] some = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            try {
                assertTrue(EventCodec.decode(some).event().text().length() < 40_000);
            } catch (Malformed e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }
}
