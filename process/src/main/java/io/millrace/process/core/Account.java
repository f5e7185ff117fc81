package io.millrace.process.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a stretch of inputs comes to: what was said last of each identity, in order. Not thread-safe. */
final class Account {

    private final Map<Identity, Emission> said = new LinkedHashMap<>();

    /** @param cause what the outputs were made of, where they do not say it themselves */
    void add(List<Output> outputs, List<Identity> cause) {
        for (Output output : outputs) {
            said.put(output.identity(), Emission.first(output, cause));
        }
    }

    Map<Identity, Emission> said() {
        return said;
    }
}
