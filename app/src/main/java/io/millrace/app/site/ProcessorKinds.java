package io.millrace.app.site;

import io.millrace.process.Kind;
import io.millrace.process.Processors;
import io.millrace.score.ScoreKind;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of processors this program has: those of the house, and those behind a fence of their own. */
public final class ProcessorKinds {

    private static final List<Kind<?>> ALL = Stream.concat(Processors.kinds().stream(), Stream.of(new ScoreKind()))
            .toList();

    private ProcessorKinds() {}

    public static List<Kind<?>> all() {
        return ALL;
    }
}
