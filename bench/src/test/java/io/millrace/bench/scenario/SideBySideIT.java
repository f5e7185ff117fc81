package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.stack.BridgeStack;
import io.millrace.bench.stack.NodeRedStack;
import io.millrace.bench.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stacks of others with real parts; the hub has its turn where the archive is tested. */
@Timeout(180)
class SideBySideIT {

    private static final Path NODE_MODULES =
            Path.of("../peers/node_modules").toAbsolutePath().normalize();
    private static final String FILTER = Flow.LOCATION + "/#";
    private static final Duration MOMENT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    @Test
    void theBridgeAndTheWriterStoreEachMessageThatWasAcknowledged() {
        needed(BridgeStack.missing());
        try (Bed bed = bed()) {
            Path own = bed.folder("bridge");
            BridgeStack stack = BridgeStack.start(own, bed.folder("postgresql"), FILTER);

            storesEachMessage(bed, stack, own, "Mosquitto", "bridge", "Kafka", "writer", "PostgreSQL");
        }
    }

    @Test
    void nodeRedStoresEachMessageThatWasAcknowledged() {
        needed(NodeRedStack.missing(NODE_MODULES));
        try (Bed bed = bed()) {
            Path own = bed.folder("node-red");
            NodeRedStack stack = NodeRedStack.start(own, bed.folder("postgresql"), NODE_MODULES, FILTER);

            storesEachMessage(bed, stack, own, "Mosquitto", "Node-RED", "PostgreSQL");
        }
    }

    private void storesEachMessage(Bed bed, Stack stack, Path own, String... parts) {
        try (SideBySideContender contender = new SideBySideStack(stack, own)) {
            SideBySideMeter meter = new SideBySideMeter(bed, contender, folder);
            meter.awaitReady();

            SideBySideRun overload = meter.run(0, MOMENT);
            SideBySideRun steady = meter.run(2_000, MOMENT);

            assertThat(overload.acknowledged()).isPositive();
            assertThat(overload.rows()).isEqualTo(overload.acknowledged());
            assertThat(overload.lost()).isZero();
            assertThat(overload.perSecond()).isPositive();
            assertThat(steady.rows()).isEqualTo(steady.acknowledged()).isPositive();
            assertThat(steady.rowMillis()).hasSize(3).allMatch(millis -> millis >= 0);
            assertThat(steady.processorSeconds()).containsOnlyKeys(parts);
        }
        assertThat(own).doesNotExist();
    }

    private Bed bed() {
        BenchSettings settings = new BenchSettings(
                folder, List.of(), Map.of(), folder, 1, Duration.ZERO, Duration.ofSeconds(1), 0.01, NODE_MODULES);
        return Bed.make(settings, new BenchListener() {}, "side-by-side");
    }

    private static void needed(Optional<String> missing) {
        if (missing.isPresent() && "true".equals(System.getenv("MILLRACE_REQUIRE_PEERS"))) {
            fail(missing.get());
        }
        missing.ifPresent(why -> abort(why));
    }
}
