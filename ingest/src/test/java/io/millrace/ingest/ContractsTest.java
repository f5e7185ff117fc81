package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.Model.OnMismatch;
import io.millrace.model.contract.ModelName;
import io.millrace.model.contract.Models;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What models do at the gate: messages from MQTT, samples of connections, replays. */
class ContractsTest {

    private static final String PUMP = "umh/v1/works/pump-1/_pump_v1";
    private static final String FAN = "umh/v1/works/fan-1/_fan_v2";
    private static final String WRONG =
            "_pump_v1, field 'flow': expected is a number from 0 to 250 m3/h, found is 300.";

    private final FakeTime time = new FakeTime();
    private final FakeLog log = new FakeLog();
    private final List<String> used = new ArrayList<>();
    private boolean diskFull;
    private final ModelSettings models = new ModelSettings(
            new Models(
                    List.of(model("_pump_v1", OnMismatch.QUARANTINE), model("_fan_v2", OnMismatch.MARK)),
                    Models.Unknown.BY_NAME),
            this::firstUse);
    private final Ingest ingest = new Ingest(
            new IngestSettings(
                    Bench.NAMESPACE,
                    "liege/hub-1",
                    Path.of("unused"),
                    Routes.defaults(),
                    models,
                    List.of(),
                    IngestLimits.defaults()),
            log,
            time.time(),
            () -> 0.5);
    private final OwnThread own = new OwnThread("contracts-test");

    private static Model model(String name, OnMismatch onMismatch) {
        Field flow = new Field.Leaf(DataType.NUMBER, "m3/h", 0.0, 250.0, Set.of(), true, null);
        Field starts = new Field.Leaf(DataType.INTEGER, null, null, null, Set.of(), true, null);
        return new Model(
                ModelName.parse(name),
                null,
                onMismatch,
                false,
                new Field.Group(Map.of("flow", flow, "starts", starts), false, null));
    }

    private void firstUse(Model model) {
        if (diskFull) {
            throw new IllegalStateException("No space left on device.");
        }
        used.add(model.contract());
    }

    @AfterEach
    void close() {
        ingest.close();
        own.close();
    }

    @Test
    void whatFitsGoesItsWayAndWhatDoesNotWaitsInTheQuarantineWithTheFieldNamed() {
        publish(PUMP + "/flow", "{\"value\":12.5}");
        publish(PUMP, "{\"flow\":1,\"starts\":2}");
        publish(PUMP + "/flow", "{\"value\":300}");
        publish(PUMP, "{\"flow\":1}");
        publish(PUMP + "/flwo", "{\"value\":1}");

        assertThat(log.records(LogTopic.SAMPLES)).extracting(LogRecord::key).containsExactly(PUMP + "/flow", PUMP);
        assertThat(log.records(LogTopic.QUARANTINE))
                .extracting(record -> record.headers().get(Headers.ERROR_CODE))
                .containsOnly("contract-mismatch")
                .hasSize(3);
        LogRecord first = log.records(LogTopic.QUARANTINE).get(0);
        assertThat(first.key()).isEqualTo(PUMP + "/flow");
        assertThat(first.payload()).asString().isEqualTo("{\"value\":300}");
        assertThat(first.headers().get(Headers.ERROR)).startsWith(WRONG);
        assertThat(log.records(LogTopic.QUARANTINE))
                .extracting(record -> record.headers().get(Headers.ERROR))
                .anySatisfy(error -> assertThat(error).contains("field 'starts'", "is missing"))
                .anySatisfy(error -> assertThat(error).contains("field 'flwo'", "Did you mean 'flow'?"));
        assertThat(mismatches("_pump_v1", "quarantined")).isEqualTo(3);
        assertThat(log.records(LogTopic.SAMPLES))
                .allSatisfy(record -> assertThat(record.headers()).doesNotContainKey(Headers.CONTRACT_ERROR));
    }

    @Test
    void whatIsMarkedPassesAsItIsWithAHeaderThatNamesTheField() {
        publish(FAN + "/flow", "{\"value\":300}");
        publish(FAN + "/flow", "{\"value\":30}");

        assertThat(log.records(LogTopic.QUARANTINE)).isEmpty();
        LogRecord marked = log.records(LogTopic.SAMPLES).get(0);
        assertThat(marked.payload()).asString().isEqualTo("{\"value\":300}");
        assertThat(marked.headers().get(Headers.CONTRACT_ERROR)).isEqualTo(WRONG.replace("_pump_v1", "_fan_v2"));
        assertThat(log.records(LogTopic.SAMPLES).get(1).headers()).doesNotContainKey(Headers.CONTRACT_ERROR);
        assertThat(mismatches("_fan_v2", "marked")).isEqualTo(1);
    }

    @Test
    void aVersionThatIsNotThereIsRefusedAndOtherContractsAreLeftAlone() {
        publish(PUMP.replace("_pump_v1", "_pump_v9") + "/flow", "{\"value\":1}");
        publish(PUMP.replace("_pump_v1", "_mixer_v1") + "/flow", "{\"value\":1}");
        publish(PUMP.replace("_pump_v1", "_historian") + "/flow", "{\"value\":1}");

        assertThat(log.records(LogTopic.SAMPLES)).hasSize(2);
        assertThat(log.records(LogTopic.QUARANTINE)).singleElement().satisfies(record -> assertThat(record.headers())
                .containsEntry(Headers.ERROR_CODE, "model-unknown"));
        assertThat(mismatches("none", "quarantined")).isEqualTo(1);
    }

