package io.millrace.app.desk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.site.Connectors;
import io.millrace.app.site.SiteReader;
import io.millrace.model.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People hear at once what the rules that read their events would refuse. */
class EventCheckTest {

    private static final long NOW = 1_795_219_260_000_000L;
    private static final String SHELVE = "umh/v1/works/kilns/k1/_analytics/alarm/shelve";

    private final Namespace namespace = new Namespace(Namespace.DEFAULT_ROOT);

    @TempDir
    Path folder;

    private EventCheck check = new EventCheck(List.of());

    @BeforeEach
    void readTheSite() throws Exception {
        Path file = Files.writeString(folder.resolve("site.yaml"), """
                site: works
                location: works
                processors:
                  hot:
                    location: kilns/+
                    alarm: {input: _historian/t, high: {limit: 1150}, longestShelving: 90min}
                  silent:
                    location: kilns/+
                    alarm: {input: _historian/t, silentFor: 5min}
                """);
        check = new EventCheck(
                new SiteReader(Connectors.all(), Map.of()).read(file, Map.of()).processors());
    }

    private void shelve(String alarm, int minutes) {
        String json = "{\"timestamp_ms\":" + NOW / 1000 + ",\"alarm\":\"" + alarm + "\",\"until_ms\":"
                + (NOW / 1000 + minutes * 60_000L) + "}";
        check.ask(namespace.parse(SHELVE), NOW, "", json);
    }

    @Test
    void aShelvingIsMeasuredByWhatItsOwnAlarmAllows() {
        assertThatCode(() -> shelve("hot", 90)).doesNotThrowAnyException();
        assertThatCode(() -> shelve("silent", 480)).doesNotThrowAnyException();
        assertThatThrownBy(() -> shelve("hot", 91))
                .hasMessageContaining("The alarm 'hot' may be shelved for 1h30min at most.");
        assertThatThrownBy(() -> shelve("silent", 481)).hasMessageContaining("8h at most");
    }

    @Test
    void whatNoProcessorReadsIsNobodysAffair() {
        assertThatCode(() -> check.ask(namespace.parse("umh/v1/works/hall/_analytics/alarm/shelve"), NOW, "", "{}"))
                .doesNotThrowAnyException();
    }
}
