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

/**
 * The inputs an instance holds, as its store keeps them: in the order in which they were taken, a few to a page. A page is
 * written anew with each input, so it is short, and dropped when all of its inputs are settled. Not thread-safe.
 */
final class Journal {

    private static final int PAGE_INPUTS = 16;
    private static final int PAGE_BYTES = 4096;

    /** Where pages are kept. */
    interface Pages {
        void put(int number, byte[] page);

        void delete(int number);
    }

    private static final class Page {
        private final int number;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        private final DataOutputStream out = new DataOutputStream(bytes);
        private int inputs;
        private long newest = Long.MIN_VALUE;

        Page(int number) {
            this.number = number;
        }

        boolean isFull() {
            return inputs >= PAGE_INPUTS || bytes.size() >= PAGE_BYTES;
        }
    }

    private final InputCodec codec;
    private final Pages pages;
    private final Deque<Page> kept = new ArrayDeque<>();
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
                inputs.add(codec.read(in));
            }
            page.out.write(bytes);
        } catch (IOException damaged) {
            throw new UncheckedIOException("a page of inputs cannot be read", damaged);
        }
        page.inputs = inputs.size();
        page.newest = inputs.stream().mapToLong(Input::timestampMicros).max().orElse(Long.MIN_VALUE);
        kept.add(page);
        next = number + 1;
        return inputs;
    }

    void append(Input input) {
        Page page = kept.peekLast();
        if (page == null || page.isFull()) {
            page = new Page(next++);
            kept.add(page);
        }
        try {
            codec.write(input, page.out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail", impossible);
        }
        page.inputs++;
        page.newest = Math.max(page.newest, input.timestampMicros());
        pages.put(page.number, page.bytes.toByteArray());
    }

    /** Drops pages all of whose inputs are settled. */
    void settled(long settledTo) {
        for (Iterator<Page> each = kept.iterator(); each.hasNext(); ) {
            Page page = each.next();
            if (page.newest <= settledTo) {
                pages.delete(page.number);
                each.remove();
            }
        }
    }

    /** Forgets everything. */
    void clear() {
        settled(Long.MAX_VALUE);
    }
}
