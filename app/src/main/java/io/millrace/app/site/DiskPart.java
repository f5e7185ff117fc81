package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.settings.ByteSize;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;

@Described("What happens when the disk of the data folder fills up. The log gives way first and refuses in the end: a"
        + " sender that is not acknowledged keeps its message, a full disk keeps nothing.")
public record DiskPart(
        @Described("With less free than this the high-throughput route keeps less than its retention says.")
        @DefaultsTo("2GiB")
        ByteSize shortenBelow,

        @Described("With less free than this process values are refused, and with less than half of it business events"
                + " too, until there is room again.")
        @DefaultsTo("512MiB")
        ByteSize refuseBelow) {

    public DiskPart {
        if (refuseBelow.bytes() > shortenBelow.bytes()) {
            throw Problem.of(
                            "value-refused",
                            "refuseBelow is more than shortenBelow.",
                            "The log is shortened before it refuses: make shortenBelow the larger one.")
                    .asException();
        }
    }
}
