package dev.ichor.provisioner.talos;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.talos.NodeReports.Source;
import dev.ichor.store.talos.LineStore;
import dev.ichor.store.talos.LineStore.Progress;
import dev.ichor.talos.events.NodeEvent;
import dev.ichor.talos.events.Words;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What nodes said, taken down in one transaction: their lines, and what follows for their machines. One thread. */
final class Hearing {
    /** If nobody knows when the machine's boot began, it is taken to have begun so long before the installation. */
    private static final Duration BOOT = Duration.ofMinutes(10);

    private final LineStore lines;
    private final NodeWords words;
    private final Ledger.Writing writing;
    private final Map<MachineId, Speaker> speakers = new LinkedHashMap<>();

    Hearing(LineStore lines, NodeWords words, Ledger.Writing writing) {
        this.lines = lines;
        this.words = words;
        this.writing = writing;
    }

    /** Something that a node said. */
    sealed interface Said {
        MachineId machine();

        Instant at();

        record Event(Owners.Owner owner, Instant at, String id, NodeEvent event) implements Said {
            @Override
            public MachineId machine() {
                return owner.machine();
            }
        }

        record Kernel(Owners.Owner owner, Instant at, String level, String text) implements Said {
            @Override
            public MachineId machine() {
                return owner.machine();
            }
        }

        /** Lines that the appliance did not keep. */
        record Lost(MachineId machine, Instant at, int count) implements Said {
        }
    }

    private static final class Speaker {
        private Optional<Machine> machine;
        private final Progress before;
        private Progress now;

        Speaker(Optional<Machine> machine, Progress before) {
            this.machine = machine;
            this.before = before;
            this.now = before;
        }
    }

    void hear(Said said) throws SQLException {
        Speaker speaker = speakers.get(said.machine());
        if (speaker == null) {
            speaker = new Speaker(writing.find(said.machine()), lines.progress(writing.connection(), said.machine()));
            speakers.put(said.machine(), speaker);
        }
        if (speaker.machine.isEmpty()) {
            return;
        }
        switch (said) {
            case Said.Event event -> event(speaker, event);
            case Said.Kernel kernel -> {
                add(speaker, kernel, Source.KERNEL, "", kernel.level(), kernel.owner().mask().line(kernel.text()));
                follow(speaker, kernel.owner(), kernel.at(), history -> Words.hearKernel(history, kernel.text()));
            }
            case Said.Lost lost -> add(speaker, lost, Source.KERNEL, "", "warn", "dropped " + lost.count()
                    + " lines here: the node says more than is kept");
        }
    }

    private void event(Speaker speaker, Said.Event said) throws SQLException {
        if (lines.knows(writing.connection(), said.machine(), said.id())) {
            return;
        }
        add(speaker, said, Source.EVENT, said.id(), Words.level(said.event()),
                said.owner().mask().line(said.event().text()));
        follow(speaker, said.owner(), said.at(),
                history -> Words.hear(history, said.event(), said.owner().classic()));
        if (Words.isBeginning(said.event())) {
            speaker.now = new Progress(speaker.now.said(), Optional.of(said.at()), speaker.now.history());
        }
    }

    private void add(Speaker speaker, Said said, Source source, String event, String level, String text)
            throws SQLException {
        long number = speaker.now.said() + 1;
        lines.add(writing.connection(), said.machine(), new LineStore.Line(number, said.at(), source.name(), level,
                text), event);
        speaker.now = new Progress(number, speaker.now.began(), speaker.now.history());
    }

    private interface Understanding {
        Words.Heard of(Words.History history);
    }

    /** Words count while the machine is being installed. */
    private void follow(Speaker speaker, Owners.Owner owner, Instant at, Understanding understanding)
            throws SQLException {
        Machine machine = speaker.machine.orElseThrow();
        if (!(machine.stage() instanceof Stage.Installing installing)) {
            return;
        }
        Words.Heard heard = understanding.of(history(speaker, machine, installing));
        speaker.now = new Progress(speaker.now.said(), speaker.now.began(), Json.write(heard.history()));
        if (!(heard.word() instanceof NodeWord.Other)) {
            List<? extends MachineEvent> events = words.consider(writing, machine, owner.mask().word(heard.word()), at);
            if (!events.isEmpty()) {
                speaker.machine = Optional.of(writing.apply(machine, events));
            }
        }
    }

    private Words.History history(Speaker speaker, Machine machine, Stage.Installing installing) throws SQLException {
        long began = installing.since().toEpochMilli();
        if (!speaker.now.history().isEmpty()) {
            try {
                Words.History kept = Json.read(speaker.now.history(), Words.History.class);
                if (kept.began() == began) {
                    return kept;
                }
            } catch (Malformed e) {
                // Of another version of the appliance: as good as none.
            }
        }
        Instant boot = lines.boot(writing.connection(), Json.write(machine.identity().macs()),
                installing.boot().text()).orElse(installing.since().minus(BOOT));
        return Words.History.begin(began, speaker.now.began().filter(at -> !at.isBefore(boot)).isPresent());
    }

    /** To be called when all was heard. */
    void end() throws SQLException {
        for (Map.Entry<MachineId, Speaker> one : speakers.entrySet()) {
            Speaker speaker = one.getValue();
            if (!speaker.now.equals(speaker.before)) {
                lines.save(writing.connection(), one.getKey(), speaker.before, speaker.now);
            }
        }
    }
}
