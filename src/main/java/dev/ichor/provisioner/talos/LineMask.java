package dev.ichor.provisioner.talos;

import dev.ichor.provision.NodeWord;
import dev.ichor.talos.boot.TicketMask;
import dev.ichor.talos.secrets.Masker;
import dev.ichor.talos.wire.Plain;
import java.util.regex.Pattern;

/**
 * Makes a node's words fit to be kept: one line, no secret of its cluster, no ticket (kernels print their command
 * line), nothing that looks like a token.
 */
record LineMask(Masker secrets) {
    private static final int LONGEST = 500;
    private static final Pattern TOKEN = Pattern.compile("\\b[0-9a-z]{6}\\.[0-9a-z]{16}\\b");
    private static final Pattern NAMED = Pattern.compile("(?i)((?:token|secret|password)=)[^\\s&\"]{6,}");

    String line(String text) {
        String masked = secrets.mask(Plain.line(text, 8 << 10));
        masked = TOKEN.matcher(TicketMask.mask(masked)).replaceAll("(secret)");
        return Plain.cut(NAMED.matcher(masked).replaceAll("$1(secret)"), LONGEST);
    }

    NodeWord word(NodeWord word) {
        return switch (word) {
            case NodeWord.Step step -> new NodeWord.Step(line(step.what()), step.percent());
            case NodeWord.Failed failed -> new NodeWord.Failed(line(failed.why()));
            case NodeWord.Runs runs -> new NodeWord.Runs(line(runs.how()));
            case NodeWord.Other other -> other;
        };
    }
}
