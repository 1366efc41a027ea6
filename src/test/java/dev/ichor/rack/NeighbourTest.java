package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ichor.base.Mac;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NeighbourTest {
    static Neighbour neighbour(String port) {
        return new Neighbour(new Mac(0x0200_0000_00FEL), "leaf1", port, "to rack 1", 77);
    }

    @Test
    void theFrameIsAsIeee8021abLaysItOut() {
        String expected = "0180c200000e" + "0200000000fe" + "88cc"
                + "0207" + "04" + "0200000000fe"
                + "040a" + "05" + HexFormat.of().formatHex("Ethernet1".getBytes())
                + "0602" + "0078"
                + "0809" + HexFormat.of().formatHex("to rack 1".getBytes())
                + "0a05" + HexFormat.of().formatHex("leaf1".getBytes())
                + "fe06" + "0080c201" + "004d"
                + "0000";
        assertEquals(expected, HexFormat.of().formatHex(neighbour("Ethernet1").frame()));
    }

    @Test
    void aShortFrameIsPaddedToSixtyBytes() {
        assertEquals(60, new Neighbour(new Mac(0x0200_0000_00FEL), "s", "1", "", 1).frame().length);
    }

    @Test
    void aVlanOutsideTheRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Neighbour(new Mac(2), "s", "1", "", 0));
    }
}
