package io.millrace.console;

import java.util.Objects;

/** What a processor is doing. Reasons are sentences an electrician can act on. */
public sealed interface ProcessorState {

    /** One word, as the console shows it. */
    String word();

    /** It takes what comes. */
    record Running() implements ProcessorState {
        @Override
        public String word() {
            return "running";
        }
    }

    /** Nothing is wrong, and nothing is done: the engine begins, or no input has come yet. */
    record Waiting(String reason) implements ProcessorState {
        public Waiting {
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "waiting";
        }
    }

    /**
     * The engine reads back what it knew before, all processors together.
     *
     * @param restored records that were read
     * @param toRestore records that are still to be read, at most
     */
    record Restoring(long restored, long toRestore) implements ProcessorState {
        @Override
        public String word() {
            return "restoring";
        }
    }

    /** It runs, and cannot use what comes. */
    record Degraded(String reason) implements ProcessorState {
        public Degraded {
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "degraded";
        }
    }

    /** The engine under it has broken down and will start again. */
    record Failed(String reason) implements ProcessorState {
        public Failed {
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "failed";
        }
    }

    /** Not in this process: the hub is stopping, or leaves processors to another process. */
    record Stopped(String reason) implements ProcessorState {
        public Stopped {
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "stopped";
        }
    }
}
