package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model from the proposal to the published version, by the commands a person would type. */
class ModelsIT {

    private static final String PUMP = Sites.LOCATION + "/pump-1/_pump_v1";
    private static final String FAN = Sites.LOCATION + "/fan-1/_fan_v1";

    @TempDir
    Path folder;

    @Test
    void whatDoesNotFitIsSetAsideOrMarkedAndWhatIsPublishedStays() throws Exception {
        Path site = Sites.write(folder, "models", "");
        model(
                "_pump_v1",
                "fields:\n  flow: {type: number, unit: m3/h, range: [0, 250], required: true}\n  motor: {use: motor}\n");
        model("motor", "fields: {current: {type: number, unit: A, required: true}}\n");
        model("_fan_v1", "onMismatch: mark\nfields: {speed: {type: integer}}\n");
        String models = folder.resolve("models").toString();

        try (HubProcess hub = HubProcess.brief(site, folder.resolve("data"))) {
            try (Publisher device = new Publisher(hub.mqttPort(), "plc")) {
                device.publish(PUMP + "/flow", "{\"value\":12.5}");
                device.publish(PUMP, "{\"flow\":13,\"motor\":{\"current\":4}}");
                device.publish(PUMP + "/motor/current", "{\"value\":\"4 A\"}");
                device.publish(PUMP, "{\"flow\":13,\"motor\":{}}");
                device.publish(PUMP + "/flwo", "{\"value\":1}");
                device.publish(FAN + "/speed", "{\"value\":\"fast\"}");
                device.publish(Sites.LOCATION + "/pump-1/_historian/head", "{\"value\":1.5}");
                assertThat(device.settle()).isZero();
            }

            await("the quarantine names the fields")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(millrace("quarantine", "list", "--json", "--data", data())
                                    .output())
                            .contains(
                                    "contract-mismatch",
                                    "_pump_v1, field 'motor/current': expected is a number in A, found is the text '4 A'.",
                                    "_pump_v1, field 'flwo': there is no such field. Did you mean 'flow'?")
                            .containsPattern("\"open\" : 2"));
            assertThat(millrace("tail", "umh/v1/+/+/fan-1/#", "--from-beginning", "--max", "1", "--data", data())
                            .output())
                    .contains("{\"value\":\"fast\"}  [marked: _fan_v1, field 'speed': expected is a whole number");
            assertThat(millrace("model", "list", "--models", models, "--data", data())
                            .output())
                    .containsPattern("_fan_v1 +1 +mark +20\\S+Z +1")
                    .containsPattern("_pump_v1 +2 +quarantine +20\\S+Z +2");
            assertThat(millrace("model", "show", "_fan_v1", "--models", models, "--data", data())
                            .output())
                    .contains("passes, marked", "speed", "a whole number", "/fan-1  1 fields");
            assertThat(millrace("model", "infer", Sites.LOCATION + "/pump-1", "--data", data())
                            .output())
                    .contains(
                            "  flow: {type: number",
                            "      current: {type: integer",
                            "  head: {type: number}  # range: [1.5, 1.5]");
        }

        model(
                "_pump_v1",
                "# words may change\nfields:\n  flow: {type: number, unit: m3/h, range: [0, 300], required: true}\n  motor: {use: motor}\n");
        HubProcess.Outcome refused = millrace("up", site.toString(), "--data", data());
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.output())
                .contains("models/_pump_v1.yaml:3:3 flow: _pump_v1 is published since", "publish _pump_v2");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void model(String stem, String yaml) throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve("models").resolve(stem + ".yaml"), yaml);
    }

    private static HubProcess.Outcome millrace(String... arguments) {
        return HubProcess.run(arguments);
    }
}
