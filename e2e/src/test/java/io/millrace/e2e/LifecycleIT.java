package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.exam.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, killing and starting again, as an IT engineer would at night. */
class LifecycleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static void publish(HubProcess hub, String tag, long millis, int value) {
        Mosquitto.publish(
                hub.mqttPort(),
                Sites.LOCATION + "/_historian/" + tag,
                "{\"timestamp_ms\":" + millis + ",\"value\":" + value + "}");
    }

    private static void awaitRows(HubProcess hub, int rows) {
        await("rows in the historian").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        Database.number(hub, "select count(*) from millrace.sample"))
                .isEqualTo(rows));
    }

    @Test
    void goesOnWhereItStoppedAndWhereItWasKilled() {
        Path site = Sites.write(folder, "again", "");
        long now = System.currentTimeMillis();
        try (HubProcess hub = HubProcess.brief(site, folder.resolve("data"))) {
            publish(hub, "count", now, 1);
            awaitRows(hub, 1);

            Duration stop = hub.stop();
            assertThat(stop).isLessThan(Duration.ofSeconds(10));
            assertThat(hub.output()).contains("stopped.").doesNotContain("Exception");
            assertThat(folder.resolve("data/hub.json")).doesNotExist();

            hub.start();
            awaitRows(hub, 1);
            publish(hub, "count", now + 1, 2);
            hub.kill();

            hub.start();
            publish(hub, "count", now + 2, 3);
            awaitRows(hub, 3);
            assertThat(Database.rows(hub, "select integer from millrace.sample order by ts"))
                    .containsExactly("1", "2", "3");
            // The log gives the place of the killed process to its successor when its session has run out.
            await("the console follows the log again").atMost(PATIENCE).untilAsserted(() -> assertThat(
                            hub.get("/api/latest?topic=" + Sites.LOCATION + "/_historian/count")
                                    .path("values")
                                    .path(0)
                                    .path("value")
                                    .asInt())
                    .isEqualTo(3));
        }
    }

    @Test
    void leavesTheDataFolderToTheHubThatHasIt() {
        Path site = Sites.write(folder, "alone", "");
        try (HubProcess hub = HubProcess.brief(site, folder.resolve("data"))) {
            HubProcess.Outcome second =
                    HubProcess.run("up", site.toString(), "--data", hub.data().toString());

            assertThat(second.code()).isEqualTo(4);
            assertThat(second.output())
                    .contains("Another hub (process " + hub.pid() + ")")
                    .contains("--data DIR")
                    .doesNotContain("\tat ");
            assertThat(hub.get("/api/health").get("status").asText()).isEqualTo("ok");
        }
    }

    @Test
    void namesTheKeyOfAnOccupiedPort() throws IOException {
        Path site = Sites.write(folder, "occupied", "");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            for (String key : new String[] {"log.port", "mqtt.listeners[0].port", "historian.port", "console.port"}) {
                HubProcess.Outcome outcome = HubProcess.run(
                        "up",
                        site.toString(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        key + "=" + taken.getLocalPort());

                assertThat(outcome.code()).as(outcome.output()).isEqualTo(4);
                assertThat(outcome.output())
                        .contains(key)
                        .contains(Integer.toString(taken.getLocalPort()))
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void saysWhenTheDataFolderCannotBeMade() throws IOException {
        Path site = Sites.write(folder, "nowhere", "");
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        HubProcess.Outcome outcome = HubProcess.run(
                "up", site.toString(), "--data", file.resolve("data").toString());

        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.output())
                .contains("cannot be made")
                .contains("--data DIR")
                .doesNotContain("\tat ");
    }

    @Test
    void checksTellsAndExplainsItself() throws IOException {
        Path right = Sites.write(folder, "right", "");
        Path wrong = Sites.write(folder, "wrong", "mqqt: {}\n");

        assertThat(HubProcess.run("check", right.toString()).code()).isZero();
        HubProcess.Outcome mistake = HubProcess.run("check", wrong.toString());
        assertThat(mistake.code()).isEqualTo(5);
        assertThat(mistake.output()).contains("wrong.yaml:7:1 mqqt: unknown key. Did you mean 'mqtt'?");
        assertThat(HubProcess.run("version").output()).startsWith("millrace 0.");
        for (String command : new String[] {"demo", "up", "check", "status", "tail", "sql", "schema", "version"}) {
            HubProcess.Outcome help = HubProcess.run(command, "--help");
            assertThat(help.code()).as(command).isZero();
            assertThat(help.output()).as(command).contains("Usage: millrace " + command);
        }
        assertThat(HubProcess.run("stauts").code()).isEqualTo(2);
        assertThat(HubProcess.run("generate-completion").output()).contains("complete");
        assertThat(HubProcess.run("status", "--data", folder.toString()).output())
                .contains("No hub is running on the data folder");
    }

    @Test
    void answersStatusTailAndSql() {
        Path site = Sites.write(folder, "asked", "");
        try (HubProcess hub = HubProcess.brief(site, folder.resolve("data"))) {
            String data = hub.data().toString();
            publish(hub, "count", System.currentTimeMillis(), 42);
            awaitRows(hub, 1);

            assertThat(HubProcess.run("status", "--data", data).output()).contains("Site 'asked'");
            assertThat(HubProcess.run("status", "--data", data, "--json").output())
                    .contains("\"health\"");
            assertThat(HubProcess.run("tail", "umh/#", "--from-beginning", "--max", "1", "--data", data)
                            .output())
                    .contains(Sites.LOCATION + "/_historian/count")
                    .contains("\"value\":42");
            assertThat(HubProcess.run("sql", "select integer from millrace.sample", "--data", data)
                            .output())
                    .contains("42");
            HubProcess.Outcome refused = HubProcess.run("sql", "delete from millrace.sample", "--data", data);
            assertThat(refused.code()).isEqualTo(4);
            assertThat(refused.output()).contains("read-only").doesNotContain("\tat ");
            awaitRows(hub, 1);
        }
    }

    @Test
    void runsTheArchiveFromAnyFolderThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("millrace"),
                HubProcess.archive().resolve("bin/millrace").toAbsolutePath());

        Process process = new ProcessBuilder(link.toString(), "version")
                .directory(folder.toFile())
                .start();

        assertThat(new String(process.getInputStream().readAllBytes())).startsWith("millrace ");
        assertThat(Peers.projectRoot().resolve("millrace")).isExecutable();
    }
}
