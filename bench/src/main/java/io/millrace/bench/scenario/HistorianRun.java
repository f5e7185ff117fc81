package io.millrace.bench.scenario;

import io.millrace.bench.history.HistorianTool;

/**
 * One time of catching up, and the limits of the machine beside it.
 *
 * @param stored records that were stored after the writer had ended
 * @param seconds that took
 * @param hubSeconds processor time of the hub's process in it
 * @param databaseSeconds processor time of its PostgreSQL
 * @param plain COPY into a table without a key
 * @param keyed COPY into a table with the key of the historian's
 * @param read reading the log
 */
record HistorianRun(
        long stored,
        double seconds,
        double hubSeconds,
        double databaseSeconds,
        HistorianTool.Count plain,
        HistorianTool.Count keyed,
        HistorianTool.Count read) {

    double perSecond() {
        return stored / seconds;
    }

    /** In percent. */
    double share(HistorianTool.Count limit) {
        return 100 * perSecond() / limit.perSecond();
    }

    double hubPerMillion() {
        return hubSeconds * 1e6 / stored;
    }

    double databasePerMillion() {
        return databaseSeconds * 1e6 / stored;
    }
}
