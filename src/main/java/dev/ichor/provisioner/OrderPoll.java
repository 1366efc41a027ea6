package dev.ichor.provisioner;

/** An agent's open question for orders. */
public interface OrderPoll {
    /** Answers now, news or not; does nothing if it was answered. */
    void expire();

    /** The agent went away: it will not be answered. */
    void cancel();
}
