package io.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.demo.process.PlantReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimeWorksIT {

    @TempDir
    Path folder;

    @Test
    void freePortsAreAllDifferentAndListenOnLoopback() throws Exception {
        try (LimeWorks works = start()) {
            List<Integer> ports =
                    List.of(works.kilnPort(1), works.kilnPort(2), works.conveyorPort(), works.energyMeterPort());

            assertThat(ports).doesNotHaveDuplicates().allSatisfy(port -> assertThat(answers(port))
                    .isTrue());
        }
    }

    @Test
    void timeGoesOn() {
        try (LimeWorks works = start()) {
            PlantReading first = works.reading();

            await().until(() -> works.reading().millis() > first.millis());

            assertThat(works.reading()).isNotEqualTo(first);
        }
    }

    @Test
    void closeLeavesNoThreadAndNoPortBehind() {
        LimeWorks works = start();
        int kiln = works.kilnPort(1);
        int conveyor = works.conveyorPort();
        assertThat(threads()).isNotEmpty();

        works.close();
        works.close();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
        assertThat(answers(kiln)).isFalse();
        assertThat(answers(conveyor)).isFalse();
    }

    @Test
    void closeEndsAlsoWhileThePackingLineLooksForABrokerThatIsNotThere() throws Exception {
        LimeWorks works = start();
        works.publishTo("127.0.0.1", Peers.freePort());
        await().until(() -> works.unacknowledged() > 0);

        works.close();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
        assertThatThrownBy(() -> works.publishTo("127.0.0.1", 1883)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeEndsAlsoWhileABrokerKeepsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            LimeWorks works = start();
            works.publishTo("127.0.0.1", silent.getLocalPort());
            try (Socket accepted = silent.accept()) {
                assertThat(accepted.isConnected()).isTrue();
                works.close();
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() -> assertThat(threads()).isEmpty());
            }
        }
    }

    @Test
    void aTakenPortIsNamedWithWhatToDoAndNothingIsLeftBehind() throws Exception {
        LimeWorksSettings settings = LimeWorksSettings.anywhere(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> LimeWorks.start(settings.withPorts(port, 0, 0, 0)))
                    .isInstanceOf(LimeWorksException.class)
                    .hasMessage("Port " + port + " on 127.0.0.1 cannot be bound, so the simulated kiln 1 has no OPC UA"
                            + " server. Stop the program that uses the port, or choose another (0 takes a free one).");
            assertThatThrownBy(() -> LimeWorks.start(settings.withPorts(0, 0, 0, port)))
                    .isInstanceOf(LimeWorksException.class)
                    .hasMessageContaining("energy meter");
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void certificatesStayTheSameAfterARestartAndBrokenOnesAreMadeAnew() throws Exception {
        start().close();
        byte[] first = Files.readAllBytes(folder.resolve("kiln-1.der"));

        start().close();
        assertThat(Files.readAllBytes(folder.resolve("kiln-1.der"))).isEqualTo(first);

        Files.write(folder.resolve("kiln-1.key"), "nonsense".getBytes(StandardCharsets.UTF_8));
        start().close();
        assertThat(Files.readAllBytes(folder.resolve("kiln-1.der"))).isNotEqualTo(first);
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> LimeWorks.start(LimeWorksSettings.anywhere(file.resolve("below"))))
                .isInstanceOf(LimeWorksException.class)
                .hasMessageStartingWith("The certificate of simulated kiln 1 cannot be kept in ")
                .hasMessageEndingWith("Make the folder writable or choose another.");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private LimeWorks start() {
        return LimeWorks.start(LimeWorksSettings.anywhere(folder));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("demo-") || name.contains("hivemq") || name.contains("milo-shared"))
                .toList();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
