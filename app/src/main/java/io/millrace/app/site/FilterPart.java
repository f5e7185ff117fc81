package io.millrace.app.site;

import io.millrace.ingest.ReportRule;
import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values of a tag are written. */
@Described("Which values are written, and which say too little to be kept. Changes of quality always are.")
record FilterPart(
        @Described("A number is written when it differs by more than this from the one written last: in the unit of the"
                + " tag, such as 0.5, or as a share of its range, such as 1%.")
        @Nullable
        String deadBand,

        @Described(
                "Numbers are left out as long as straight lines between those written pass all of them at this distance"
                        + " at most: in the unit of the tag, or as a share of its range.")
        @Nullable
        String swingingDoor,

        @Described("Lowest and highest value of the tag, which shares relate to, such as [0, 250].") @DefaultsTo("[]")
        List<Double> range,

        @Described("Changes that come sooner after the value written last wait; the newest of them is written then.")
        @DefaultsTo("0s")
        Duration minInterval,

        @Described("After so long without a written value the next one is written, changed or not.") @Nullable
        Duration maxInterval) {

    FilterPart {
        if (!range.isEmpty() && (range.size() != 2 || !(range.get(0) < range.get(1)))) {
            throw Problem.of(
                            "value-refused",
                            "a range is its lowest and its highest value, and this is " + range + ".",
                            "Write it as [0, 250].")
                    .asException();
        }
        rule(deadBand, swingingDoor, range, minInterval, maxInterval); // says what is wrong with it
    }

    ReportRule rule() {
        return rule(deadBand, swingingDoor, range, minInterval, maxInterval);
    }

    private static ReportRule rule(
            @Nullable String deadBand,
            @Nullable String swingingDoor,
            List<Double> range,
            Duration minInterval,
            @Nullable Duration maxInterval) {
        return new ReportRule(
                width("deadBand", deadBand, range),
                width("swingingDoor", swingingDoor, range),
                minInterval,
                maxInterval);
    }

    private static double width(String key, @Nullable String text, List<Double> range) {
        if (text == null) {
            return 0;
        }
        String plain = text.trim();
        boolean share = plain.endsWith("%");
        if (share && range.isEmpty()) {
            throw Problem.of(
                            "range-missing",
                            key + " is " + plain + " of a range that is not given.",
                            "Add range: [LOWEST, HIGHEST], or give " + key + " in the unit of the tag.")
                    .asException();
        }
        try {
            double number = Double.parseDouble(share ? plain.substring(0, plain.length() - 1) : plain);
            return share ? number / 100 * (range.get(1) - range.get(0)) : number;
        } catch (NumberFormatException noNumber) {
            throw Problem.of(
                            "value-unreadable",
                            "'" + text + "' is neither a number nor a share.",
                            "Write " + key + " as 0.5 or as 1%.")
                    .asException();
        }
    }
}
