package io.millrace.app.template;

import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a machine has otherwise than its template: groups are laid over groups key by key, single values and lists replace,
 * and an empty value ({@code ~}) takes away.
 */
final class Overlay {

    private final Findings findings;

    Overlay(Findings findings) {
        this.findings = findings;
    }

    YamlTree.Mapping over(YamlTree.Mapping base, YamlTree.Mapping changes, String path) {
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>(base.entries());
        changes.entries().forEach((key, change) -> {
            YamlTree.Entry before = base.entries().get(key);
            String at = Binder.join(path, key);
            if (change.value() instanceof YamlTree.Scalar scalar && scalar.isNull()) {
                if (entries.remove(key) == null) {
                    findings.add(
                            change.keyPlace(),
                            at,
                            Problem.of(
                                    "override-unknown",
                                    "the machine has no '" + key + "' there that could be taken away.",
                                    DidYouMean.hint(base.entries().keySet(), key)));
                }
            } else if (before != null
                    && before.value() instanceof YamlTree.Mapping inner
                    && change.value() instanceof YamlTree.Mapping more) {
                entries.put(key, new YamlTree.Entry(before.keyPlace(), over(inner, more, at)));
            } else {
                entries.put(key, change);
            }
        });
        return new YamlTree.Mapping(base.place(), entries);
    }
}
