package io.millrace.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of the test class path as a process of its own. */
class JavaProcessIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();

    private JavaProcess start() {
        return JavaProcess.start(
                "echo",
                Echo.class,
                List.of("-Xmx32m", "-XX:+UseSerialGC", "-Dmood=good"),
                List.of("one", "two"),
                folder.resolve("errors"),
                line -> {
                    said.add(line);
                    if (line.contains("nonsense")) {
                        throw new IllegalArgumentException(line);
                    }
                });
    }

    @Test
    void isToldByLinesAndTellsByLinesUntilItEnds() {
        try (JavaProcess echo = start()) {
            echo.order("nonsense");
            echo.order("wörk");
            await().atMost(LONG).until(() -> said.size() == 3);
            assertThat(echo.isRunning()).isTrue();
            assertThat(echo.exitCode()).isEmpty();
            assertThat(echo.processorTime()).isPositive();
            assertThat(echo.residentBytes())
                    .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());

            echo.order("end 5");

            assertThat(echo.awaitEnd(LONG)).isTrue();
            assertThat(echo.exitCode()).hasValue(5);
            assertThat(said).containsExactly("hello one,two good", "heard nonsense", "heard wörk", "bye");
            assertThat(folder.resolve("errors")).content().contains("no complaints");
            assertThatThrownBy(echo::processorTime).isInstanceOf(StageException.class);
            assertThat(echo.residentBytes()).isEmpty();
        }
    }

    @Test
    void isStillThereWhenTheWaitWasTooShortAndGoneWhenItIsClosed() {
        JavaProcess echo = start();
        try (echo) {
            assertThat(echo.awaitEnd(Duration.ofMillis(1))).isFalse();
        }

        assertThat(echo.isRunning()).isFalse();
        echo.close();
        assertThatThrownBy(() -> echo.order("are you there?"))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("ended by itself")
                .hasMessageContaining("errors");
    }

    @Test
    void isGoneWhenItIsKilled() {
        JavaProcess echo = start();

        echo.destroy();

        assertThat(echo.awaitEnd(LONG)).isTrue();
        assertThat(ProcessHandle.of(echo.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
