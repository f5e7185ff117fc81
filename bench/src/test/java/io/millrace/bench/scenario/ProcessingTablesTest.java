package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Cell;
import io.millrace.bench.Table;
import io.millrace.bench.stream.Job;
import io.millrace.bench.stream.MachineLoadResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessingTablesTest {

    private static final ProcessingKill EXACT = new ProcessingKill(1_000, 480, new ProcessingTold(0, 0, 0, 0), 2.5);

    @Test
    void eachKindOfFigureHasItsTableWithEveryRun() {
        List<Table> tables = ProcessingTables.tables(List.of(result(EXACT, pace(100, 100, 0))));

        assertThat(tables).hasSize(3);
        assertThat(tables.get(0).rows().get(0)).extracting(Cell::text).startsWith("counter", "150,000/s");
        assertThat(tables.get(1).rows().get(0)).extracting(Cell::text).contains("60 ms", "140 ms", "200 ms");
        assertThat(tables.get(2).rows().get(0))
                .extracting(Cell::text)
                .containsExactly("counter", "1,000", "480", "0", "0", "0", "0", "2.50 s");
    }

    @Test
    void whatHasNoOutputOfItsOwnInputHasNoLatency() {
        ProcessingResult windows =
                new ProcessingResult(Job.WINDOW, List.of(new ProcessingCatchUp(1, 2, 3)), List.of(EXACT), List.of());

        assertThat(ProcessingTables.tables(List.of(windows)).get(1).rows()).isEmpty();
    }

    @Test
    void whatIsWellRaisesNoAlarm() {
        assertThat(ProcessingTables.alarms(List.of(result(EXACT, pace(100, 100, 0)))))
                .isEmpty();
    }

    @Test
    void anInputThatWasCountedTwiceOrNeverIsSaidLoudly() {
        ProcessingKill twice = new ProcessingKill(1_000, 480, new ProcessingTold(3, -2, 0, 1), 2.5);

        assertThat(ProcessingTables.alarms(List.of(result(twice, pace(100, 100, 0)))))
                .singleElement()
                .asString()
                .startsWith("NOT EXACTLY ONCE, counter")
                .contains("+3 outputs too many", "differs by -2", "totals by +0");
        assertThat(ProcessingTables.tables(List.of(result(twice, pace(100, 100, 0))))
                        .get(2)
                        .rows()
                        .get(0))
                .extracting(Cell::text)
                .contains("-2", "3");
    }

    @Test
    void aRateThatDidNotHoldIsSaid() {
        assertThat(ProcessingTables.alarms(List.of(result(EXACT, pace(100, 99, 0)))))
                .singleElement()
                .asString()
                .contains("DID NOT HOLD", "99 of 100 outputs were seen");
        assertThat(ProcessingTables.alarms(List.of(result(EXACT, pace(100, 100, 101)))))
                .singleElement()
                .asString()
                .contains("went from 0 to 101");
    }

    @Test
    void nothingThatCameHasNoLatency() {
        ProcessingPace silent =
                new ProcessingPace(100, new MachineLoadResult(9, 9, 9, 0, List.of(), ""), 0, 0, 1, 1, 1 << 20);

        assertThat(ProcessingTables.tables(List.of(result(EXACT, silent)))
                        .get(1)
                        .rows()
                        .get(0))
                .extracting(Cell::text)
                .contains("nothing came");
    }

    private static ProcessingPace pace(long counted, long seen, long lagAfter) {
        return new ProcessingPace(
                100,
                new MachineLoadResult(200, 200, counted, seen, List.of(60_000L, 140_000L, 200_000L), ""),
                0,
                lagAfter,
                5,
                3,
                300L << 20);
    }

    private static ProcessingResult result(ProcessingKill kill, ProcessingPace pace) {
        return new ProcessingResult(
                Job.COUNTER, List.of(new ProcessingCatchUp(150_000, 6, 400L << 20)), List.of(kill), List.of(pace));
    }
}