    @Test
    void theSamplesOfAConnectionAreCheckedOneByOne() {
        SampleWriter writer = new SampleWriter(
                new RouteWriter(log, new Aside(log, own)),
                new TopicRules(Routes.defaults(), new Contracts(models, time.time())),
                time.time(),
                "liege/hub-1/pump",
                "modbus");
        List<Sample> samples = List.of(
                sample(PUMP + "/flow", Value.of(12.5), Quality.GOOD),
                sample(PUMP + "/flow", Value.of(300), Quality.GOOD),
                sample(PUMP + "/starts", null, Quality.BAD_NO_COMMUNICATION),
                sample(FAN + "/flow", Value.of(300), Quality.GOOD));

        Sending sending = writer.write(new SampleBatch("pump", 1, 1, time.micros(), samples), null);

        assertThat(sending.done()).isCompleted();
        assertThat(sending.aside().stream()).containsExactly(1);
        assertThat(log.records(LogTopic.SAMPLES))
                .extracting(record -> record.headers().get(Headers.SEQUENCE))
                .containsExactly("1", "3", "4");
        assertThat(log.records(LogTopic.QUARANTINE)).singleElement().satisfies(record -> assertThat(record.headers())
                .containsEntry(Headers.SEQUENCE, "2")
                .hasEntrySatisfying(Headers.ERROR, error -> assertThat(error).startsWith(WRONG)));
        assertThat(log.records(LogTopic.SAMPLES).get(2).headers()).containsKey(Headers.CONTRACT_ERROR);
    }

    @Test
    void aSampleThatNeitherFitsNorCanBeSetAsideIsSentAgain() {
        log.refuse(record -> record.log() == LogTopic.QUARANTINE);
        SampleWriter writer = new SampleWriter(
                new RouteWriter(log, new Aside(log, own)),
                new TopicRules(Routes.defaults(), new Contracts(models, time.time())),
                time.time(),
                "liege/hub-1/pump",
                "modbus");
        List<Sample> samples = List.of(
                sample(PUMP + "/flow", Value.of(300), Quality.GOOD), sample(PUMP + "/flow", Value.of(1), Quality.GOOD));

        Sending sending = writer.write(new SampleBatch("pump", 1, 1, time.micros(), samples), null);

        assertThat(sending.done()).isCompletedExceptionally();
        assertThat(sending.missing().stream())
                .as("what comes later of the route waits too")
                .containsExactly(0, 1);
    }

    @Test
    void aReplayIsCheckedByTheModelsOfToday() {
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.CONTRACT_ERROR, "of another day");
        headers.put(Headers.ERROR_CODE, "contract-mismatch");
        for (String topic : List.of(PUMP, FAN)) {
            for (String value : List.of("3", "300")) {
                byte[] payload = ("{\"value\":" + value + "}").getBytes(StandardCharsets.UTF_8);
                ingest.replay(new LogRecord(LogTopic.QUARANTINE, topic + "/flow", payload, headers));
            }
        }

        assertThat(log.records(LogTopic.QUARANTINE)).singleElement().satisfies(record -> assertThat(record.headers())
                .containsEntry(Headers.ATTEMPTS, "2")
                .doesNotContainKey(Headers.CONTRACT_ERROR));
        assertThat(log.records(LogTopic.SAMPLES))
                .extracting(record -> record.headers().getOrDefault(Headers.CONTRACT_ERROR, "fits"))
                .containsExactly("fits", "fits", WRONG.replace("_pump_v1", "_fan_v2"));
    }

    @Test
    void aModelIsInUseFromTheFirstMessageThatPassesByIt() {
        publish(PUMP + "/flow", "{\"value\":300}");
        assertThat(used).as("nobody has got anything by it yet").isEmpty();

        publish(PUMP + "/flow", "{\"value\":3}");
        publish(PUMP + "/starts", "{\"value\":3}");
        publish(FAN + "/flow", "{\"value\":300}");

        assertThat(used).containsExactly("_pump_v1", "_fan_v2");
    }

    @Test
    void messagesGoOnWhenTheFirstUseCannotBeNotedAndItIsTriedAgain() {
        diskFull = true;
        publish(PUMP + "/flow", "{\"value\":1}");
        diskFull = false;
        publish(PUMP + "/flow", "{\"value\":2}");
        assertThat(used).isEmpty();

        time.advance(Duration.ofMinutes(1));
        publish(PUMP + "/flow", "{\"value\":3}");

        assertThat(used).containsExactly("_pump_v1");
        assertThat(log.records(LogTopic.SAMPLES)).hasSize(3);
    }

    private void publish(String topic, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        assertThat(ingest.admit(new MqttMessage("gateway", null, topic, bytes, 1, false, false, Map.of())))
                .isCompleted();
    }

    private Sample sample(String path, @Nullable Value value, Quality quality) {
        Topic topic = Bench.NAMESPACE.parse(path);
        return Sample.of(topic, time.micros(), value, quality);
    }

    private double mismatches(String model, String fate) {
        return ingest.metrics().stream()
                .filter(metric -> metric.name().equals("contract_mismatches"))
                .filter(metric -> metric.labels().equals(Map.of("model", model, "fate", fate)))
                .mapToDouble(Metric::value)
                .sum();
    }
}
