package io.millrace.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Sample;
import io.millrace.model.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class PiecePayloadTest {

    private static final long MICROS = 1_700_000_000_000_001L;

    @Test
    void aSampleIsAsLongAsItShouldBeAndTheHouseReadsItsCounter() {
        byte[] payload = PiecePayload.template();

        PiecePayload.fill(payload, MICROS, 9_999);
        PiecePayload.fill(payload, MICROS, 7);

        assertThat(payload).hasSize(120);
        assertThat(PiecePayload.micros(payload)).isEqualTo(MICROS);
        Message message = new Payloads(Clock.systemUTC())
                .read(new Namespace(Counter.ROOT).parse("umh/v1/bench/c0/_historian/t0"), payload, 0);
        assertThat(message).isInstanceOfSatisfying(Message.Samples.class, samples -> assertThat(samples.samples())
                .extracting(Sample::value, Sample::timestampMicros)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Value.of(7), MICROS)));
    }

    @Test
    void aCountKeepsTheTimeOfItsSampleAndIsReadAgain() throws IOException {
        byte[] derived = PiecePayload.derived(MICROS, new PieceCount(12, 34, 56));

        assertThat(PiecePayload.micros(derived)).isEqualTo(MICROS);
        assertThat(PiecePayload.count(derived)).isEqualTo(new PieceCount(-1, 34, 56));
    }

    @Test
    void whatIsNoCountIsNotTakenForOne() {
        for (String wrong : List.of("{\"value\":1}", "[]", "{")) {
            assertThatThrownBy(() -> PiecePayload.count(wrong.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theStoreGivesBackWhatItWasGiven() {
        PieceCount count = new PieceCount(9_999, Long.MAX_VALUE, 3);

        assertThat(PieceCounts.count(PieceCounts.bytes(count))).isEqualTo(count);
        assertThat(PieceCounts.bytes(null)).isNull();
        assertThat(PieceCounts.count(null)).isNull();
        assertThatThrownBy(() -> PieceCounts.count(new byte[3])).isInstanceOf(SerializationException.class);
    }
}
