package io.millrace.process.recompute;

import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lays what a rule says beside what is stored, both in the order of {@link Identity}, and holds one of each at a time. Not
 * thread-safe.
 */
public final class Differences {

    private final Iterator<Told> told;
    private final Predicate<String> alone;
    private final Consumer<Difference> each;
    private final Map<String, Tally> tallies = new TreeMap<>();
    private @Nullable Told next;

    /** What became of the identities of a topic. Mutable; used by one thread. */
    public static final class Tally {
        private long equal;
        private long changed;
        private long added;
        private long gone;
        private long open;
        private long left;

        public long equal() {
            return equal;
        }

        public long changed() {
            return changed;
        }

        public long added() {
            return added;
        }

        public long gone() {
            return gone;
        }

        /** Not compared, since the live processor may yet say them anew. */
        public long open() {
            return open;
        }

        /** Stored and not said by the rule, on a topic that others write too: they may be theirs. */
        public long left() {
            return left;
        }

        public long differences() {
            return changed + added + gone;
        }

        /** Adds another to this one. */
        public void add(Tally other) {
            equal += other.equal;
            changed += other.changed;
            added += other.added;
            gone += other.gone;
            open += other.open;
            left += other.left;
        }
    }

    /**
     * @param told sorted, each identity once
     * @param alone whether nobody but this processor has ever written to a topic
     */
    public Differences(Iterator<Told> told, Predicate<String> alone, Consumer<Difference> each) {
        this.told = told;
        this.alone = alone;
        this.each = each;
        this.next = told.hasNext() ? told.next() : null;
    }

    /** Takes the next thing that is stored. */
    public void stored(Identity identity, Content content) {
        upTo(identity);
        Told said = next;
        if (said != null && said.identity().equals(identity)) {
            advance();
            both(said, content);
            return;
        }
        Tally tally = tally(identity);
        if (alone.test(identity.topic())) {
            tally.gone++;
            each.accept(new Difference(identity, content, null));
        } else {
            tally.left++;
        }
    }

    /** Nothing more is stored. */
    public void finish() {
        upTo(null);
    }

    private void upTo(@Nullable Identity identity) {
        for (Told said = next;
                said != null && (identity == null || said.identity().compareTo(identity) < 0);
                said = next) {
            advance();
            both(said, null);
        }
    }

    private void both(Told said, @Nullable Content stored) {
        Content now = said.content() instanceof Content.Retracted ? null : said.content();
        if (now == null && stored == null && !said.open()) {
            return;
        }
        Tally tally = tally(said.identity());
        if (said.open()) {
            tally.open++;
        } else if (now != null && stored != null && Sameness.same(now, stored)) {
            tally.equal++;
        } else {
            Difference difference = new Difference(said.identity(), stored, now);
            switch (difference.way()) {
                case CHANGED -> tally.changed++;
                case ADDED -> tally.added++;
                case GONE -> tally.gone++;
            }
            each.accept(difference);
        }
    }

    private void advance() {
        next = told.hasNext() ? told.next() : null;
    }

    private Tally tally(Identity identity) {
        return tallies.computeIfAbsent(identity.topic(), any -> new Tally());
    }

    /** By topic, in their order. */
    public Map<String, Tally> tallies() {
        return Collections.unmodifiableMap(tallies);
    }
}
