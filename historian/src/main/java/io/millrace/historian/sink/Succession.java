package io.millrace.historian.sink;

import io.millrace.model.Message;
import io.millrace.model.Sample;
import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the corrections of one sample or event that come together. Those with a greater number than the last
 * one stored are news, in the order of their numbers: each replaces what the one before has said. The last one that was
 * stored is put in force when it comes again, since a log that is read a second time may have brought back what it had
 * retracted; older ones are old news. Pure; immutable.
 *
 * @param kept the news with what each of them replaces
 * @param old numbers within the batch of those that are none
 * @param standing what is true from now on; absent when that is the row as it is
 */
record Succession(
        List<Kept> kept, List<Integer> old, @Nullable Told standing) {

    Succession {
        kept = List.copyOf(kept);
        old = List.copyOf(old);
    }

    /** What a row says: of a sample all but {@code payload}, of an event that alone. */
    record Content(
            @Nullable Integer quality,
            @Nullable Double number,
            @Nullable Long integer,
            @Nullable String text,
            @Nullable String payload) {

        static Content of(Sample sample) {
            Value value = sample.value();
            return new Content(
                    sample.quality().code(),
                    value instanceof Value.Real real ? real.value() : null,
                    value instanceof Value.Whole whole
                            ? (Long) whole.value()
                            : value instanceof Value.Bool bool ? (Long) (bool.value() ? 1L : 0L) : null,
                    value instanceof Value.Text text ? BatchWriter.storable(text.value()) : null,
                    null);
        }

        static Content of(Message.Event event) {
            return new Content(null, null, null, null, BatchWriter.storableJson(event));
        }
    }

    /**
     * A correction of this sample or event.
     *
     * @param item its number within the batch
     */
    record Told(int item, Correction correction, Content content) {}

    /** @param replaced what was true before; absent where there was nothing */
    record Kept(Told told, @Nullable Content replaced) {}

    /**
     * @param told in the order of the log
     * @param last number of the last correction that is stored; 0 for none
     * @param row what the database has; absent where it has nothing
     */
    static Succession of(List<Told> told, long last, @Nullable Content row) {
        List<Told> sorted = new ArrayList<>(told);
        // Stable: of equal numbers the first counts.
        sorted.sort(Comparator.comparingLong(one -> one.correction().number()));
        List<Kept> kept = new ArrayList<>();
        List<Integer> old = new ArrayList<>();
        long reached = last;
        Content current = row;
        Told standing = null;
        for (Told one : sorted) {
            long number = one.correction().number();
            if (number > reached) {
                kept.add(new Kept(one, current));
                current = one.correction().retracted() ? null : one.content();
                reached = number;
                standing = one;
            } else {
                old.add(one.item());
                if (number == last && standing == null) {
                    standing = one;
                }
            }
        }
        return new Succession(kept, old, standing);
    }
}
