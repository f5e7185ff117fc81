package io.millrace.console.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.processors.Lineage.Made;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageTest {

    @Test
    void namesTheProcessorAndItsInputs() {
        Lineage lineage = Lineage.of(Map.of(
                        "mr-processor", "bags@1f0c9a3e",
                        "mr-inputs",
                                "umh/v1/a/_historian/x@1795248000000000,umh/v1/a/_historian/y@1795247999000000+17"))
                .orElseThrow();
        assertThat(lineage)
                .isEqualTo(new Lineage(
                        "bags",
                        "1f0c9a3e",
                        java.util.List.of(
                                new Made("umh/v1/a/_historian/x", 1795248000000000L),
                                new Made("umh/v1/a/_historian/y", 1795247999000000L)),
                        17,
                        null,
                        false));
    }

    @Test
    void knowsACorrectionAndWhatIsTakenBack() {
        Lineage lineage = Lineage.of(Map.of("mr-processor", "bags@1", "mr-correction", "4", "mr-retracted", "true"))
                .orElseThrow();
        assertThat(lineage.correction()).isEqualTo(4L);
        assertThat(lineage.retracted()).isTrue();
        assertThat(lineage.inputs()).as("it follows from nothing having come").isEmpty();
    }

    @Test
    void isEmptyWhereNoProcessorWasAtWork() {
        assertThat(Lineage.of(Map.of("mr-source", "kilns-plc"))).isEmpty();
        assertThat(Lineage.of(Map.of("mr-processor", ""))).isEmpty();
    }

    @Test
    void wordsOfOthersAreReadAsFarAsTheyCanBe() {
        Lineage lineage = Lineage.of(
                        Map.of("mr-processor", "plain", "mr-inputs", "a@5,@7,b@x,c,d@9+-3", "mr-correction", "many"))
                .orElseThrow();
        assertThat(lineage.revision()).isNull();
        assertThat(lineage.correction()).isNull();
        assertThat(lineage.inputs()).containsExactly(new Made("a", 5), new Made("d", 9));
        assertThat(lineage.more()).as("those that cannot be read").isEqualTo(3);
        assertThat(Lineage.of(Map.of("mr-processor", "p@1", "mr-inputs", "umh/v1/a/_hist"))
                        .orElseThrow()
                        .more())
                .as("cut off")
                .isEqualTo(1);
    }
}
