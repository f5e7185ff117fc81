package io.millrace.historian.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterTest {

    @Test
    void theDatabaseTakesAShareOfTheMachineWithinBounds() {
        assertThat(Cluster.sharedMegabytes(0)).isEqualTo(64);
        assertThat(Cluster.sharedMegabytes(4L << 30)).isEqualTo(128);
        assertThat(Cluster.sharedMegabytes(256L << 30)).isEqualTo(256);
    }
}
