package io.millrace.prove.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusTest {

    @Test
    void isReadAsItWasSaid() {
        Status status = new Status(12, 11, 1, 8, true, 3);

        assertThat(Status.parse(status.line())).contains(status);
    }

    @Test
    void isNotReadFromOtherOutput() {
        assertThat(Status.parse("SEVERE: something else happened in the event loop"))
                .isEmpty();
        assertThat(Status.parse("")).isEmpty();
    }
}
