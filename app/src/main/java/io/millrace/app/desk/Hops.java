package io.millrace.app.desk;

import io.millrace.console.HubDesk.Hop;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Reads the stations that a record's headers tell of: {@code component@micros}, separated by commas. */
final class Hops {

    private static final String[] NONE = {};

    private Hops() {}

    static List<Hop> of(LogRecord record) {
        List<Hop> hops = new ArrayList<>();
        String trace = Headers.trace(record.headers()::get);
        boolean first = true;
        for (String station : trace == null ? NONE : trace.split(",", 100)) {
            int at = station.indexOf('@');
            if (at > 0) {
                String name = station.substring(0, at);
                hop(first ? "received" : name, station.substring(at + 1), first ? "By " + name + "." : "", hops);
                first = false;
            }
        }
        String received = record.headers().get(Headers.RECEIVED);
        if (first && received != null) {
            hop("received", received, "", hops);
        }
        return hops;
    }

    private static void hop(String name, String micros, String sentence, List<Hop> hops) {
        try {
            hops.add(new Hop(name, Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS), sentence));
        } catch (NumberFormatException | ArithmeticException notOurs) {
            // some other client's header of that name: nothing to tell
            hops.add(new Hop(name, null, "Its time '" + micros + "' cannot be read."));
        }
    }
}
