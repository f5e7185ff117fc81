package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OrdersTest {

    @Test
    void everyOrderIsAnsweredByOneLine() throws IOException {
        assertThat(said("resume\nticks\npause\nticks\n"))
                .containsExactly("READY", "OK 0 7", "OK 1 8", "OK 2 9", "OK 2 9");
    }

    @Test
    void anUnknownOrderIsNotObeyed() throws IOException {
        assertThat(said("faster\nticks\n")).containsExactly("READY", "unknown order: faster", "OK 0 7");
    }

    @Test
    void ticksAreUnderstoodAsTheyWereSaid() {
        Ticks ticks = new Ticks(42, 1_732_280_023_600L);
        assertThat(Ticks.parse(ticks.words())).isEqualTo(ticks);
    }

    /** What a device answers that ticks each time it is asked while it runs. */
    private static java.util.List<String> said(String orders) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Orders.obey(
                new ByteArrayInputStream(orders.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new Counting());
        return output.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static final class Counting implements Device {
        private boolean running;
        private long count;

        @Override
        public void pause() {
            running = false;
        }

        @Override
        public void resume() {
            running = true;
        }

        @Override
        public Ticks ticks() {
            Ticks now = new Ticks(count, 7 + count);
            count += running ? 1 : 0;
            return now;
        }
    }
}
