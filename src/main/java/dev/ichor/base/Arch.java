package dev.ichor.base;

/** A processor architecture, as an asset is built for it. */
public enum Arch {
    X86_64("x86_64"), IA32("ia32"), ARM64("arm64"), ARM32("arm32"), RISCV64("riscv64"), OTHER("other");

    private final String label;

    Arch(String label) {
        this.label = label;
    }

    /** The name used in files, URLs and JSON. */
    public String label() {
        return label;
    }

    /**
     * The architecture of that label.
     *
     * @throws Malformed if there is none
     */
    public static Arch parse(String label) throws Malformed {
        for (Arch arch : values()) {
            if (arch.label.equals(label)) {
                return arch;
            }
        }
        throw new Malformed("unknown architecture '" + label + "' (known: x86_64, ia32, arm64, arm32, riscv64)");
    }
}
