package io.millrace.process.trial;

import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.core.Content;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays what a trial says beside what the running processor of the same name said: of each identity what was said last.
 * Not thread-safe.
 */
public final class Comparison {

    private static final int MOST_COMPARED = 100_000;
    private static final int EXAMPLES = 5;

    private final Definition definition;
    private long sinceMicros;
    private final Map<Identity, Both> said = new HashMap<>();
    private boolean complete = true;
    private long theirs;
    private boolean otherRevision;

    private static final class Both {
        private @Nullable Content here;
        private @Nullable Content there;
        private long thereRevision = -1;
        private long atMicros;
    }

    /** @param sinceMicros what has an earlier time is not compared: it follows from inputs the trial did not see */
    public Comparison(Definition definition, long sinceMicros) {
        this.definition = definition;
        this.sinceMicros = sinceMicros;
    }

    /** The trial has taken an input of this time: what follows from older ones than were thought is compared, too. */
    public void saw(long timeMicros) {
        sinceMicros = Math.min(sinceMicros, timeMicros);
    }

    /** @param logMicros when the log took what it follows from */
    public void here(Emission emission, long logMicros) {
        Both both = both(emission.output().identity());
        if (both != null) {
            both.here = emission.output().content();
            both.atMicros = logMicros;
        }
    }

    /**
     * Something in the log.
     *
     * @param processor what {@link io.millrace.model.Headers#PROCESSOR} says of it
     * @return whether it is of this processor
     */
    public boolean there(Said record, @Nullable String processor) {
        if (processor == null || !processor.startsWith(definition.name() + "@")) {
            return false;
        }
        theirs++;
        otherRevision |= !processor.endsWith("@" + definition.revision());
        Both both = both(record.identity());
        if (both != null && record.revision() >= both.thereRevision) {
            both.there = record.content();
            both.thereRevision = record.revision();
        }
        return true;
    }

    private @Nullable Both both(Identity identity) {
        if (identity.timestampMicros() < sinceMicros) {
            return null;
        }
        Both both = said.get(identity);
        if (both == null && said.size() >= MOST_COMPARED) {
            complete = false;
        } else if (both == null) {
            both = new Both();
            said.put(identity, both);
        }
        return both;
    }

    /** @param untilMicros what the trial made of later records of the log may not be in the log yet */
    public Result result(long untilMicros) {
        long equal = 0;
        long different = 0;
        long onlyHere = 0;
        long onlyThere = 0;
        TreeMap<Identity, Difference> differences = new TreeMap<>();
        TreeMap<Identity, Difference> oneSided = new TreeMap<>();
        for (Map.Entry<Identity, Both> entry : said.entrySet()) {
            Content here = standing(entry.getValue().here);
            Content there = standing(entry.getValue().there);
            if (here == null && there == null || there == null && entry.getValue().atMicros > untilMicros) {
                continue;
            }
            if (here != null && here.equals(there)) {
                equal++;
                continue;
            }
            if (there == null) {
                onlyHere++;
            } else if (here == null) {
                onlyThere++;
            } else {
                different++;
            }
            TreeMap<Identity, Difference> kind = here == null || there == null ? oneSided : differences;
            kind.put(entry.getKey(), new Difference(entry.getKey(), here, there));
            if (kind.size() > EXAMPLES) {
                kind.pollLastEntry();
            }
        }
        List<Difference> examples = new ArrayList<>(differences.values());
        oneSided.values().stream().limit(EXAMPLES - examples.size()).forEach(examples::add);
        return new Result(theirs, !otherRevision, complete, equal, different, onlyHere, onlyThere, examples);
    }

    private static @Nullable Content standing(@Nullable Content content) {
        return content instanceof Content.Retracted ? null : content;
    }

    /**
     * One thing that is not told alike.
     *
     * @param here null when the trial does not say it
     * @param there null when the log does not have it
     */
    public record Difference(
            Identity identity,
            @Nullable Content here,
            @Nullable Content there) {}

    /**
     * How far both agree, by identity.
     *
     * @param outputs of the running processor in the log
     * @param sameRevision whether all of them were made by the configuration that is tried
     * @param complete false when there was more than can be compared: then the numbers are of the first part
     * @param examples the earliest of those that are different, then of the others
     */
    public record Result(
            long outputs,
            boolean sameRevision,
            boolean complete,
            long equal,
            long different,
            long onlyHere,
            long onlyThere,
            List<Difference> examples) {
        public Result {
            examples = List.copyOf(examples);
        }
    }
}
