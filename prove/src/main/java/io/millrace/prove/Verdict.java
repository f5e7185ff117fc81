package io.millrace.prove;

import io.millrace.prove.judge.Finding;
import java.nio.file.Path;
import java.util.List;

/**
 * How it ended.
 *
 * @param proved nothing was found
 * @param report a Markdown file for people; the same as JSON lies beside it
 */
public record Verdict(boolean proved, List<Finding> findings, Figures figures, Path report) {

    public Verdict {
        findings = List.copyOf(findings);
    }
}
