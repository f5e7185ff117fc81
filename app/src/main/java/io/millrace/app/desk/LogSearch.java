package io.millrace.app.desk;

import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks into the log. */
@FunctionalInterface
public interface LogSearch {

    /**
     * The first record of a key appended at or after a time that is wanted.
     *
     * @param limit how many records to read at most
     */
    Optional<StoredRecord> find(
            Set<LogTopic> topics, String key, Instant from, Predicate<StoredRecord> wanted, int limit);
}
