package io.millrace.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that behave like a hub, or not at all like one. */
class HubProcessIT {

    @TempDir
    Path folder;

    private final java.util.ArrayList<HubProcess> hubs = new java.util.ArrayList<>();

    @AfterEach
    void endAll() {
        hubs.forEach(HubProcess::destroy);
    }

    /** {@code $0} is the site file, {@code $2} the data folder. */
    private HubProcess hub(String script) {
        HubProcess hub = new HubProcess(
                List.of("sh", "-c", script),
                Map.of("GREETING", "hello"),
                folder.resolve("site.yaml"),
                folder.resolve("data"),
                folder.resolve("out"));
        hubs.add(hub);
        return hub;
    }

    private String announcing() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        return "echo $GREETING; echo '{\"pid\":'$$',\"version\":\"9\",\"mqtt\":[\"mqtt://127.0.0.1:2\"],\"kafka\":\"127.0.0.1:1\",\"postgres\":\"jdbc:x\","
                + "\"postgresUser\":\"reader\",\"postgresPasswordFile\":\"" + password
                + "\"}' > $2/hub.new; mv $2/hub.new $2/hub.json; exec sleep 600";
    }

    @Test
    void isReadyWhenItHasAnnouncedItself() throws IOException {
        HubProcess hub = hub(announcing());
        hub.launch();

        HubAddresses addresses = hub.awaitReady();

        assertThat(addresses.version()).isEqualTo("9");
        assertThat(addresses.password()).isEqualTo("secret");
        assertThat(addresses.mqtt()).containsExactly("mqtt://127.0.0.1:2");
        assertThat(addresses.console()).isNull();
        assertThat(addresses.toString()).doesNotContain("secret");
        assertThat(hub.isReady()).isTrue();
        assertThat(hub.residentBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
        assertThat(hub.lastWords()).isEqualTo("hello");
    }

    @Test
    void tellsWhatItAndItsDatabaseHaveUsed() throws IOException {
        Path postgres = Files.copy(Path.of("/bin/sh"), folder.resolve("postgres"));
        HubProcess hub =
                hub(postgres + " -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; sleep 600' & " + announcing());
        hub.launch();
        hub.awaitReady();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.databaseProcessorTime().toMillis() > 0);
        assertThat(hub.databaseProportionalBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
        assertThat(hub.processorTime()).isLessThan(Duration.ofMinutes(1));
        assertThat(hub.pid()).isEqualTo(hub.addresses().pid());

        List<ProcessHandle> database =
                ProcessHandle.of(hub.pid()).orElseThrow().descendants().toList();
        hub.close();
        database.forEach(ProcessHandle::destroyForcibly);
        assertThatThrownBy(hub::processorTime)
                .isInstanceOf(StageException.class)
                .hasMessageContaining("does not run");
        assertThat(hub.residentBytes()).isEmpty();
        assertThat(hub.databaseProportionalBytes()).isEmpty();
    }

    @Test
    void takesItsChildrenWithItWhenItHasToBeKilled() throws IOException {
        HubProcess hub = hub("trap '' TERM; sleep 600 & " + announcing().replace("exec sleep", "sleep"));
        hub.launch();
        hub.awaitReady();
        List<ProcessHandle> children =
                ProcessHandle.of(hub.pid()).orElseThrow().descendants().toList();
        assertThat(children).isNotEmpty();

        hub.close(Duration.ofMillis(100));

        assertThat(hub.isRunning()).isFalse();
        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        hub.close();
    }

    @Test
    void doesNotTakeTheAnnouncementOfItsPredecessorForItsOwn() throws IOException {
        HubProcess first = hub(announcing());
        first.launch();
        first.awaitReady();
        Signals.send("KILL", first.processes());
        first.awaitEnd();
        assertThat(folder.resolve("data/hub.json")).exists();

        HubProcess second = hub("exit 7");
        second.launch();

        assertThatThrownBy(second::awaitReady)
                .isInstanceOf(HubFailedException.class)
                .hasMessageContaining("exit code 7");
    }

    @Test
    void quotesItsLastWordsWhenItEndsWhileStarting() {
        HubProcess hub = hub("echo 'the port is taken'; exit 4");
        hub.launch();

        assertThatThrownBy(hub::awaitReady)
                .isInstanceOf(HubFailedException.class)
                .hasMessageContaining("exit code 4")
                .hasMessageContaining("the port is taken");
    }

    @Test
    void stopsWhenItIsAskedToAndIsKilledWhenItDoesNotListen() throws IOException {
        HubProcess polite = hub(announcing());
        polite.launch();
        polite.awaitReady();
        assertThat(polite.stop(Duration.ofSeconds(10))).isTrue();

        HubProcess deaf = hub("trap '' TERM; " + announcing().replace("exec sleep 600", "while :; do sleep 1; done"));
        deaf.launch();
        deaf.awaitReady();
        assertThat(deaf.stop(Duration.ofMillis(300))).isFalse();
        deaf.awaitEnd();
        assertThat(deaf.isRunning()).isFalse();
    }
}
