package io.millrace.connector.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class PeerTest {

    /** Announces its port, repeats what it hears, ends with its input. */
    private static final PeerProgram PARROT =
            shell("echo warming up; echo READY 4711; while read l; do echo got $l; done");

    @Test
    void isReadyOnceItAnnouncesItsPortAndThenAnswers() {
        try (Peer peer = PARROT.start()) {
            assertThat(peer.port()).isEqualTo(4711);
            assertThat(peer.ask("set 1 2")).isEqualTo("got set 1 2");
            assertThat(peer.report()).contains("warming up");
        }
    }

    @Test
    void isKilledAndRestarted() {
        try (Peer peer = PARROT.start()) {
            long first = peer.pid();

            peer.kill();
            assertThat(peer.isAlive()).isFalse();
            peer.restart();

            assertThat(peer.pid()).isNotEqualTo(first);
            assertThat(peer.ask("again")).isEqualTo("got again");
        }
    }

    @Test
    void isUnharmedUntilItIsKilledOrFrozenAndAgainOnceRestarted() {
        try (Peer peer = PARROT.start()) {
            peer.ask("hello");
            assertThat(peer.isUnharmed()).isTrue();

            peer.freeze();
            peer.thaw();
            assertThat(peer.isUnharmed()).as("thawed").isFalse();
            peer.restart();
            assertThat(peer.isUnharmed()).as("restarted").isTrue();
            peer.kill();
            assertThat(peer.isUnharmed()).as("killed").isFalse();
        }
    }

    @Test
    void saysNothingWhileFrozen() throws Exception {
        try (Peer peer = PARROT.start()) {
            peer.freeze();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> peer.ask("hello"));
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> !answer.isDone());

            peer.thaw();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("got hello");
        }
    }

    @Test
    void isGoneWhenClosedEvenFrozen() {
        Peer peer = PARROT.start();
        peer.freeze();

        peer.close();

        assertThat(peer.isAlive()).isFalse();
    }

    @Test
    void aProgramThatEndsAtOnceShowsItsLastWords() {
        assertThatThrownBy(() -> shell("echo no such module >&2; exit 3").start())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("code 3")
                .hasMessageContaining("no such module");
    }

    @Test
    void whatIsNotInstalledSkipsATestUnlessPeersAreRequired() {
        assertThat(Peers.missing("mosquitto", "apt-get install mosquitto", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("This test needs mosquitto. To get it: apt-get install mosquitto");
        assertThatThrownBy(() -> Peers.missing("mosquitto", "apt-get install mosquitto", true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("apt-get install mosquitto");
    }

    @Test
    void findsTheProjectAndItsPeers() {
        assertThat(Peers.projectRoot().resolve("mvnw")).exists();
        assertThat(Peers.folder()).endsWithRaw(java.nio.file.Path.of("peers"));
        assertThat(Peers.executable("sh", "install a system")).isExecutable();
        assertThat(Peers.freePort()).isPositive();
    }

    private static PeerProgram shell(String script) {
        return new PeerProgram(List.of("sh", "-c", script), Map.of(), PeerProgram.Readiness.ANNOUNCED);
    }
}
