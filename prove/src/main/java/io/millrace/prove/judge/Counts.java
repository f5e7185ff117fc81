package io.millrace.prove.judge;

/**
 * How much was judged.
 *
 * @param attempted different messages that were published
 * @param acknowledged different messages that were acknowledged
 * @param logged different messages in the log
 * @param redelivered records of the log beyond those
 * @param stored rows of messages
 * @param readings rows of the device's registers
 * @param rejected records in the quarantine
 * @param results values and events of processors that were computed anew
 * @param figures of hours, shifts, days and orders that were computed anew
 */
public record Counts(
        long attempted,
        long acknowledged,
        long logged,
        long redelivered,
        long stored,
        long readings,
        long rejected,
        long results,
        long figures) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Counts withResults(long number) {
        return new Counts(attempted, acknowledged, logged, redelivered, stored, readings, rejected, number, figures);
    }

    public Counts withFigures(long number) {
        return new Counts(attempted, acknowledged, logged, redelivered, stored, readings, rejected, results, number);
    }
}
