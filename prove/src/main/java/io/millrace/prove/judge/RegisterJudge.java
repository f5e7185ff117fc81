package io.millrace.prove.judge;

import io.millrace.prove.recount.Moment;
import io.millrace.prove.recount.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges one register of the device. The hub asks when it likes, so nothing is owed but this: what stands there was
 * shown, a counter never goes back, its last value is the device's last, and every record has one row. Not thread-safe.
 */
final class RegisterJudge {

    private final String topic;
    private final boolean counter;
    private final Findings findings;
    private final Set<Long> shown = new HashSet<>();
    private final Set<Long> logged = new HashSet<>();
    private final Set<Long> stored = new HashSet<>();
    private long lastShown = -1;
    private long lastLogged = -1;
    private long lastStored = -1;
    private final List<Reading> readings = new ArrayList<>();
    private long rows;
    private long records;

    /** @param counter otherwise noise, which may go anywhere */
    RegisterJudge(String topic, boolean counter, Findings findings) {
        this.topic = topic;
        this.counter = counter;
        this.findings = findings;
    }

    void shown(long value) {
        if (counter && value < lastShown) {
            throw new IllegalStateException("the journal's counter of " + topic + " goes back");
        }
        shown.add(value);
        lastShown = value;
    }

    /** The next record of this topic in the order of the log. */
    void logged(Told told) {
        records++;
        if (logged.add(told.timestampMicros())) {
            lastLogged = follow(told, lastLogged, "the log");
        }
    }

    /** The next row in the order of time. */
    void stored(Told told) {
        rows++;
        if (stored.add(told.timestampMicros())) {
            readings.add(new Reading(Moment.at(told.timestampMicros()), told.bad() ? null : told.value()));
        } else {
            findings.add(Finding.Kind.DOUBLED, "A reading has more than one row in the historian.", told.toString());
        }
        lastStored = follow(told, lastStored, "the historian");
    }

    private long follow(Told told, long last, String where) {
        Double value = told.value();
        if (told.bad() || value == null) {
            return last;
        }
        long number = value.longValue();
        if (number != value || !shown.contains(number)) {
            findings.add(
                    Finding.Kind.INVENTED,
                    "A value stands in " + where + " that the device never showed.",
                    told.toString());
            return last;
        }
        if (counter && number < last) {
            findings.add(
                    Finding.Kind.OUT_OF_ORDER,
                    "A counter of the device goes back in " + where + ".",
                    told + ", after " + last);
        }
        return number;
    }

    void close(boolean shortened) {
        if (counter && lastShown >= 0) {
            end(lastStored, "the historian");
            if (!shortened) {
                end(lastLogged, "the log");
            }
        }
        missing(logged, stored, Finding.Kind.LOST, "A reading in the log is not in the historian.");
        if (!shortened) {
            missing(stored, logged, Finding.Kind.INVENTED, "A row of the historian has no record in the log.");
        }
    }

    private void end(long last, String where) {
        if (last != lastShown) {
            findings.add(
                    Finding.Kind.FINAL_COUNT,
                    "The last value of a counter in " + where + " is not the device's.",
                    topic + ": " + last + ", the device shows " + lastShown);
        }
    }

    private void missing(Set<Long> wanted, Set<Long> there, Finding.Kind kind, String sentence) {
        for (long timestamp : wanted) {
            if (!there.contains(timestamp)) {
                findings.add(kind, sentence, topic + " at " + timestamp + " µs");
            }
        }
    }

    /** What processors have to go by: when something was shown is known to the hub alone. */
    List<Reading> readings() {
        return readings;
    }

    long rows() {
        return rows;
    }

    long records() {
        return records;
    }
}
