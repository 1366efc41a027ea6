package dev.ichor.assets;

/** What to do about an asset that is absent or damaged. */
final class Mend {
    private Mend() {
    }

    /** One sentence with the command to run. */
    static String of(AssetName name) {
        String[] parts = name.text().split("/");
        if (parts[0].equals("talos") && parts.length == 4) {
            String schematic = parts[2].equals("default") ? "" : " --schematic " + parts[2];
            return "Run 'ichor assets fetch talos " + parts[1] + schematic + "'";
        }
        if (parts[0].equals("ipxe")) {
            return "Run 'ichor assets fetch ipxe'";
        }
        boolean ours = name.text().startsWith("discovery-") || name.text().endsWith(".efi")
                || name.text().endsWith("pxe");
        return ours ? "Run 'ichor assets build'" : "Run 'ichor assets fetch' for it again";
    }
}
