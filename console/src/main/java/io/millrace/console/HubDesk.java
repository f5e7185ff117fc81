package io.millrace.console;

import io.millrace.historian.Alarms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people may ask the hub to do or to find out beyond looking. Thread-safe; each method may take some seconds. */
public interface HubDesk {

    /**
     * Judges a quarantined record anew and writes it to its route when it passes now; its identity stays, so a second
     * time has no second effect.
     *
     * @param id of the quarantine
     * @param by who asks
     * @throws io.millrace.model.ProblemException {@code quarantine-unknown}, {@code quarantine-resolved}, or {@code
     *     log-unavailable}
     */
    Replay replay(long id, String by);

    /** Closes a quarantined record without replaying it. Problems as for {@link #replay}. */
    void discard(long id, String by);

    /**
     * The way of one sample or event through the hub.
     *
     * @param topic full topic
     * @param at the newest at or before this time; absent for the newest there is
     * @throws io.millrace.model.ProblemException {@code trace-nothing-found}
     */
    Trace trace(String topic, Optional<Instant> at);

    /** How alarms stand, and what was. */
    Alarms alarms();

    /**
     * Does something to alarms in a person's name: an event in the log for each. Returns when the log has them; the alarms
     * follow a moment later.
     *
     * @return when it was done: the time of the events
     * @throws io.millrace.model.ProblemException {@code log-unavailable}, or why an alarm does not allow it; nothing is done
     *     then
     */
    Instant act(List<AlarmAction> actions);

    /** Orders, pieces and states, as people tell them. */
    ProductionDesk production();

    /**
     * What a person does to an alarm.
     *
     * @param topic of the alarm's events
     * @param action one of {@link #ACTIONS}
     * @param comment empty for none
     * @param until when shelving ends; absent for the others
     */
    record AlarmAction(
            String topic,
            String action,
            String by,
            String comment,
            @Nullable Instant until) {

        /** What can be done to an alarm: the last parts of the topics of such events. */
        public static final List<String> ACTIONS = List.of(
                "acknowledge", "reset", "shelve", "unshelve", "suppress", "unsuppress", "out-of-service", "in-service");
    }

    /**
     * @param accepted whether it is in its route now; otherwise it is in the quarantine again with a new number
     * @param sentence what became of it
     */
    record Replay(boolean accepted, String sentence) {}

    /**
     * @param time the sample's own timestamp
     * @param value as text
     * @param hops in the order of time
     * @param place {@code topic/partition/offset} in the log; absent when the log does not have it any more
     * @param error code and sentence of the quarantine, where it ended there
     */
    record Trace(
            String topic,
            Instant time,
            @Nullable String value,
            @Nullable String quality,
            @Nullable String source,
            @Nullable String place,
            List<Hop> hops,
            @Nullable String error) {
        public Trace {
            hops = List.copyOf(hops);
        }
    }

    /**
     * A station on the way.
     *
     * @param name {@code device}, {@code received}, {@code ingest}, {@code log}, {@code mirrored}, {@code stored},
     *     {@code quarantined}
     * @param at when it was there; absent when nobody knows
     * @param sentence what is known of it, such as the partition and offset
     */
    record Hop(String name, @Nullable Instant at, String sentence) {}
}
