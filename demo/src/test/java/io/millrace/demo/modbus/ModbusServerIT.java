package io.millrace.demo.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.demo.LimeWorks;
import io.millrace.demo.LimeWorksSettings;
import io.millrace.demo.Peers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client by another hand (pymodbus) reads and writes the conveyor and the energy meter. */
final class ModbusServerIT {

    @TempDir
    static Path folder;

    private static LimeWorks works;

    @BeforeAll
    static void start() {
        works = LimeWorks.start(LimeWorksSettings.anywhere(folder.resolve("pki")));
    }

    @AfterAll
    static void close() {
        works.close();
    }

    @Test
    void aForeignClientReadsTheConveyor() throws Exception {
        List<String> answers = ask(
                works.conveyorPort(),
                "holding:1:0:10",
                "input:1:4:8",
                "coils:1:0:2",
                "discrete:1:0:4",
                "holding:255:8:2");

        int[] holding = numbers(answers.get(0));
        assertThat(RegisterImage.floatSwapped((short) holding[0], (short) holding[1]))
                .isBetween(0f, 2f);
        assertThat(RegisterImage.floatSwapped((short) holding[2], (short) holding[3]))
                .isEqualTo(1.6f);
        assertThat((holding[8] << 16 | holding[9]) / 100.0)
                .isBetween(0.0, works.reading().conveyor().runningHours() + 1);
        StringBuilder name = new StringBuilder();
        for (int register : numbers(answers.get(1))) {
            name.append((char) (register >> 8)).append((char) (register & 0xFF));
        }
        assertThat(name.toString().trim()).isEqualTo("BC-01 LIME BELT");
        assertThat(answers.get(2)).isEqualTo("1,0");
        assertThat(answers.get(3)).endsWith(",1");
        assertThat(answers.get(4)).matches("\\d+,\\d+");
    }

    @Test
    void aForeignClientSetsTheSpeedAndReadsItBackAtOnce() throws Exception {
        int bits = Float.floatToIntBits(1.25f);
        String swapped = (bits & 0xFFFF) + "," + (bits >>> 16);

        List<String> answers = ask(
                works.conveyorPort(),
                "writeregisters:1:2:" + swapped,
                "holding:1:2:2",
                "writecoil:1:0:0",
                "coils:1:0:1",
                "writecoil:1:0:1",
                "writecoil:1:1:1",
                "coils:1:0:2");

        assertThat(answers).containsExactly("written", swapped, "written", "0", "written", "written", "1,0");
        assertThat(works.reading().conveyor().speedSetpoint()).isEqualTo(1.25);
    }

    @Test
    void aForeignClientReadsEveryFeederOfTheEnergyMeter() throws Exception {
        List<String> answers = ask(works.energyMeterPort(), "input:1:0:22", "input:2:0:22", "input:3:0:22");

        for (int feeder = 1; feeder <= 3; feeder++) {
            int[] input = numbers(answers.get(feeder - 1));
            assertThat(Float.intBitsToFloat(input[2] << 16 | input[3])).isBetween(220f, 240f);
            assertThat(input[15] / 100.0).isBetween(49.8, 50.2);
            long energy = (long) input[16] << 48 | (long) input[17] << 32 | (long) input[18] << 16 | input[19];
            assertThat((double) energy)
                    .isCloseTo(works.reading().feeder(feeder).activeEnergy(), org.assertj.core.data.Offset.offset(1e5));
        }
        assertThat(answers.get(0)).isNotEqualTo(answers.get(1));
    }

    @Test
    void whatIsNotThereIsAnExceptionAndTheConnectionLivesOn() throws Exception {
        List<String> answers = ask(
                works.conveyorPort(),
                "holding:1:9:2",
                "holding:1:60000:1",
                "holding:7:0:1",
                "input:1:0:125",
                "writecoil:1:5:1",
                "writeregisters:1:0:1,2",
                "writeregisters:1:2:0,32704",
                "writeregisters:1:2:1",
                "holding:1:0:1");

        assertThat(answers.subList(0, 8))
                .containsExactly(
                        "exception 2",
                        "exception 2",
                        "exception 11",
                        "exception 2",
                        "exception 2",
                        "exception 2",
                        "exception 3",
                        "exception 2");
        assertThat(answers.get(8)).matches("\\d+");
        assertThat(ask(works.energyMeterPort(), "input:4:0:1", "holding:1:0:1", "writecoil:1:0:1"))
                .containsExactly("exception 11", "exception 2", "exception 2");
    }

    private static List<String> ask(int port, String... commands) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        arguments.addAll(List.of(commands));
        return Peers.pymodbus(folder, "modbus-client.py", arguments.toArray(String[]::new));
    }

    private static int[] numbers(String answer) {
        return Stream.of(answer.split(",")).mapToInt(Integer::parseInt).toArray();
    }
}
