package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.LogTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BackboneSettingsTest {

    private static final Path FOLDER = Path.of("log");

    @Test
    void anOpenListenerIsRefused() {
        for (String host : new String[] {"0.0.0.0", "192.168.7.7", "::"}) {
            refused("log.host", () -> embedded(host, 0, 4, 1 << 20));
        }
        assertThat(embedded("::1", 0, 4, 1 << 20).host()).isEqualTo("::1");
        assertThat(embedded("localhost", 0, 4, 1 << 20).host()).isEqualTo("localhost");
    }

    @Test
    void numbersOutOfRangeAreRefusedWithTheirKey() {
        refused("log.port", () -> embedded("127.0.0.1", 70_000, 4, 1 << 20));
        refused("log.partitions", () -> embedded("127.0.0.1", 0, 0, 1 << 20));
        refused("log.maximum-payload-bytes", () -> embedded("127.0.0.1", 0, 4, 17 << 20));
        refused("log.bootstrap", () -> BackboneSettings.external(" "));
        assertThatThrownBy(() -> Retention.of(Duration.ZERO, 1)).isInstanceOf(BackboneException.class);
        assertThatThrownBy(() -> Retention.of(Duration.ofDays(1), 0)).isInstanceOf(BackboneException.class);
    }

    @Test
    void anInstanceIsANameThatKafkaTakes() {
        assertThat(BackboneSettings.embedded(FOLDER)
                        .withInstance("3f9a-Hub_1.b")
                        .instance())
                .isEqualTo("3f9a-Hub_1.b");
        for (String name : List.of("", "a b", "hub/1", "h".repeat(101))) {
            refused("hub.id", () -> BackboneSettings.embedded(FOLDER).withInstance(name));
            refused("hub.id", () -> BackboneSettings.external("kafka:9092").withInstance(name));
        }
    }

    @Test
    void withoutAnInstanceTheOwnerOfAFolderIsTheSameEachTimeAndAGuestNever() {
        assertThat(BackboneSettings.embedded(FOLDER).instance())
                .isEqualTo(BackboneSettings.embedded(FOLDER).instance());
        assertThat(BackboneSettings.external("kafka:9092").instance())
                .isNotEqualTo(BackboneSettings.external("kafka:9092").instance());
    }

    @Test
    void aMemberIsNamedAfterInstanceFollowerAndTopicsAndFitsKafka() {
        ClientProperties clients = new ClientProperties("kafka:9092", Map.of(), "h".repeat(100));

        String longest = clients.member("f".repeat(100), Set.of(LogTopic.values()));

        assertThat(longest).hasSizeLessThanOrEqualTo(249).matches("[A-Za-z0-9._-]+");
        assertThat(new ClientProperties("kafka:9092", Map.of(), "hub-1")
                        .member("historian", Set.of(LogTopic.EVENTS, LogTopic.SAMPLES)))
                .isEqualTo("hub-1-historian-samples.events");
    }

    @Test
    void whatTheGuaranteesRestOnCannotBeSet() {
        refused("log.properties.acks", () -> BackboneSettings.external("kafka:9092", Map.of("acks", "0")));
    }

    @Test
    void passwordsAreNotPrinted() {
        String text = BackboneSettings.external("kafka:9092", Map.of("sasl.jaas.config", "password=\"hunter2\""))
                .toString();

        assertThat(text).contains("kafka:9092", "sasl.jaas.config").doesNotContain("hunter2");
    }

    @Test
    void retentionThatIsNotGivenHasItsDefault() {
        BackboneSettings settings = new BackboneSettings.Embedded(
                FOLDER, "127.0.0.1", 0, 4, Map.of(LogTopic.EVENTS, Retention.forever()), 1 << 20);

        assertThat(settings.retention())
                .containsOnlyKeys(LogTopic.values())
                .containsEntry(LogTopic.EVENTS, Retention.forever())
                .containsEntry(LogTopic.SAMPLES, Retention.defaults().get(LogTopic.SAMPLES));
    }

    private static BackboneSettings.Embedded embedded(String host, int port, int partitions, int bytes) {
        return new BackboneSettings.Embedded(FOLDER, host, port, partitions, Map.of(), bytes);
    }

    private static void refused(String key, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOf(BackboneException.class)
                .extracting(thrown -> ((BackboneException) thrown).key().orElseThrow())
                .isEqualTo(key);
    }
}
