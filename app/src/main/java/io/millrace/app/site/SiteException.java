package io.millrace.app.site;

import io.millrace.app.yaml.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A site file that is wrong; holds everything that was found. */
public final class SiteException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public SiteException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
