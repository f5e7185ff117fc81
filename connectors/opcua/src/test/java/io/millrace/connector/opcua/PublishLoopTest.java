package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishLoopTest {

    private static final long LAST = 0xFFFFFFFFL;

    @Test
    void numbersAreComparedAroundTheEnd() {
        assertThat(PublishLoop.distance(5, 5)).isZero();
        assertThat(PublishLoop.distance(5, 8)).isEqualTo(3);
        assertThat(PublishLoop.distance(8, 5)).isEqualTo(-3);
        assertThat(PublishLoop.distance(LAST, 1)).isEqualTo(1);
        assertThat(PublishLoop.distance(LAST - 1, 2)).isEqualTo(3);
        assertThat(PublishLoop.distance(1, LAST)).isEqualTo(-1);
    }

    @Test
    void aNumberThatIsNoneDoesNotHurt() {
        assertThat(PublishLoop.distance(1, 0)).isEqualTo(-1);
    }
}
