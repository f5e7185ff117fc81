package io.millrace.historian.sink;

import io.millrace.model.Namespace;
import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The topics that are at hand, found by their paths. Keys of the log are mostly the identical text, so that a look-up
 * touches no text: a hash table with open addressing. When it is full all are forgotten, and come again. Not
 * thread-safe.
 */
final class KnownTopics {

    static final int MAX = 200_000;

    /** A power of two, as all sizes of the table are. */
    private static final int SMALLEST = 1 << 10;

    private final Namespace namespace;
    /** At most half full. */
    private @Nullable KnownTopic[] places = new KnownTopic[SMALLEST];

    private int size;

    KnownTopics(Namespace namespace) {
        this.namespace = namespace;
    }

    /**
     * The topic of a record.
     *
     * @throws ProblemException {@code topic-illegal}
     */
    KnownTopic get(String key) {
        int hash = key.hashCode();
        KnownTopic known = places[place(key, hash)];
        return known == null ? put(namespace.parse(key), hash) : known;
    }

    /** A topic that was read from a payload. */
    KnownTopic get(Topic topic) {
        int hash = topic.path().hashCode();
        KnownTopic known = places[place(topic.path(), hash)];
        return known == null ? put(topic, hash) : known;
    }

    void forget() {
        // Its size it keeps: where there were many they come again.
        Arrays.fill(places, null);
        size = 0;
    }

    int size() {
        return size;
    }

    /** Where it is, or the free place where it belongs. */
    private int place(String path, int hash) {
        int last = places.length - 1;
        int place = spread(hash) & last;
        for (KnownTopic there = places[place]; there != null; there = places[place]) {
            if (there.hasPath(path, hash)) {
                return place;
            }
            place = place + 1 & last;
        }
        return place;
    }

    private KnownTopic put(Topic topic, int hash) {
        if (size == MAX) {
            forget();
        } else if (2 * size >= places.length) {
            grow();
        }
        KnownTopic fresh = new KnownTopic(topic);
        places[place(topic.path(), hash)] = fresh;
        size++;
        return fresh;
    }

    private void grow() {
        @Nullable KnownTopic[] all = places;
        places = new KnownTopic[2 * all.length];
        for (KnownTopic known : all) {
            if (known != null) {
                places[place(known.path(), known.hash())] = known;
            }
        }
    }

    /** Paths that differ in their last digit only have neighbouring hash codes. */
    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }
}
