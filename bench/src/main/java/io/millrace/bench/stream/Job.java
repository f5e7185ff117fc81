package io.millrace.bench.stream;

import java.util.List;
import java.util.Locale;

/**
 * What processors have to do in a measurement, the same for each machine: what the machine tells, what a site file says
 * about it, and what must follow, to the last piece. Pure.
 */
public enum Job {
    /** Each message says how many pieces were made. */
    COUNTER("counter", "made", "_historian/pieces/total") {
        @Override
        String value(long message) {
            return Long.toString(pieces(message));
        }

        @Override
        public String site() {
            return "{location: +, lateness: 1s, counter: {pulses: {input: _historian/made}}}";
        }

        @Override
        public long pieces(long message) {
            return 1 + message % 3;
        }

        @Override
        public boolean isAnswered(long message) {
            return true;
        }

        @Override
        public List<String> outputs() {
            return List.of("_analytics/pieces/count", "_historian/pieces/total");
        }
    },

    /** Each message is an edge of a light barrier: every second one is a piece. */
    EDGES("counter of edges", "passes", "_historian/pieces/total") {
        @Override
        String value(long message) {
            return Boolean.toString(message % 2 == 1);
        }

        @Override
        public String site() {
            return "{location: +, lateness: 1s, counter: {pulses: {input: _historian/passes}}}";
        }

        @Override
        public long pieces(long message) {
            return message % 2;
        }

        @Override
        public boolean isAnswered(long message) {
            return message % 2 == 1;
        }

        @Override
        public List<String> outputs() {
            return COUNTER.outputs();
        }
    },

    /** Each message says whether the machine runs, and every tenth says something else than the one before. */
    STATE("machine-state", "running", "_historian/state") {
        @Override
        String value(long message) {
            return Boolean.toString(message / SAME % 2 == 0);
        }

        @Override
        public String site() {
            return "{location: +, lateness: 1s, machine-state: {microstop: 0s, rules: ["
                    + "{input: _historian/running, is: \"true\", state: running}]}}";
        }

        @Override
        public boolean isAnswered(long message) {
            return message % SAME == 0;
        }

        @Override
        public List<String> outputs() {
            return List.of("_analytics/state/add", "_historian/state");
        }
    },

    /** Each message says how warm it is; each second has a count, a mean and a greatest value. */
    WINDOW("window", "temperature", "") {
        @Override
        String value(long message) {
            return String.format(Locale.ROOT, "%.1f", 20 + message * 7 % 100 / 10.0);
        }

        @Override
        public String site() {
            return "{location: +, lateness: 1s, window: {input: _historian/temperature, length: 1s,"
                    + " aggregates: [count, mean, max], output: temperature/second}}";
        }

        @Override
        public boolean isAnswered(long message) {
            return false;
        }

        @Override
        public List<String> outputs() {
            return List.of("_historian/temperature/second/count");
        }
    };

    private static final int SAME = 10;

    private final String words;
    private final String tag;
    private final String watched;

    Job(String words, String tag, String watched) {
        this.words = words;
        this.tag = tag;
        this.watched = watched;
    }

    /** The kind of processor, as people write it. */
    public String words() {
        return words;
    }

    /** The tag a machine tells. */
    String tag() {
        return tag;
    }

    /** What follows the location in the topic of an output that has the time of its input; empty when there is none. */
    public String watched() {
        return watched;
    }

    /** The value of a machine's message, the first being 0, as JSON. */
    abstract String value(long message);

    /** The processor in a site file. */
    public abstract String site();

    /** What a message adds to the sum of all that is told. */
    public long pieces(long message) {
        return 1;
    }

    /** Whether a message has outputs of its own. */
    public abstract boolean isAnswered(long message);

    /** What follows the location in the topics of outputs that are counted afterwards. */
    public abstract List<String> outputs();
}
