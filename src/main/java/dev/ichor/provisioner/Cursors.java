package dev.ichor.provisioner;

import dev.ichor.base.Sha256;
import dev.ichor.store.MachineList;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text between two pages: where the first ended, and a digest that ties it to its query. It is no secret; the
 * digest
 * finds out a cursor that was cut, made up or taken from another query.
 */
final class Cursors {
    private static final int DIGITS = 16;

    private Cursors() {
    }

    static String write(Machines.Query query, MachineList.Mark mark) {
        String text = digest(query, mark) + mark.id() + "\n" + mark.value();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Machines.BadCursor unless {@link #write} made it for the same conditions and order */
    static MachineList.Mark read(Machines.Query query, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int line = text.indexOf('\n');
            if (line >= DIGITS) {
                MachineList.Mark mark = new MachineList.Mark(text.substring(line + 1), text.substring(DIGITS, line));
                if (text.startsWith(digest(query, mark))) {
                    return mark;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new Machines.BadCursor();
        }
        throw new Machines.BadCursor();
    }

    private static String digest(Machines.Query query, MachineList.Mark mark) {
        return Sha256.of(String.join("\n", query.stage().toString(), query.cluster().toString(),
                query.zone().toString(), query.text().toString(), Boolean.toString(query.person()),
                query.sort().name(), Boolean.toString(query.down()), mark.id(), mark.value())
                .getBytes(StandardCharsets.UTF_8)).hex().substring(0, DIGITS);
    }
}
