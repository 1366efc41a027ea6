package dev.ichor.provisioner.access;

import java.time.Duration;

/**
 * How patiently webhooks are delivered.
 *
 * @param firstWait   after the first failure; doubled after each further one
 * @param longestWait at most
 * @param connect     for the connection
 * @param read        for each piece of the answer
 * @param whole       for the delivery as a whole
 * @param giveUp      after so long without success, events that are as old are given up
 * @param look        how often new events are looked for when nobody tells of any
 */
public record WebhookPace(Duration firstWait, Duration longestWait, Duration connect, Duration read, Duration whole,
                          Duration giveUp, Duration look) {
    /** What the appliance uses. */
    public static final WebhookPace DEFAULT = new WebhookPace(Duration.ofSeconds(1), Duration.ofMinutes(5),
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofDays(1),
            Duration.ofSeconds(5));

    /** How long to wait after so many failures in a row. */
    Duration waitAfter(int failures) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
