package io.millrace.streams;

import io.millrace.process.Addresses.Address;
import io.millrace.process.Definition;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Guarded;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Input;
import io.millrace.process.core.InputCodec;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Taken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance of a processor at its home: what it knows, and what its store keeps of that. Used by one thread. */
final class Instance<S> {

    private static final Logger log = LoggerFactory.getLogger(Instance.class);

    /** What is kept of an instance under its key. */
    interface Shelf extends Journal.Pages {
        void head(byte[] head);
    }

    private final Definition definition;
    private final boolean gathers;
    private final Processor<S> rule;
    private final Horizon<S> horizon;
    private final Journal journal;
    private final Shelf shelf;
    /** Where it has several topics, inputs of one may be read long before those of another. */
    private final Outrunners outrunners = new Outrunners();

    private boolean changed;

    private Instance(
            Definition definition,
            Address address,
            Processor<S> rule,
            Horizon<S> horizon,
            Journal journal,
            Shelf shelf) {
        this.definition = definition;
        this.gathers = address.gathers();
        this.rule = rule;
        this.horizon = horizon;
        this.journal = journal;
        this.shelf = shelf;
    }

    /**
     * Begins an instance, or goes on where it was.
     *
     * @param now milliseconds since 1970: the corrections of one that begins anew are numbered from there
     * @param head what was kept, or null
     * @param pages what was kept, by their numbers
     */
    static Instance<?> open(
            Definition definition,
            Address address,
            long now,
            Shelf shelf,
            byte @Nullable [] head,
            SortedMap<Integer, byte[]> pages) {
        return open(
                definition,
                new Guarded<>(definition.plan().rule().apply(address.place())),
                address,
                now,
                shelf,
                head,
                pages);
    }

    private static <S> Instance<S> open(
            Definition definition,
            Processor<S> rule,
            Address address,
            long now,
            Shelf shelf,
            byte @Nullable [] bytes,
            SortedMap<Integer, byte[]> pages) {
        Journal journal = new Journal(new InputCodec(definition.setting().namespace()), shelf);
        List<Input> inputs = new ArrayList<>();
        for (Map.Entry<Integer, byte[]> page : pages.entrySet()) {
            inputs.addAll(journal.restore(page.getKey(), page.getValue()));
        }
        Head<S> head = bytes == null ? Head.begin(rule, now) : read(rule, bytes);
        if (head == null) {
            log.atWarn()
                    .addKeyValue("instance", address.key())
                    .log("a processor counts in another way than before and begins anew");
            journal.clear();
            inputs.clear();
            head = Head.begin(rule, now);
        }
        long lateness = TimeUnit.NANOSECONDS.toMicros(definition.lateness().toNanos());
        Horizon<S> horizon = new Horizon<>(rule, lateness, Definition.MOST_HELD, head, inputs);
        return new Instance<>(definition, address, rule, horizon, journal, shelf);
    }

    private static <S> @Nullable Head<S> read(Processor<S> rule, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return Head.isOf(rule.codec(), in) ? Head.read(rule.codec(), in) : null;
        } catch (IOException damaged) {
            throw new UncheckedIOException("a state cannot be read", damaged);
        }
    }

    Definition definition() {
        return definition;
    }

    /** How many inputs it holds. */
    int held() {
        return horizon.held();
    }

    /**
     * Takes an input; what follows from it for the store is written by {@link #write}.
     *
     * @param logMicros when the log took it, microseconds since 1970
     * @param reach up to when all that the log took has been processed
     * @param most inputs it may hold
     * @param mostAhead inputs it may hold while others that the log took before are still to come: what settles before
     *     them makes them too late
     */
    Taken take(Input input, long logMicros, long reach, int most, int mostAhead) {
        boolean waits = gathers && logMicros > reach;
        if (waits) {
            outrunners.add(logMicros, Math.min(input.timestampMicros(), logMicros));
        }
        long seen = outrunners.caughtUp(reach);
        horizon.holdAtMost(outrunners.isEmpty() ? most : mostAhead);
        if (seen != Long.MIN_VALUE) {
            horizon.seen(seen);
        }
        Taken taken = horizon.take(input, waits ? Long.MIN_VALUE : logMicros);
        if (taken.fate() == Taken.Fate.IN_ORDER || taken.fate() == Taken.Fate.LATE) {
            journal.append(input);
        }
        return taken;
    }

    /** Whether letting time pass to here may have something to say. */
    boolean isDue(long toMicros) {
        return horizon.nextTime() <= toMicros;
    }

    List<Emission> advance(long toMicros) {
        return horizon.advance(toMicros);
    }

    /** Inputs that turned out to be of no use when time passed the last time; says so once. */
    List<Taken.Refused> refusedInTime() {
        return horizon.refusedInTime();
    }

    /** Whether this is the first change since it was written; says so once. */
    boolean begins() {
        boolean answer = !changed;
        changed = true;
        return answer;
    }

    /** Brings the store to what is known now. */
    void write() {
        changed = false;
        if (horizon.headChanged()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            try {
                horizon.head().write(rule.codec(), new DataOutputStream(bytes));
            } catch (IOException impossible) {
                throw new UncheckedIOException("memory cannot fail", impossible);
            }
            shelf.head(bytes.toByteArray());
        }
        journal.write(horizon.settledTo());
    }
}
