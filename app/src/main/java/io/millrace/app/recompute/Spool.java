package io.millrace.app.recompute;

import io.millrace.process.core.Content;
import io.millrace.process.core.Encoding;
import io.millrace.process.core.Identity;
import io.millrace.process.recompute.Told;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says, sorted by identity, however much it is: sorted runs in temporary files, merged when they are read. Of an
 * identity the last word counts. Used by one thread; files are gone when it is closed.
 */
public final class Spool implements AutoCloseable {

    static final int IN_MEMORY = 50_000;
    private static final int BUFFER = 64 << 10;
    private static final Comparator<Told> ORDER = Comparator.comparing(Told::identity);

    private final Path folder;
    private final int most;
    private final List<Path> files = new ArrayList<>();
    private final List<Run> open = new ArrayList<>();
    private List<Told> memory = new ArrayList<>();

    /** @param folder where temporary files go */
    public Spool(Path folder) {
        this(folder, IN_MEMORY);
    }

    Spool(Path folder, int most) {
        this.folder = folder;
        this.most = most;
    }

    public void add(Told told) {
        memory.add(told);
        if (memory.size() >= most) {
            write();
        }
    }

    /** Sorts those in memory: of one identity the later ones behind the earlier. */
    private List<Told> sorted() {
        memory.sort(ORDER);
        List<Told> sorted = new ArrayList<>(memory.size());
        for (Told told : memory) {
            int last = sorted.size() - 1;
            if (last >= 0 && sorted.get(last).identity().equals(told.identity())) {
                sorted.set(last, after(sorted.get(last), told));
            } else {
                sorted.add(told);
            }
        }
        memory = new ArrayList<>();
        return sorted;
    }

    private static Told after(Told before, Told now) {
        return before.open() && !now.open() ? new Told(now.identity(), now.content(), true) : now;
    }

    private void write() {
        try {
            Path file = Files.createTempFile(folder, "recompute-", ".tmp");
            files.add(file);
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
                for (Told told : sorted()) {
                    Encoding.writeIdentity(told.identity(), out);
                    out.writeBoolean(told.open());
                    Encoding.writeContent(told.content(), out);
                }
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** All of them by identity, each once. To be called once, when all were added. */
    public Iterator<Told> read() {
        if (files.isEmpty()) {
            return sorted().iterator();
        }
        if (!memory.isEmpty()) {
            write();
        }
        try {
            for (Path file : files) {
                open.add(new Run(file, open.size()));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Merge(open);
    }

    /** One file, read from its beginning. */
    private static final class Run implements AutoCloseable {
        private final DataInputStream in;
        private final int number;
        private @Nullable Told next;

        Run(Path file, int number) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            this.number = number;
            advance();
        }

        void advance() {
            try {
                Identity identity = Encoding.readIdentity(in);
                boolean isOpen = in.readBoolean();
                Content content = Encoding.readContent(in);
                next = new Told(identity, content, isOpen);
            } catch (EOFException end) {
                next = null;
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        Told head() {
            Told head = next;
            if (head == null) {
                throw new NoSuchElementException();
            }
            return head;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class Merge implements Iterator<Told> {
        private final PriorityQueue<Run> runs = new PriorityQueue<>(
                Comparator.comparing((Run run) -> run.head().identity()).thenComparingInt(run -> run.number));

        Merge(List<Run> all) {
            all.stream().filter(run -> run.next != null).forEach(runs::add);
        }

        @Override
        public boolean hasNext() {
            return !runs.isEmpty();
        }

        @Override
        public Told next() {
            Told told = take();
            while (!runs.isEmpty() && runs.element().head().identity().equals(told.identity())) {
                told = after(told, take());
            }
            return told;
        }

        private Told take() {
            Run run = runs.remove();
            Told told = run.head();
            run.advance();
            if (run.next != null) {
                runs.add(run);
            }
            return told;
        }
    }

    @Override
    public void close() {
        for (Run run : open) {
            try {
                run.close();
            } catch (IOException gone) {
                // it was only read
            }
        }
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
