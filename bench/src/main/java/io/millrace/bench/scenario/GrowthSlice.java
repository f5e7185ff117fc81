package io.millrace.bench.scenario;

/**
 * A part of the time in which was counted.
 *
 * @param seconds its length
 * @param logged messages that reached the log
 * @param stored messages that became rows
 * @param hubSeconds processor time of the hub's process
 * @param databaseSeconds processor time of its PostgreSQL
 */
record GrowthSlice(double seconds, long logged, long stored, double hubSeconds, double databaseSeconds) {

    double millionMessages() {
        return logged / 1e6;
    }
}
