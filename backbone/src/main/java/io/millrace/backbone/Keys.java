package io.millrace.backbone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the keys that come again and again: a plant has thousands of topics and millions of records. Equal keys
 * are one object, mostly, which saves those who look things up by them the comparison, and memory. Two keys have room at
 * one place; a third drives out the older. Thread-safe.
 */
final class Keys {

    /** A power of two. */
    private static final int PLACES = 1 << 16;
    /** Nothing longer is a topic. */
    private static final int MAX_BYTES = 1_024;

    private record Known(byte[] bytes, String text) {}

    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(2 * PLACES);

    String text(byte[] key) {
        if (key.length > MAX_BYTES) {
            return new String(key, StandardCharsets.UTF_8);
        }
        int hash = Arrays.hashCode(key);
        int place = 2 * ((hash ^ hash >>> 16) & PLACES - 1);
        // Made whole before it is put there, and never changed: who sees it sees all of it.
        Known newer = known.getPlain(place);
        if (newer != null && Arrays.equals(newer.bytes, key)) {
            return newer.text;
        }
        Known older = known.getPlain(place + 1);
        if (older != null && Arrays.equals(older.bytes, key)) {
            return older.text;
        }
        Known fresh = new Known(key, new String(key, StandardCharsets.UTF_8));
        known.set(place + 1, newer);
        known.set(place, fresh);
        return fresh.text;
    }
}
