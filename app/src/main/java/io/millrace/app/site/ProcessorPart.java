package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;

/** What every processor has, whatever its kind. */
@Described("A step of processing: it reads topics and writes others.")
record ProcessorPart(
        @Described("Location path of its instances relative to the site's; + stands for any one segment, as in"
                + " packing/+, and each location that fits has an instance of its own. Empty for the site.")
        @DefaultsTo("")
        String location,

        @Described("How long after newer ones an input may come and still count where it belongs; what was said before"
                + " is then corrected.")
        @DefaultsTo("1min")
        Duration lateness,

        @Described("How long to wait for inputs before what follows from their absence is said.") @DefaultsTo("2s")
        Duration patience,

        @Described("Whether it also takes the values that the filters of tags leave out (dead-band, swinging door,"
                + " intervals). The log then holds every value of the tags it reads; history, trends and MQTT stay"
                + " filtered.")
        @DefaultsTo("false")
        boolean unfiltered) {

    ProcessorPart {
        if (lateness.isNegative() || lateness.compareTo(Duration.ofDays(7)) > 0) {
            throw Problem.of(
                            "value-refused",
                            "lateness is " + lateness.toMinutes() + " minutes.",
                            "Give 7d at most: inputs are held in memory for so long.")
                    .asException();
        }
        if (patience.isNegative() || patience.compareTo(Duration.ofHours(1)) > 0) {
            throw Problem.of("value-refused", "patience is " + patience.toMinutes() + " minutes.", "Give 1h at most.")
                    .asException();
        }
    }
}
