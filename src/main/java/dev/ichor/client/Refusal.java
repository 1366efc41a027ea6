package dev.ichor.client;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ProblemBody;
import java.util.List;
import java.util.Optional;

/** What the appliance says when it does not do what was asked, as text for people. */
final class Refusal {
    private Refusal() {
    }

    static ClientFailed of(Door door, int status, String body, String retryAfter) {
        Optional<ProblemBody> said = said(body);
        if (said.isEmpty()) {
            return new ClientFailed(ClientFailed.Kind.REFUSED, "what answers at " + door + " said status " + status
                    + " and is not an Ichor admin plane");
        }
        return new ClientFailed(kind(status), words(said.get()) + advice(door, status, retryAfter));
    }

    private static Optional<ProblemBody> said(String body) {
        try {
            return Optional.of(Json.read(body, ProblemBody.class)).filter(said -> said.title() != null
                    || said.detail() != null);
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static ClientFailed.Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> ClientFailed.Kind.NOT_ALLOWED;
            case 404 -> ClientFailed.Kind.NOT_FOUND;
            case 412 -> ClientFailed.Kind.STALE;
            default -> ClientFailed.Kind.REFUSED;
        };
    }

    /** Of one fault the detail says it all; of several it says the first few in a row, so they are listed instead. */
    private static String words(ProblemBody said) {
        List<ProblemBody.Fault> faults = said.errors() == null ? List.of() : said.errors();
        String detail = said.detail() == null || said.detail().isEmpty() ? said.title() : said.detail();
        if (faults.isEmpty() || faults.size() == 1 && detail.contains(faults.getFirst().detail())) {
            return detail;
        }
        StringBuilder text = new StringBuilder(detail.contains(faults.getFirst().detail())
                ? "the appliance refuses this (" + faults.size() + " problems):" : detail);
        faults.forEach(fault -> text.append(line(fault)));
        return text.toString();
    }

    private static String line(ProblemBody.Fault fault) {
        return "\n  " + (fault.pointer() == null || fault.pointer().isEmpty() ? "" : fault.pointer() + ": ")
                + fault.detail() + (fault.mend() == null || fault.mend().isEmpty() ? "" : ". " + fault.mend());
    }

    private static String advice(Door door, int status, String retryAfter) {
        return switch (status) {
            case 401 -> door.token().isEmpty() ? "\nNo token was given. It is looked for in " + door.looked()
                    + ". An admin makes one with `ichor tokens create`; `ichor tokens recover` makes one on the "
                    + "appliance itself." : "\nThe token was taken from " + door.looked() + ".";
            case 403 -> "\n`ichor whoami` shows the role of this token.";
            case 412 -> "\nIt was changed since it was read. Nothing was changed now: look at it and try again.";
            case 429 -> retryAfter == null ? "" : "\nTry again in " + retryAfter + " s.";
            default -> "";
        };
    }
}
