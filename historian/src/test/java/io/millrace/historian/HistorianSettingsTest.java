package io.millrace.historian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.historian.HistorianSettings.Embedded;
import io.millrace.historian.HistorianSettings.External;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistorianSettingsTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Secret PASSWORD = new Secret("swordfish");

    private static External external(String url) {
        return new External(url, "millrace", PASSWORD, WEEK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"})
    void theEmbeddedOneListensOnLoopback(String host) {
        assertThat(new Embedded(Path.of("x"), host, 0, WEEK).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "", " ", "*", "no such host"})
    void andNowhereElse(String host) {
        assertThatThrownBy(() -> new Embedded(Path.of("x"), host, 0, WEEK))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not a loopback address")
                .hasMessageContaining("Use 127.0.0.1");
    }

    @Test
    void portsAndRetentionsHaveLimits() {
        assertThatThrownBy(() -> new Embedded(Path.of("x"), "127.0.0.1", 65_536, WEEK))
                .hasMessageContaining("Port 65536 does not exist");
        assertThatThrownBy(() -> new Embedded(Path.of("x"), "127.0.0.1", -1, WEEK))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new Embedded(Path.of("x"), "127.0.0.1", 0, Duration.ofHours(23)))
                .hasMessageContaining("Keep at least one day");
        assertThatThrownBy(() -> new Embedded(Path.of("x"), "127.0.0.1", 0, Duration.ofDays(36_501)))
                .hasMessageContaining("a hundred years");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/plant",
                "jdbc:postgresql://a:5432,b:5432/plant?targetServerType=primary",
                "jdbc:postgresql://db/plant?sslmode=verify-full&sslrootcert=/etc/ca.pem"
            })
    void anAddressMayCarryWhatTheDriverNeeds(String url) {
        assertThat(external(url).jdbcUrl()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=swordfish",
                "user=x",
                "socketFactory=evil.Factory",
                "SSLFACTORY=evil.Factory",
                "sslmode=require&sslhostnameverifier=evil.Verifier",
                "loggerFile=/etc/passwd",
                "service=elsewhere"
            })
    void butNoSecretAndNoClassToLoad(String property) {
        assertThatThrownBy(() -> external("jdbc:postgresql://db/plant?" + property))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("may not set")
                .hasMessageNotContaining("swordfish");
    }

    @Test
    void aPasswordWrittenIntoTheAddressIsNeverShown() {
        for (String url : new String[] {
            "jdbc:postgresql://millrace:swordfish@db/plant", "postgresql://millrace:swordfish@db/plant?x=y"
        }) {
            assertThatThrownBy(() -> external(url))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("user and password have keys of their own")
                    .hasMessageNotContaining("swordfish");
        }
        assertThatThrownBy(() -> external("mysql://db/plant"))
                .hasMessageContaining("'mysql://db/plant' is no PostgreSQL");
        assertThat(external("jdbc:postgresql://db/plant").toString()).doesNotContain("swordfish");
    }
}
