package io.millrace.process.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What somebody who only hears emissions holds true in the end, as a database would. */
public final class Told {

    private final Map<Identity, Content> truth = new TreeMap<>();
    private final Map<Identity, Long> revisions = new HashMap<>();

    /** Hears emissions, and insists that each may be told: nothing twice, and corrections with growing numbers. */
    public void hear(List<Emission> emissions) {
        for (Emission emission : emissions) {
            Identity identity = emission.output().identity();
            if (emission.revision() == 0) {
                assertThat(revisions).as("told for the first time").doesNotContainKey(identity);
            } else {
                assertThat(emission.revision())
                        .as("a correction of %s", identity)
                        .isGreaterThan(revisions.getOrDefault(identity, 0L));
            }
            revisions.put(identity, emission.revision());
            if (emission.output().content() instanceof Content.Retracted) {
                truth.remove(identity);
            } else {
                truth.put(identity, emission.output().content());
            }
        }
    }

    /** What is true, by identity. */
    public Map<Identity, Content> truth() {
        return truth;
    }
}
