package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpcUaNodesTest {

    @Test
    void aTagNeverHasTheSameValueTwiceInARow() {
        for (int tag = 0; tag < 10_000; tag += 333) {
            for (long count = 0; count < 3_000; count++) {
                assertThat(OpcUaNodes.number(tag, count)).isNotEqualTo(OpcUaNodes.number(tag, count + 1));
            }
        }
    }

    @Test
    void valuesLookLikeThoseOfAnInstrument() {
        assertThat(OpcUaNodes.number(3, 10)).isEqualTo(10.9);
        assertThat(OpcUaNodes.number(9_999, 1_000_000)).isBetween(0.0, 1_000.0);
    }
}
