package io.millrace.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store of a partition: of each instance its head under {@code h<key>}, its pages under {@code j<key>, 0, number}.
 * Used by one thread.
 */
final class Store {

    static final String NAME = "instances";

    private static final byte HEAD = 'h';
    private static final byte PAGE = 'j';

    private final KeyValueStore<Bytes, byte[]> engine;

    Store(KeyValueStore<Bytes, byte[]> engine) {
        this.engine = engine;
    }

    /** What is kept of one instance. */
    static final class Kept {
        private byte @Nullable [] head;
        private final SortedMap<Integer, byte[]> pages = new TreeMap<>();

        byte @Nullable [] head() {
            return head;
        }

        SortedMap<Integer, byte[]> pages() {
            return pages;
        }
    }

    /** Everything that is kept, by the key of the instance. */
    Map<String, Kept> all() {
        Map<String, Kept> all = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> each = engine.all()) {
            while (each.hasNext()) {
                KeyValue<Bytes, byte[]> entry = each.next();
                byte[] key = entry.key.get();
                boolean head = key[0] == HEAD;
                int end = head ? key.length : key.length - 1 - Integer.BYTES;
                Kept kept =
                        all.computeIfAbsent(new String(key, 1, end - 1, StandardCharsets.UTF_8), name -> new Kept());
                if (head) {
                    kept.head = entry.value;
                } else {
                    kept.pages.put(ByteBuffer.wrap(key, end + 1, Integer.BYTES).getInt(), entry.value);
                }
            }
        }
        return all;
    }

    /** The place of one instance. */
    Instance.Shelf shelf(String instance) {
        byte[] name = instance.getBytes(StandardCharsets.UTF_8);
        Bytes head = Bytes.wrap(
                ByteBuffer.allocate(1 + name.length).put(HEAD).put(name).array());
        return new Instance.Shelf() {
            @Override
            public void head(byte[] bytes) {
                engine.put(head, bytes);
            }

            @Override
            public void put(int number, byte[] page) {
                engine.put(page(number), page);
            }

            @Override
            public void delete(int number) {
                engine.delete(page(number));
            }

            private Bytes page(int number) {
                return Bytes.wrap(ByteBuffer.allocate(2 + name.length + Integer.BYTES)
                        .put(PAGE)
                        .put(name)
                        .put((byte) 0)
                        .putInt(number)
                        .array());
            }
        };
    }
}
