package io.millrace.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Sample;
import io.millrace.model.Value;
import java.time.Clock;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class MachinePayloadTest {

    private static final long MICROS = 1_700_000_000_000_001L;

    private static Value read(Job job, byte[] payload) {
        Message message = new Payloads(Clock.systemUTC())
                .read(new Namespace("umh/v1").parse(MachineLoad.topic(job, 7)), payload, 0);
        return ((Message.Samples) message).samples().get(0).value();
    }

    @Test
    void aSampleIsAsLongAsItShouldBeAndTheHouseReadsItsTimeAndValue() {
        byte[] payload = MachinePayload.template();

        MachinePayload.fill(payload, MICROS, "false");
        MachinePayload.fill(payload, MICROS, "7");

        assertThat(payload).hasSize(120);
        assertThat(MachinePayload.micros(payload)).isEqualTo(MICROS);
        Message message = new Payloads(Clock.systemUTC())
                .read(new Namespace("umh/v1").parse("umh/v1/bench/m0/_historian/made"), payload, 0);
        assertThat(message).isInstanceOfSatisfying(Message.Samples.class, samples -> assertThat(samples.samples())
                .extracting(Sample::value, Sample::timestampMicros)
                .containsExactly(Tuple.tuple(Value.of(7), MICROS)));
    }

    @Test
    void eachJobSaysWhatItsProcessorUnderstands() {
        byte[] payload = MachinePayload.template();

        MachinePayload.fill(payload, MICROS, Job.COUNTER.value(4));
        assertThat(read(Job.COUNTER, payload)).isEqualTo(Value.of(2));
        MachinePayload.fill(payload, MICROS, Job.STATE.value(10));
        assertThat(read(Job.STATE, payload)).isEqualTo(Value.of(false));
        MachinePayload.fill(payload, MICROS, Job.WINDOW.value(3));
        // 3 * 7 = 21 tenths above 20
        assertThat(read(Job.WINDOW, payload)).isEqualTo(Value.of(22.1));
    }

    @Test
    void aStateIsAnsweredWhenItChanges() {
        assertThat(Job.STATE.value(9)).isEqualTo(Job.STATE.value(0));
        assertThat(Job.STATE.value(10)).isNotEqualTo(Job.STATE.value(9));
        assertThat(Job.STATE.isAnswered(0)).isTrue();
        assertThat(Job.STATE.isAnswered(9)).isFalse();
        assertThat(Job.STATE.isAnswered(10)).isTrue();
    }
}
