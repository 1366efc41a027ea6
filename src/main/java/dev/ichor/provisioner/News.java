package dev.ichor.provisioner;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who wait for events that there are some. Thread-safe. */
final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final List<Wish> wishes = new CopyOnWriteArrayList<>();

    /** Each wish is its own, even for the same listener. */
    private final class Wish implements Machines.Subscription {
        private final Runnable listener;

        Wish(Runnable listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            wishes.remove(this);
        }
    }

    Machines.Subscription subscribe(Runnable listener) {
        Wish wish = new Wish(listener);
        wishes.add(wish);
        return wish;
    }

    /** To be called after the events are on the disk. A listener that fails keeps nobody else from hearing. */
    void spread() {
        for (Wish wish : wishes) {
            try {
                wish.listener.run();
            } catch (RuntimeException e) {
                LOG.warn("listener-failed", e);
            }
        }
    }
}
