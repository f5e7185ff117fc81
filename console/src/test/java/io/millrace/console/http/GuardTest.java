package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuardTest {

    @Test
    void readsTheNameOutOfAHostHeader() {
        assertThat(Guard.nameOf("localhost:8080")).isEqualTo("localhost");
        assertThat(Guard.nameOf("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(Guard.nameOf("[::1]:8080")).isEqualTo("::1");
        assertThat(Guard.nameOf("Plant.Example:80")).isEqualTo("plant.example");
        assertThat(Guard.nameOf("")).isEmpty();
    }
}
