package io.millrace.app.cli;

import io.millrace.app.site.Site;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.model.Problem;
import io.millrace.process.Definition;
import java.nio.file.Path;
import java.util.List;

/** Processors by the names people give. Pure. */
final class ProcessorNames {

    private ProcessorNames() {}

    /** @throws io.millrace.model.ProblemException {@code processor-unknown} */
    static Definition find(Site site, String name, Path file) {
        List<String> names = site.processors().stream().map(Definition::name).toList();
        return site.processors().stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                "processor-unknown",
                                names.isEmpty()
                                        ? file + " has no processors."
                                        : file + " has no processor '" + name + "'.",
                                names.isEmpty()
                                        ? "Write one under the key 'processors'."
                                        : DidYouMean.among(names, name)
                                                .map(near -> "Did you mean '" + near + "'?")
                                                .orElse("It has " + String.join(", ", names) + "."))
                        .asException());
    }
}
