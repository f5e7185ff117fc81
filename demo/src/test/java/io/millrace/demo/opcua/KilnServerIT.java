package io.millrace.demo.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.demo.FastClock;
import io.millrace.demo.LimeWorks;
import io.millrace.demo.LimeWorksSettings;
import io.millrace.demo.Peers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client by another hand (node-opcua) looks at the kilns. */
final class KilnServerIT {

    @TempDir
    Path folder;

    @Test
    void aForeignClientBrowsesReadsWritesAndSubscribes() throws Exception {
        try (LimeWorks works = start()) {
            List<String> seen = look(works, 2, "none");

            assertThat(seen)
                    .contains(
                            "connected none",
                            "namespace urn:millrace:demo",
                            "status Good",
                            "description Temperature at the burner lances",
                            "unit \u00b0C 4408652",
                            "range 0 1300",
                            "write Good",
                            "setpoint 1080",
                            "writeTooHigh BadOutOfRange",
                            "writeText BadTypeMismatch",
                            "writeReadOnly BadUserAccessDenied",
                            "failure BadSensorFailure NaN",
                            "ordered true",
                            "done ");
            assertThat(seen)
                    .filteredOn(line -> line.startsWith("variables "))
                    .singleElement()
                    .satisfies(line -> assertThat(
                                    line.substring("variables ".length()).split(","))
                            .containsExactlyInAnyOrderElementsOf(
                                    KilnTags.ALL.stream().map(KilnTag::path).toList()));
            assertThat(works.reading().kiln(2).burnerSetpoint()).isEqualTo(1080);
            assertThat(works.reading().kiln(1).burnerSetpoint()).isEqualTo(1050);
        }
    }

    @Test
    void aForeignClientSignsAndEncrypts() throws Exception {
        try (LimeWorks works = start()) {
            assertThat(look(works, 2, "secure")).contains("connected secure", "status Good", "done ");
        }
    }

    private LimeWorks start() {
        return LimeWorks.start(LimeWorksSettings.anywhere(folder.resolve("pki")).withClock(new FastClock(8)));
    }

    private List<String> look(LimeWorks works, int kiln, String security) throws Exception {
        return Peers.node(
                folder,
                "opcua-client.js",
                "opc.tcp://127.0.0.1:" + works.kilnPort(kiln) + "/limeworks/kiln-" + kiln,
                Integer.toString(kiln),
                security,
                folder.toString());
    }
}
