package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.app.yaml.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the reader says of a site file that is wrong. */
final class SiteMistakes {

    private SiteMistakes() {}

    /** @param file shows as {@code site.yaml}, wherever it is */
    static List<String> in(Path file) {
        SiteException wrong = catchThrowableOfType(
                SiteException.class, () -> new SiteReader(Connectors.all(), Map.of()).read(file, Map.of()));
        assertThat(wrong).as("the site file was accepted").isNotNull();
        return wrong.findings().stream()
                .map(Finding::toString)
                .map(text -> text.replace(file.toString(), "site.yaml"))
                .toList();
    }
}
