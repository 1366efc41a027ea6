package dev.ichor.talos.check;

import static dev.ichor.talos.check.Patched.errors;
import static dev.ichor.talos.check.Patched.patched;
import static dev.ichor.talos.check.Patched.rig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.StorageNetwork;
import dev.ichor.talos.Contract;
import dev.ichor.talos.node.Rig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links and addresses that do not fit the machine or its networks are found, in the old form and in the new. */
@Timeout(30)
class HardwareLinksTest {
    private static final String VLAN = "apiVersion: v1alpha1\nkind: VLANConfig\nname: v.7\nvlanID: 7\n";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "deviceSelector: {permanentAddr: '52:54:00:00:00:02'}, dhcp: true | ``",
        "deviceSelector: {permanentAddr: '52:54:00:00:00:09'}, dhcp: true | /0/deviceSelector",
        "deviceSelector: {permanentAddr: '52:54:00:*'}, dhcp: true | /0/deviceSelector",
        "deviceSelector: {hardwareAddr: '52:54:00:00:00:02'}, mtu: 9216 | ``",
        "deviceSelector: {hardwareAddr: '52:54:00:00:00:02'}, mtu: 9217 | /0/mtu",
        "deviceSelector: {permanentAddr: '52:54:00:00:00:03'}, mtu: 9000 | /0/mtu",
        "deviceSelector: {permanentAddr: '52:54:00:00:00:02'}, vlans: [{vlanId: 4, mtu: 9000}] | /0/vlans/0/mtu",
        "interface: enp2s0, dhcp: true | /0/interface",
        "interface: bond0, bond: {mode: active-backup, interfaces: [enp2s0]} | /0/bond/interfaces",
        "interface: bond0, bond: {mode: active-backup, deviceSelectors: [{permanentAddr: x}]} "
                + "| /0/bond/deviceSelectors/0",
        "interface: br0, bridge: {interfaces: [bond0.7]} | ``",
        "interface: br0, bridge: {interfaces: [enp2s0]} | /0/bridge/interfaces",
        "interface: dummy0, dummy: true, addresses: [10.4.0.1/24] | ``",
        "interface: dummy0, dummy: true, addresses: [10.4.0.0/24] | /0/addresses/0",
        "interface: dummy0, dummy: true, addresses: [10.4.0.1/24, 10.4.0.1/24] | /0/addresses/1",
        "interface: dummy0, dummy: true, addresses: [10.4.0.1/240] | /0/addresses/0",
        "interface: dummy0, dummy: true, addresses: [10.4.0.7/24] | /0/addresses/0",
        "interface: dummy0, dummy: true, addresses: ['fd00::1/64'] | ``",
    })
    void linksOfTheOldForm(String entry, String where) {
        Rig rig = rig(Contract.V1_11).other("10.4.0.7", "node-7");
        String found = errors(patched(rig, "machine: {network: {interfaces: [{" + entry + "}]}}"));
        assertEquals(where.isEmpty() ? "" : "v1alpha1#/machine/network/interfaces" + where, found);
    }

    @Test
    void theNicForManagementKeepsAnAddress() {
        assertEquals("network", errors(patched(rig(Contract.V1_11), "machine: {network: {interfaces: "
                + "[{deviceSelector: {permanentAddr: '52:54:00:00:00:01'}, mtu: 1400}]}}")));
        String alias = "apiVersion: v1alpha1\nkind: LinkAliasConfig\nname: a\nselector: {match: "
                + "'mac(link.permanent_addr) == \"52:54:00:00:00:0%d\"'}\n---\n";
        String link = "apiVersion: v1alpha1\nkind: LinkConfig\nname: a\nmtu: 1400\n";
        String dhcp = "---\napiVersion: v1alpha1\nkind: DHCPv4Config\nname: a\n";
        assertEquals("network", errors(patched(rig(Contract.V1_12), String.format(alias, 2) + link)));
        assertEquals("network", errors(patched(rig(Contract.V1_12), String.format(alias, 1) + link)));
        assertEquals("", errors(patched(rig(Contract.V1_12), String.format(alias, 1) + link + dhcp)));
        assertEquals("LinkAliasConfig/a#/selector/match network",
                errors(patched(rig(Contract.V1_12), String.format(alias, 8) + link)));
        assertEquals("LinkAliasConfig/b#", errors(patched(rig(Contract.V1_12), String.format(alias, 1) + link + dhcp
                + "---\n" + String.format(alias, 1).replace("name: a", "name: b").replace("---\n", ""))));
    }

    @Test
    void linksOfTheNewForm() {
        Rig rig = rig(Contract.V1_13).storage(StorageNetwork.Link.AUTO, 0, 1500);
        assertEquals("LinkConfig/enp2s0#", errors(patched(rig,
                "{apiVersion: v1alpha1, kind: LinkConfig, name: enp2s0}")));
        assertEquals("VLANConfig/v.7#", errors(patched(rig, VLAN + "parent: enp1s0\n")));
        assertEquals("VLANConfig/v.7#/mtu", errors(patched(rig, VLAN + "parent: stor0\nmtu: 9000\n")));
        assertEquals("", errors(patched(rig, VLAN + "parent: stor0\nmtu: 1400\n")));
        assertEquals("VLANConfig/v.7#/addresses/0", errors(patched(rig, VLAN
                + "parent: stor0\naddresses: [{address: 10.9.0.11/24}]\n")));
        assertEquals("LinkConfig/net0#/mtu", errors(patched(rig,
                "{apiVersion: v1alpha1, kind: LinkConfig, name: net0, mtu: 9000}")));
        assertEquals("Layer2VIPConfig/10.0.0.9#", errors(patched(rig,
                "{apiVersion: v1alpha1, kind: Layer2VIPConfig, name: 10.0.0.9, link: eno1}")));
        assertTrue(patched(rig, "{apiVersion: v1alpha1, kind: EthernetConfig, name: enp1s0}").stream()
                .anyMatch(finding -> finding.problem().where().equals("EthernetConfig/enp1s0#")));
        assertTrue(patched(rig, "{apiVersion: v1alpha1, kind: LinkAliasConfig, name: x, selector: {match: 'true'}}")
                .stream().anyMatch(finding -> finding.problem().where().startsWith("LinkAliasConfig/x")));
    }
}
