package dev.ichor.assets;

/** What to do about an asset that is absent or damaged. */
final class Mend {
    private Mend() {
    }

    /** One sentence, with the command to run if one makes or gets that asset. */
    static String of(AssetName name) {
        String[] parts = name.text().split("/");
        if (parts[0].equals("talos") && parts.length == 4) {
            String schematic = parts[2].equals("default") ? "" : " --schematic " + parts[2];
            String arch = parts[3].contains("arm64") ? " --arch arm64" : "";
            return "Run 'ichor assets fetch --talos " + parts[1] + schematic + arch + "'";
        }
        if (parts[0].equals("ipxe") || onlyInRelease(name.text())) {
            return "Run 'ichor assets fetch --ipxe'";
        }
        boolean ours = name.text().startsWith("discovery-") || name.text().endsWith(".efi")
                || name.text().endsWith("pxe");
        return ours ? "Run 'ichor assets build'" : "Put the file back, or take its entry out of the lock";
    }

    /** Debian's iPXE package has no such file. */
    private static boolean onlyInRelease(String name) {
        return name.endsWith("-ia32.efi") || name.endsWith("-arm64.efi");
    }
}
