package dev.ichor.provisioner;

import dev.ichor.machine.BootId;
import dev.ichor.machine.Evidence;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.Order;
import dev.ichor.provision.AgentStep;
import dev.ichor.provision.Decide;
import dev.ichor.provision.Reason;
import dev.ichor.store.Database;
import dev.ichor.store.EventStore;
import dev.ichor.store.MachineStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks with the agents that wait for orders; a waiting agent costs a small object and no thread. Thread-safe. */
final class Agents {
    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);
    private static final int POLLS_OF_A_BOOT = 4;
    private static final int REPORTS_OF_A_BOOT = 200;
    private static final int REPORT_CHARACTERS = 200;

    private final Database database;
    private final MachineStore machines;
    private final EventStore events;
    private final News news;
    private final Ready ready;
    private final InstantSource clock;
    private final Map<BootId, List<Waiting>> waiting = new ConcurrentHashMap<>();

    Agents(Stores stores, News news, Ready ready, InstantSource clock) {
        this.database = stores.database();
        this.machines = stores.machines();
        this.events = stores.events();
        this.news = news;
        this.ready = ready;
        this.clock = clock;
    }

    /** An agent's open question. Answered exactly once. */
    private final class Waiting implements OrderPoll {
        private final Agent agent;
        private final long after;
        private final Consumer<OrderAnswer> answer;
        private final AtomicBoolean over = new AtomicBoolean();

        Waiting(Agent agent, long after, Consumer<OrderAnswer> answer) {
            this.agent = agent;
            this.after = after;
            this.answer = answer;
        }

        /** Answers if there is news. */
        void look() {
            OrderAnswer now = current(agent);
            boolean news = switch (now) {
                case OrderAnswer.Do todo -> todo.step().turn() != after;
                case OrderAnswer.Over _ -> true;
            };
            if (news) {
                end(now);
            }
        }

        @Override
        public void expire() {
            if (!over.get()) {
                end(current(agent));
            }
        }

        @Override
        public void cancel() {
            over.set(true);
            forget(this);
        }

        private void end(OrderAnswer now) {
            if (over.compareAndSet(false, true)) {
                forget(this);
                answer.accept(now);
            }
        }
    }

    OrderPoll poll(Agent agent, long after, Consumer<OrderAnswer> answer) {
        Waiting poll = new Waiting(agent, after, answer);
        List<Waiting> all = waiting.compute(agent.boot(), (_, list) -> {
            List<Waiting> polls = list == null ? new CopyOnWriteArrayList<>() : list;
            polls.add(poll);
            return polls;
        });
        if (all.size() > POLLS_OF_A_BOOT) {
            all.getFirst().expire();
        }
        poll.look();
        return poll;
    }

    private void forget(Waiting poll) {
        waiting.computeIfPresent(poll.agent.boot(), (_, list) -> {
            list.remove(poll);
            return list.isEmpty() ? null : list;
        });
    }

    boolean isWaiting(BootId boot) {
        return waiting.containsKey(boot);
    }

    /** Lets the agents of these boots look whether there is news for them. Never inside a transaction. */
    void wake(Collection<BootId> boots) {
        for (BootId boot : boots) {
            waiting.getOrDefault(boot, List.of()).forEach(Waiting::look);
        }
    }

    private OrderAnswer current(Agent agent) {
        Instant now = clock.instant();
        Optional<Machine> machine = database.reading(connection -> machines.ofBoot(connection, agent.boot()));
        if (machine.isPresent()) {
            return new OrderAnswer.Do(Decide.agent(machine.get(), agent.boot(), ready.of(machine.get(), now), now));
        }
        return database.reading(connection -> overtaken(connection, agent))
                .<OrderAnswer>map(_ -> new OrderAnswer.Over(Intake.OVER))
                .orElseGet(() -> new OrderAnswer.Do(new AgentStep(0, Order.Kind.WAIT, new Reason("no-fingerprint",
                        "The fingerprint of this boot has not arrived yet."))));
    }

    private Optional<Evidence> overtaken(Connection connection, Agent agent) throws SQLException {
        Identity identity = new Identity(agent.uuid().filter(uuid -> !uuid.isPlaceholder()), List.of(agent.mac()));
        return machines.alike(connection, identity).stream()
                .filter(machine -> machine.identity().macs().contains(agent.mac()))
                .map(Machine::evidence).filter(evidence -> evidence.overtakes(agent.boot())).findFirst();
    }

    /**
     * Keeps a line that an agent says, once. Nothing is kept of an agent whose machine is not known yet, and not
     * more than a few hundred lines of one boot.
     */
    void report(Agent agent, String line) {
        String text = printable(line);
        LOG.info("agent-report boot={} mac={} text=\"{}\"", agent.boot(), agent.mac(), text);
        if (text.isEmpty()) {
            return;
        }
        boolean told = database.inTransaction(connection -> {
            Optional<Machine> machine = machines.ofBoot(connection, agent.boot());
            boolean isNews = machine.isPresent() && isNews(connection, machine.get(), text);
            if (isNews) {
                events.append(connection, machine.get().id(),
                        new MachineEvent.Reported(clock.instant(), agent.boot(), text));
            }
            return isNews;
        });
        if (told) {
            news.spread();
        }
    }

    private boolean isNews(Connection connection, Machine machine, String text) throws SQLException {
        boolean same = events.last(connection, machine.id(), "report").filter(line -> line.text().equals(text)
                && !line.at().isBefore(machine.evidence().at())).isPresent();
        return !same && events.count(connection, machine.id(), "report", machine.evidence().at()) < REPORTS_OF_A_BOOT;
    }

    private static String printable(String line) {
        String text = line.codePoints().map(c -> Character.isISOControl(c) || c == 0xFFFD ? ' ' : c)
                .limit(REPORT_CHARACTERS).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                        StringBuilder::append).toString();
        return text.strip();
    }
}
