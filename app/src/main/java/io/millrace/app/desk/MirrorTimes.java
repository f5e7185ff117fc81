package io.millrace.app.desk;

import io.millrace.model.StoredRecord;
import java.time.Instant;
import java.util.Optional;

/** Knows when a record reached the MQTT subscribers. */
@FunctionalInterface
public interface MirrorTimes {

    /** Empty when it did not, or so long ago that nobody remembers. */
    Optional<Instant> mirrored(StoredRecord record);
}
