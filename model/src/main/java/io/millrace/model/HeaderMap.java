package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one record: few, in their order, never changed. A look-up goes through all of them, which for so few is
 * quicker than a hash, and a value that came as bytes becomes text when somebody asks for it: of most records nobody
 * ever asks for most. Thread-safe.
 */
public final class HeaderMap extends AbstractMap<String, String> {

    private static final HeaderMap NONE = new HeaderMap(new Object[0]);

    /** Name and value in turn; a value is text, or its UTF-8 bytes. */
    private final Object[] entries;

    private HeaderMap(Object[] entries) {
        this.entries = entries;
    }

    /** Takes over another map; of no consequence for it. */
    public static HeaderMap copyOf(Map<String, String> headers) {
        if (headers instanceof HeaderMap already) {
            return already;
        }
        if (headers.isEmpty()) {
            return NONE;
        }
        Builder builder = new Builder(headers.size());
        headers.forEach(builder::add);
        return builder.build();
    }

    /** Names and values in turn; no name twice. */
    public static HeaderMap of(String... namesAndValues) {
        Builder builder = new Builder(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Collects headers; of those with one name the last counts. Not thread-safe; used once. */
    public static final class Builder {

        private Object[] entries;
        private int length;

        /** @param expected how many there will be, more or less */
        public Builder(int expected) {
            entries = new Object[2 * expected];
        }

        public Builder add(String name, String text) {
            put(name, text);
            return this;
        }

        /** @param utf8 is not changed by anyone from now on */
        public Builder add(String name, byte[] utf8) {
            put(name, utf8);
            return this;
        }

        private void put(String name, @Nullable Object value) {
            if (value == null) {
                throw new NullPointerException(name);
            }
            for (int i = 0; i < length; i += 2) {
                if (entries[i].equals(name)) {
                    entries[i + 1] = value;
                    return;
                }
            }
            if (length == entries.length) {
                entries = Arrays.copyOf(entries, Math.max(8, 2 * length));
            }
            entries[length++] = name;
            entries[length++] = value;
        }

        public HeaderMap build() {
            return new HeaderMap(length == entries.length ? entries : Arrays.copyOf(entries, length));
        }
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int at = index(name);
        return at < 0 ? null : value(at);
    }

    @Override
    public String getOrDefault(@Nullable Object name, String otherwise) {
        int at = index(name);
        return at < 0 ? otherwise : value(at);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return index(name) >= 0;
    }

    private int index(@Nullable Object name) {
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private String value(int at) {
        Object value = entries[at + 1];
        if (value instanceof byte[] utf8) {
            String text = new String(utf8, StandardCharsets.UTF_8);
            // Two threads may do this at the same time: to the same end.
            entries[at + 1] = text;
            return text;
        }
        return (String) value;
    }

    /** All of them in their order, as they are written to the log; the bytes are only lent. */
    public void forEachUtf8(BiConsumer<String, byte[]> action) {
        for (int i = 0; i < entries.length; i += 2) {
            Object value = entries[i + 1];
            action.accept(
                    (String) entries[i],
                    value instanceof byte[] utf8 ? utf8 : ((String) value).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Of names and values as they are written to the log, in bytes. */
    public long utf8Length() {
        long length = 0;
        for (Object one : entries) {
            length += one instanceof byte[] utf8 ? utf8.length : utf8Length((String) one);
        }
        return length;
    }

    private static int utf8Length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }

    /** Whether the value begins like that; what came as bytes stays bytes. A header that is missing begins with nothing. */
    public boolean startsWith(String name, String beginning) {
        int at = index(name);
        if (at < 0) {
            return beginning.isEmpty();
        }
        if (!(entries[at + 1] instanceof byte[] utf8)) {
            return value(at).startsWith(beginning);
        }
        for (int i = 0; i < beginning.length(); i++) {
            char expected = beginning.charAt(i);
            if (expected >= 0x80) {
                return value(at).startsWith(beginning);
            }
            if (i == utf8.length || utf8[i] != expected) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int size() {
        return entries.length / 2;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return HeaderMap.this.size();
            }

            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, String>> {

        private int at;

        @Override
        public boolean hasNext() {
            return at < entries.length;
        }

        @Override
        public Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry<String, String> entry = Map.entry((String) entries[at], value(at));
            at += 2;
            return entry;
        }
    }
}
