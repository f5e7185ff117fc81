package io.millrace.streams;

import io.millrace.process.core.Input;
import io.millrace.process.core.InputCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs an instance holds, as its store keeps them: in the order in which they were taken, a few to a page. What was
 * taken since the last commit is written with the next one; the last page is written anew until it is full, so it is
 * short. A page is dropped when all of its inputs are settled. Not thread-safe.
 */
final class Journal {

    private static final int PAGE_INPUTS = 32;
    private static final int PAGE_BYTES = 8192;
    /** About. */
    private static final int BYTES_OF_AN_INPUT = 32;

    private static final byte[] NOTHING = {};

    /** Where pages are kept. */
    interface Pages {
        void put(int number, byte[] page);

        void delete(int number);
    }

    private static final class Page {
        private final int number;
        private int inputs;
        private boolean full;
        private long newest = Long.MIN_VALUE;
        /** The last one on it, while it is the last page. */
        private @Nullable Input last;

        Page(int number) {
            this.number = number;
        }

        void add(Input input) {
            inputs++;
            newest = Math.max(newest, input.timestampMicros());
            last = input;
        }

        void holds(int bytes) {
            full = inputs >= PAGE_INPUTS || bytes >= PAGE_BYTES;
            last = full ? null : last;
        }
    }

    private final InputCodec codec;
    private final Pages pages;
    private final Deque<Page> kept = new ArrayDeque<>();
    private final List<Input> taken = new ArrayList<>(0);
    /** Of the last page, while there is room on it. */
    private byte[] last = NOTHING;

    private int next;

    Journal(InputCodec codec, Pages pages) {
        this.codec = codec;
        this.pages = pages;
    }

    /**
     * Goes on with a page that was kept; pages come in the order of their numbers.
     *
     * @return its inputs
     */
    List<Input> restore(int number, byte[] bytes) {
        Page page = new Page(number);
        List<Input> inputs = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            while (in.available() > 0) {
                Input input = codec.read(page.last, in);
                inputs.add(input);
                page.add(input);
            }
        } catch (IOException damaged) {
            throw new UncheckedIOException("a page of inputs cannot be read", damaged);
        }
        page.holds(bytes.length);
        kept.add(page);
        last = page.full ? NOTHING : bytes;
        next = number + 1;
        return inputs;
    }

    void append(Input input) {
        taken.add(input);
    }

    /**
     * Writes what was taken since the last time, and drops pages all of whose inputs are settled.
     *
     * @param settledTo inputs up to this time are settled, microseconds since 1970
     */
    void write(long settledTo) {
        dropSettled(settledTo);
        if (taken.isEmpty()) {
            return;
        }
        Page page = kept.peekLast();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(last.length + BYTES_OF_AN_INPUT * taken.size());
        DataOutputStream out = new DataOutputStream(bytes);
        boolean changed = false;
        try {
            out.write(last);
            for (Input input : taken) {
                if (input.timestampMicros() <= settledTo) {
                    continue;
                }
                if (page == null || page.full) {
                    if (page != null && changed) {
                        pages.put(page.number, bytes.toByteArray());
                    }
                    bytes.reset();
                    page = new Page(next++);
                    kept.add(page);
                }
                codec.write(input, page.last, out);
                page.add(input);
                page.holds(bytes.size());
                changed = true;
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail", impossible);
        }
        taken.clear();
        if (page != null && changed) {
            byte[] written = bytes.toByteArray();
            pages.put(page.number, written);
            last = page.full ? NOTHING : written;
        }
    }

    private void dropSettled(long settledTo) {
        for (Iterator<Page> each = kept.iterator(); each.hasNext(); ) {
            Page page = each.next();
            if (page.newest <= settledTo) {
                pages.delete(page.number);
                each.remove();
            }
        }
        Page page = kept.peekLast();
        if (page == null || page.full) {
            last = NOTHING;
        }
    }

    /** Forgets everything. */
    void clear() {
        dropSettled(Long.MAX_VALUE);
        taken.clear();
    }
}
