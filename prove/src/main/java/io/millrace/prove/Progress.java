package io.millrace.prove;

import java.time.Duration;

/**
 * How far the proof is.
 *
 * @param elapsed since the beginning
 * @param struck strikes so far
 * @param strikes strikes planned; 0 when as many as fit in the time
 * @param kills kills so far
 * @param attempted messages published
 * @param acknowledged of these
 * @param perSecond acknowledged in the last second
 */
public record Progress(
        Phase phase,
        Duration elapsed,
        int struck,
        int strikes,
        int kills,
        long attempted,
        long acknowledged,
        long perSecond) {

    /** What is going on. */
    public enum Phase {
        STARTING("starting the hub"),
        STRIKING("striking"),
        DRAINING("waiting until everything is acknowledged"),
        CATCHING_UP("waiting until processors and historian have caught up"),
        JUDGING("reading log and historian"),
        DONE("done");

        private final String sentence;

        Phase(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
