package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest {

    private final Namespace namespace = new Namespace("umh/v1");

    @Test
    void readsEveryPartOfAPath() {
        Topic topic = namespace.parse("umh/v1/limeworks/liege/kilns/kiln-1/_historian/burner/inlet/temperature");

        assertThat(topic.location()).isEqualTo("limeworks/liege/kilns/kiln-1");
        assertThat(topic.contract()).isEqualTo("_historian");
        assertThat(topic.virtualPath()).isEqualTo("burner/inlet");
        assertThat(topic.tag()).isEqualTo("temperature");
        assertThat(topic.name()).isEqualTo("burner/inlet/temperature");
    }

    @Test
    void needsNoVirtualPath() {
        Topic topic = namespace.parse("umh/v1/acme/_raw/x");

        assertThat(topic.location()).isEqualTo("acme");
        assertThat(topic.virtualPath()).isEmpty();
        assertThat(topic.name()).isEqualTo("x");
    }

    @Test
    void takesTheFirstUnderscoreSegmentAsTheContract() {
        Topic topic = namespace.parse("umh/v1/acme/_historian/_internal/x");

        assertThat(topic.contract()).isEqualTo("_historian");
        assertThat(topic.name()).isEqualTo("_internal/x");
    }

    @Test
    void aVersionedModelMayBeTheEnd() {
        Topic topic = namespace.parse("umh/v1/acme/works/_pump_v1");

        assertThat(topic.isWhole()).isTrue();
        assertThat(topic.contract()).isEqualTo("_pump_v1");
        assertThat(topic.location()).isEqualTo("acme/works");
        assertThat(List.of(topic.name(), topic.tag(), topic.virtualPath())).containsOnly("");
        assertThat(topic.child("flow")).isEqualTo(namespace.parse("umh/v1/acme/works/_pump_v1/flow"));
        assertThat(topic.child("flow").name()).isEqualTo("flow");
        assertThat(namespace.parse("umh/v1/acme/works/_pump_v1/flow").isWhole()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "_pump_v1, true",
        "_pump_v12, true",
        "_big-pump_v0, true",
        "__v1, false",
        "_v1, false",
        "_pump_v, false",
        "_pump1, false",
        "_pump_w1, false",
        "_historian, false",
        "1, false"
    })
    void knowsWhichContractsAreVersions(String contract, boolean versioned) {
        assertThat(Namespace.isVersioned(contract)).isEqualTo(versioned);
    }

    @ParameterizedTest
    @CsvSource({
        "umh/v1/acme/site/x, no contract",
        "umh/v1/_historian/x, no location",
        "umh/v1/acme/_historian, ends with its contract",
        "umh/v1/acme/_/x, contract without a name",
        "umh/v1/acme//_historian/x, empty segment",
        "umh/v1/acme/_historian/x/, empty segment",
        "umh/v1/ac me/_historian/x, holds ' '",
        "umh/v1/acme/_historian/x+, holds '+'",
        "umh/v1/$acme/_historian/x, holds '$'",
        "umh/v1/acme/.x/_historian/x, holds '.'",
        "other/acme/_historian/x, not below the namespace root",
        "umh/v1, not below the namespace root",
    })
    void refusesAnIllegalPathAndSaysWhy(String path, String sentence) {
        assertThatThrownBy(() -> namespace.parse(path))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(sentence)
                .satisfies(thrown ->
                        assertThat(((ProblemException) thrown).problem().code()).isEqualTo("topic-illegal"));
    }

    @Test
    void refusesSegmentsAndPathsThatAreTooLong() {
        assertThat(namespace.parse("umh/v1/acme/_raw/" + "x".repeat(64)).tag()).hasSize(64);
        assertThatThrownBy(() -> namespace.parse("umh/v1/acme/_raw/" + "x".repeat(65)))
                .hasMessageContaining("longer than 64");
        assertThatThrownBy(() -> namespace.parse("umh/v1/acme/_raw" + "/abcdefghi".repeat(110)))
                .hasMessageContaining("longer than 1024 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "umh//v1", "umh/_v1", "umh/+"})
    void refusesAnImpossibleRoot(String root) {
        assertThatThrownBy(() -> new Namespace(root)).isInstanceOf(ProblemException.class);
    }

    @Test
    void coversOnlyWhatLiesBelowTheRoot() {
        assertThat(namespace.covers("umh/v1/anything at all")).isTrue();
        assertThat(namespace.covers("umh/v1")).isFalse();
        assertThat(namespace.covers("umh/v10/x")).isFalse();
        assertThat(namespace.covers("zigbee2mqtt/x")).isFalse();
    }
}
