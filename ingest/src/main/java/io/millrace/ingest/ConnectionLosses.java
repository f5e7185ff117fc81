package io.millrace.ingest;

import io.millrace.model.LedgerFact.Kind;
import io.millrace.model.Topic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes what a connection should have delivered and did not. Thread-safe. */
record ConnectionLosses(Losses losses, String source) {

    /** With more tags than these the polls that were left out are told for the connection as a whole. */
    static final int TOLD_ONE_BY_ONE = 16;

    /** What the device had sent and cannot be got any more. */
    void intervals(long count, long fromMicros, long toMicros, String reason) {
        losses.note(Kind.LOST, source, null, "missed-intervals", count, fromMicros, toMicros, reason);
    }

    /**
     * Polls that were left out.
     *
     * @param tags which were to be read by each of them
     * @param polls of each tag
     */
    void polls(List<Topic> tags, Duration interval, long polls, long fromMicros, long toMicros) {
        String sentence = "Polls every " + interval.toMillis()
                + " ms were left out, because the device had not answered the poll before, or the log did not keep up."
                + " Poll less often if this goes on.";
        if (tags.size() > TOLD_ONE_BY_ONE) {
            polls(null, polls * tags.size(), fromMicros, toMicros, sentence);
        } else {
            tags.forEach(tag -> polls(tag.path(), polls, fromMicros, toMicros, sentence));
        }
    }

    private void polls(@Nullable String topic, long count, long from, long to, String sentence) {
        losses.note(Kind.LOST, source, topic, "missed-polls", count, from, to, sentence);
    }
}
