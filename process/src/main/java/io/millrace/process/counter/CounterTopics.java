package io.millrace.process.counter;

import io.millrace.model.Topic;
import io.millrace.process.core.Place;
import io.millrace.process.counter.CounterOptions.Period;
import java.util.List;
import java.util.Locale;

/**
 * Where a counter at one place reads and writes. Immutable.
 *
 * @param pieces the first input
 * @param scrap the input of scrap; the first input where there is none
 * @param periods for each period of the options, in their order
 * @param scrapPeriods the same for scrap
 */
record CounterTopics(
        Topic pieces,
        Topic scrap,
        Topic count,
        Topic notCounted,
        Topic total,
        Topic scrapTotal,
        List<Topic> periods,
        List<Topic> scrapPeriods) {

    static CounterTopics at(Place place, CounterOptions options, String piecesFrom, String scrapFrom) {
        String output = options.output();
        return new CounterTopics(
                input(place, piecesFrom),
                input(place, scrapFrom),
                place.topic(count(output)),
                place.topic(notCounted(output)),
                place.topic(total(output)),
                place.topic(scrap(output)),
                options.totals().stream()
                        .map(period -> place.topic(period(output, period)))
                        .toList(),
                options.totals().stream()
                        .map(period -> place.topic(scrapPeriod(output, period)))
                        .toList());
    }

    private static Topic input(Place place, String from) {
        return from.startsWith("/") ? place.namespace().parse(place.namespace().root() + from) : place.topic(from);
    }

    static String count(String output) {
        return "_analytics/" + output + "/count";
    }

    static String notCounted(String output) {
        return "_analytics/" + output + "/not-counted";
    }

    static String total(String output) {
        return "_historian/" + output + "/total";
    }

    static String scrap(String output) {
        return "_historian/" + output + "/scrap";
    }

    static String period(String output, Period period) {
        return "_historian/" + output + "/" + period.name().toLowerCase(Locale.ROOT);
    }

    static String scrapPeriod(String output, Period period) {
        return "_historian/" + output + "/scrap-" + period.name().toLowerCase(Locale.ROOT);
    }
}
