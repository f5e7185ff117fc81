package io.millrace.historian.sink;

import io.millrace.model.LogPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where this process believes the partitions to be: what the database last said, and how far their records are in the
 * {@link LedgerBook}. Pure; not thread-safe.
 */
final class Places {

    /** One order everywhere. */
    static final Comparator<Move> ORDER =
            Comparator.comparing((Move move) -> move.partition.log()).thenComparing(move -> move.partition.number());

    /**
     * A row of {@code log_offset}.
     *
     * @param next what lies before is stored
     * @param counted what lies before is in the ledger
     */
    record Place(long next, long counted) {

        /** Where to read on. */
        long start() {
            return Math.min(next, counted);
        }
    }

    /**
     * @param from absent when there is no row yet
     * @param anew the log begins again: offsets mean other records than before
     */
    record Move(LogPartition partition, @Nullable Place from, Place to, boolean anew) {

        /** Whether what is counted moves too. */
        boolean recounts() {
            return from != null && from.counted != to.counted;
        }
    }

    private final Map<LogPartition, Place> stored = new HashMap<>();
    private final Map<LogPartition, Long> reached = new HashMap<>();
    private final Set<LogPartition> asked = new HashSet<>();

    /** Nothing is known any more: each partition has to be asked for before it is stored again. */
    void forget() {
        stored.clear();
        reached.clear();
        asked.clear();
    }

    /** What the database said of some partitions; one that is absent has no row. */
    void learn(Collection<LogPartition> partitions, Map<LogPartition, Place> found) {
        for (LogPartition partition : partitions) {
            asked.add(partition);
            Place place = found.get(partition);
            if (place == null) {
                stored.remove(partition);
                reached.remove(partition);
            } else {
                stored.put(partition, place);
                reached.put(partition, place.start());
            }
        }
    }

    /** One whose place is not known. */
    Optional<LogPartition> unknown(Collection<LogPartition> partitions) {
        return partitions.stream()
                .filter(partition -> !asked.contains(partition))
                .findAny();
    }

    /** Records of a partition below this offset were stored before and come to be counted only. */
    long storedBefore(LogPartition partition, long firstOfBatch) {
        Place place = stored.get(partition);
        return place == null || isAnew(partition, firstOfBatch) ? 0 : place.next;
    }

    /** A log that was made anew, or lost its end with the power, is read from its beginning. */
    private boolean isAnew(LogPartition partition, long first) {
        return first < reached.getOrDefault(partition, 0L);
    }

    /** Where a batch takes the partitions; nothing is counted yet. */
    List<Move> moves(Map<LogPartition, Long> firsts, Map<LogPartition, Long> next) {
        List<Move> moves = new ArrayList<>(next.size());
        next.forEach((partition, to) -> {
            Place from = stored.get(partition);
            long first = firsts.getOrDefault(partition, to);
            if (from == null) {
                moves.add(new Move(partition, null, new Place(to, first), false));
            } else if (isAnew(partition, first)) {
                moves.add(new Move(partition, from, new Place(to, first), true));
            } else {
                long stays = Math.max(from.next, to);
                moves.add(new Move(partition, from, new Place(stays, Math.min(from.counted, from.next)), false));
            }
        });
        moves.sort(ORDER);
        return moves;
    }

    /** The moves were made, and the records are in the book. */
    void moved(Collection<Move> moves, Map<LogPartition, Long> next) {
        moves.forEach(move -> stored.put(move.partition, move.to));
        reached.putAll(next);
    }

    /** The moves are made, of partitions that were not read meanwhile. */
    void moved(Collection<Move> moves) {
        moved(moves, Map.of());
    }

    /** What writing some partitions' pages of the book changes: all of them is counted then. */
    List<Move> counted(Predicate<LogPartition> written) {
        List<Move> moves = new ArrayList<>();
        stored.forEach((partition, place) -> {
            long to = reached.getOrDefault(partition, place.start());
            if (place.counted != to && written.test(partition)) {
                moves.add(new Move(partition, place, new Place(place.next, to), false));
            }
        });
        moves.sort(ORDER);
        return moves;
    }

    @Nullable
    Place place(LogPartition partition) {
        return stored.get(partition);
    }
}
