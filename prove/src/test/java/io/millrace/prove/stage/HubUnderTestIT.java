package io.millrace.prove.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
class HubUnderTestIT {

    @TempDir
    Path folder;

    private final java.util.ArrayList<HubUnderTest> hubs = new java.util.ArrayList<>();

    @AfterEach
    void endAll() {
        hubs.forEach(HubUnderTest::destroy);
    }

    /** {@code $0} is the site file, {@code $2} the data folder. */
    private HubUnderTest hub(String script) {
        HubUnderTest hub = new HubUnderTest(
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
        return "echo $GREETING; echo '{\"pid\":'$$',\"version\":\"9\",\"kafka\":\"127.0.0.1:1\",\"postgres\":\"jdbc:x\","
                + "\"postgresUser\":\"reader\",\"postgresPasswordFile\":\"" + password
                + "\"}' > $2/hub.new; mv $2/hub.new $2/hub.json; exec sleep 600";
    }

    @Test
    void isReadyWhenItHasAnnouncedItself() throws IOException {
        HubUnderTest hub = hub(announcing());
        hub.launch();

        HubAddresses addresses = hub.awaitReady();

        assertThat(addresses.version()).isEqualTo("9");
        assertThat(addresses.password()).isEqualTo("secret");
        assertThat(addresses.toString()).doesNotContain("secret");
        assertThat(hub.isReady()).isTrue();
        assertThat(hub.residentBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
        assertThat(hub.lastWords()).isEqualTo("hello");
    }

    @Test
    void doesNotTakeTheAnnouncementOfItsPredecessorForItsOwn() throws IOException {
        HubUnderTest first = hub(announcing());
        first.launch();
        first.awaitReady();
        Signals.send("KILL", first.processes());
        first.awaitEnd();
        assertThat(folder.resolve("data/hub.json")).exists();

        HubUnderTest second = hub("exit 7");
        second.launch();

        assertThatThrownBy(second::awaitReady)
                .isInstanceOf(HubFailedException.class)
                .hasMessageContaining("exit code 7");
    }

    @Test
    void quotesItsLastWordsWhenItEndsWhileStarting() {
        HubUnderTest hub = hub("echo 'the port is taken'; exit 4");
        hub.launch();

        assertThatThrownBy(hub::awaitReady)
                .isInstanceOf(HubFailedException.class)
                .hasMessageContaining("exit code 4")
                .hasMessageContaining("the port is taken");
    }

    @Test
    void stopsWhenItIsAskedToAndIsKilledWhenItDoesNotListen() throws IOException {
        HubUnderTest polite = hub(announcing());
        polite.launch();
        polite.awaitReady();
        assertThat(polite.stop(Duration.ofSeconds(10))).isTrue();

        HubUnderTest deaf = hub("trap '' TERM; " + announcing().replace("exec sleep 600", "while :; do sleep 1; done"));
        deaf.launch();
        deaf.awaitReady();
        assertThat(deaf.stop(Duration.ofMillis(300))).isFalse();
        deaf.awaitEnd();
        assertThat(deaf.isRunning()).isFalse();
    }
}
