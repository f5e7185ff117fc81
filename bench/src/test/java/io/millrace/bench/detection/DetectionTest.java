package io.millrace.bench.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.detection.Recording.Fault;
import io.millrace.bench.detection.Recording.Row;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionTest {

    private static final long SECOND = 1_000_000;

    @TempDir
    Path folder;

    /** Ten rows of a second each, the first two to learn; seconds 4 to 6 are a fault. */
    private static Recording tenSeconds() {
        List<Row> rows = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            rows.add(new Row(second * SECOND, new double[] {second}));
        }
        return new Recording("group", "ten", List.of("x"), rows, List.of(new Fault(4 * SECOND, 6 * SECOND)), 2);
    }

    private static boolean[] flags(int... seconds) {
        boolean[] flags = new boolean[10];
        for (int second : seconds) {
            flags[second] = true;
        }
        return flags;
    }

    @Test
    void marksAreThoseThatOneCountsByHand() {
        Marks marks = new Marks();

        // judged are 2 ... 9: right 5, 6; wrong 3, 8, 9; missed 4; quiet 2, 7. Second 1 is not judged.
        marks.add(tenSeconds(), flags(1, 3, 5, 6, 8, 9));

        assertThat(marks.precision()).isEqualTo(2.0 / 5);
        assertThat(marks.recall()).isEqualTo(2.0 / 3);
        assertThat(marks.f1()).isEqualTo(4.0 / 8);
        assertThat(marks.flaggedNormal()).isEqualTo(100 * 3.0 / 5);
        assertThat(marks.found()).isEqualTo(1);
        assertThat(marks.delay()).isEqualTo(1);
        // raised at 3 and at 8 while nothing was wrong, in five normal seconds
        assertThat(marks.falseAlarmsPerHour()).isCloseTo(2 * 3600 / 5.0, within(1e-9));
        // found in the middle of the fault: (2 / (1 + e^-2.5) - 1) / (2 / (1 + e^-5) - 1) = 0.84828 / 0.98661 =
        // 0.85979;
        // an alarm before any fault: -0.11; one a whole fault's length after its end: 0.11 (2 / (1 + e^5) - 1) =
        // -0.10853
        assertThat(marks.nab()).isCloseTo(100 * (0.85979 - 0.11 - 0.10853 + 1) / 2, within(0.01));
    }

    @Test
    void perfectIsAHundredAndSilenceIsNothing() {
        Marks perfect = new Marks();
        perfect.add(tenSeconds(), flags(4, 5, 6));
        Marks silent = new Marks();
        silent.add(tenSeconds(), flags());

        assertThat(perfect.nab()).isCloseTo(100, within(1e-9));
        assertThat(perfect.f1()).isEqualTo(1);
        assertThat(silent.nab()).isZero();
        assertThat(silent.precision()).isZero();
        assertThat(silent.delay()).isNaN();
    }

    @Test
    void aFlagThatWasUpBeforeFindsNothing() {
        Marks marks = new Marks();

        marks.add(tenSeconds(), flags(2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(marks.recall()).isEqualTo(1);
        assertThat(marks.found()).isZero();
        // one alarm before any fault, and the fault missed: (-0.11 - 1 + 1) / 2
        assertThat(marks.nab()).isCloseTo(-5.5, within(1e-9));
    }

    @Test
    void recordingsAreReadAsTheirPublishersLayThemOut() throws IOException {
        Path valve = Files.createDirectories(folder.resolve("skab/valve1"));
        Files.writeString(folder.resolve("skab/anomaly-free.csv"), "datetime;A;B\n2020-02-08 13:30:47;0.2;1\n");
        Files.writeString(valve.resolve("0.csv"), """
                datetime;A;B;anomaly;changepoint
                2020-03-09 10:14:33;0.1;2;0.0;0.0
                2020-03-09 10:14:34;0.2;3;1.0;1.0
                2020-03-09 10:14:35;0.3;4;1.0;0.0
                2020-03-09 10:14:35;9;9;0.0;0.0
                2020-03-09 10:14:36;0.4;5;0.0;0.0
                """);
        Path nab = Files.createDirectories(folder.resolve("nab"));
        Files.writeString(nab.resolve("windows.json"), """
                {"known/machine.csv": [["2013-12-02 21:20:00.000000", "2013-12-02 21:25:00.000000"]], "known/other.csv": []}
                """);
        Files.writeString(
                nab.resolve("machine.csv"), "timestamp,value\n2013-12-02 21:15:00,73.9\n2013-12-02 21:20:00,74\n");

        List<Recording> recordings = Recordings.in(folder);

        assertThat(recordings)
                .extracting(Recording::group)
                .containsExactly("SKAB without faults", "SKAB", "NAB machine");
        Recording experiment = recordings.get(1);
        assertThat(experiment.columns()).containsExactly("A", "B");
        assertThat(experiment.rows()).as("a time comes once").hasSize(4);
        assertThat(experiment.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.from()).isEqualTo(experiment.rows().get(1).micros());
            assertThat(fault.to()).isEqualTo(experiment.rows().get(2).micros());
        });
        assertThat(recordings.get(2).isFault(recordings.get(2).rows().get(1).micros()))
                .isTrue();
        assertThat(recordings.get(2).isFault(recordings.get(2).rows().get(0).micros()))
                .isFalse();
    }

    @Test
    void aFolderWithoutRecordingsSaysWhereTheyComeFrom() {
        assertThatThrownBy(() -> Recordings.in(folder))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("github.com/waico/SKAB");
    }

    @Test
    void aRecordingGoesThroughTheRuleOfTheProcessor() {
        List<Row> rows = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            double noise = second % 2 == 0 ? 0.5 : -0.5;
            rows.add(new Row(second * SECOND, new double[] {noise + (second >= 500 ? 5 : 0), noise}));
        }
        Recording recording = new Recording(
                "group", "step", List.of("A", "B"), rows, List.of(new Fault(500 * SECOND, 599 * SECOND)), 400);

        boolean[] flags = Run.flags(recording, java.util.Objects.requireNonNull(Contestant.CUSUM.options(recording)));

        assertThat(flags[499]).isFalse();
        assertThat(flags[500]).as("ten deviations at once").isTrue();
        assertThat(flags[599]).isTrue();
    }
}
