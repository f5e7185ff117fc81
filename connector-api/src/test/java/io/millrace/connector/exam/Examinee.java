package io.millrace.connector.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.connector.Capability;
import io.millrace.connector.Connector;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.Monitored;
import io.millrace.model.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a connector brings to its exam: itself, the device, and what the device holds. To be extended by way of {@link
 * ConnectorExam}, which asks the questions.
 *
 * @param <S> the record of the settings
 * @param <A> the record of an address
 */
public abstract class Examinee<S extends Record, A extends Record> {

    /** Within this a killed device is noticed and a device that is back serves again. */
    protected static final Duration SOON = Duration.ofSeconds(10);

    /** Where the device may keep files; the same for all questions. */
    @TempDir
    protected static Path deviceFolder;

    private static Peer kept;

    @TempDir
    protected Path folder;

    /**
     * The device, as it is when freshly started. It has been, unless the question before neither failed nor killed nor
     * froze it: then it is the same one, {@link #reset}.
     */
    protected Peer device;

    @RegisterExtension
    final AfterTestExecutionCallback outcome =
            context -> failed = context.getExecutionException().isPresent();

    private boolean failed;

    Bench<S, A> bench;

    /** The connector to be examined. */
    protected abstract Connector<S, A> connector();

    /** Settings for a device on 127.0.0.1 with time-outs of about a second, so that the exam ends today. */
    protected abstract S settings(int port);

    /** The program that plays the device. */
    protected abstract PeerProgram program();

    /** At least three addresses and what the device holds there, for good. */
    protected abstract List<Known<A>> known();

    /** An address the device does not have, in the lane of the known ones. */
    protected abstract A unknown();

    /** An address that may be written, in the lane of the known ones. Asked only of connectors that can write. */
    protected abstract A writable();

    /** The n-th value to write, n from 1; all different from each other and from what the device starts with. */
    protected abstract Value valueToWrite(int n);

    /** What the device itself says it holds at {@link #writable()}, asked past the connector. */
    protected abstract Value valueInDevice(Peer device);

    /** Has a running device hold again what it holds when freshly started. Unless overridden it is started anew. */
    protected void reset(Peer device) {
        device.restart();
    }

    /** An address whose writing the device or the connector refuses, if there is such a thing. */
    protected Optional<A> readOnly() {
        return Optional.empty();
    }

    /** How soon a frozen device must be noticed with the time-outs of {@link #settings}. */
    protected Duration frozenNoticed() {
        return SOON;
    }

    /** Beginnings of the names of threads that a library keeps for the life of the program, whatever is closed. */
    protected List<String> globalThreads() {
        return List.of();
    }

    /** What the hub lends to the sessions of the exam. */
    protected ConnectorEnvironment environment() {
        return new ConnectorEnvironment("exam", folder);
    }

    @BeforeEach
    void startTheDevice() {
        if (kept == null) {
            kept = program().start();
        } else {
            reset(kept);
        }
        device = kept;
        bench = new Bench<>(connector(), this::settings, this::environment);
    }

    @AfterEach
    void stopTheDevice() {
        try {
            if (bench != null) {
                bench.close();
            }
        } finally {
            if (kept != null && (failed || !kept.isUnharmed())) {
                letGoOfTheDevice();
            }
        }
    }

    @AfterAll
    static void letGoOfTheDevice() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    final boolean can(Capability capability) {
        return connector().capabilities().contains(capability);
    }

    final Monitored<A> monitored(int n) {
        return new Monitored<>(n, known().get(n).address(), Duration.ofMillis(100));
    }

    final void assumeCan(Capability capability) {
        assumeTrue(can(capability), () -> connector().title() + " has no capability " + capability);
    }

    static void assertSentence(String text) {
        assertThat(text).as("a sentence an electrician can act on").matches("(?s)\\S+ .*[.!]");
        assertThat(text).as("no class names").doesNotContain("Exception:").doesNotContain("java.");
    }
}
