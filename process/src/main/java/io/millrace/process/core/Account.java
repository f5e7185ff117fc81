package io.millrace.process.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a stretch of inputs comes to: what was said last of each identity, in order. Not thread-safe. */
final class Account {

    private final Map<Identity, Emission> said = new LinkedHashMap<>();
    private final Map<Identity, Taken.Refused> refused = new LinkedHashMap<>();

    /** @param cause what the outputs were made of, where they do not say it themselves */
    void add(List<Output> outputs, List<Identity> cause) {
        for (Output output : outputs) {
            said.put(output.identity(), Emission.first(output, cause));
        }
    }

    void refuse(List<Taken.Refused> inputs) {
        inputs.forEach(one -> refused.put(one.input().identity(), one));
    }

    /** Inputs that turned out to be of no use, but for those that did so in another account already. */
    List<Taken.Refused> refusedBut(Account other) {
        List<Taken.Refused> now = new ArrayList<>();
        refused.forEach((identity, one) -> {
            if (!other.refused.containsKey(identity)) {
                now.add(one);
            }
        });
        return now;
    }

    Map<Identity, Emission> said() {
        return said;
    }
}
