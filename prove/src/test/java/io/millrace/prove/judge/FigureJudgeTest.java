package io.millrace.prove.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.plant.Timetable;
import io.millrace.prove.recount.Figure;
import io.millrace.prove.recount.Moment;
import io.millrace.prove.recount.Present;
import io.millrace.prove.recount.Reading;
import io.millrace.prove.recount.Recount;
import io.millrace.prove.recount.Worked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Figures, right everywhere but in one place. */
class FigureJudgeTest {

    private static final long SECOND = 1_000_000;
    private static final long START = 1_700_000_000L * SECOND;
    private static final long RESTED = START + 110 * SECOND;
    /** When the hub computed what was not over. */
    private static final long COMPUTED = RESTED + 3 * SECOND;

    private final Findings findings = new Findings();
    private final Timetable timetable = new Timetable(START);
    private final Worked worked = Recount.workOfLine(
            new Recount.Line(
                    1,
                    Stream.of(12, 45, 46, 97, 99).map(at -> reading(at, at)).toList(),
                    List.of(reading(46, 5)),
                    List.of(),
                    List.of(reading(44, 1), reading(96, 2)),
                    List.of()),
            timetable);
    private final List<StoredFigure> rows = new ArrayList<>();

    private static Reading reading(long second, long number) {
        return new Reading(new Moment(START + second * SECOND, "1-" + second), (double) number);
    }

    @BeforeEach
    void theHistorianHasAllFigures() {
        for (String kind : Timetable.KINDS) {
            for (Timetable.Period period : timetable.periods(kind, START, RESTED)) {
                boolean running = period.end() > COMPUTED;
                rows.add(new StoredFigure(
                        kind,
                        period.name(),
                        period.start(),
                        period.end(),
                        period.day(),
                        running,
                        worked.figure(period.start(), Math.min(COMPUTED, period.end()))));
            }
        }
        for (Worked.Order order : worked.orders()) {
            long end = order.end() == null ? COMPUTED : order.end();
            rows.add(new StoredFigure(
                    "order",
                    order.name(),
                    order.start(),
                    end,
                    timetable.day(order.start()),
                    order.end() == null,
                    worked.figure(order.start(), end)));
        }
    }

    private List<Finding> judged() {
        FigureJudge judge = new FigureJudge(worked, timetable, new Present(RESTED, COMPUTED + SECOND), findings);
        rows.forEach(judge::stored);
        judge.close();
        return findings.list();
    }

    private StoredFigure take(String name) {
        StoredFigure taken =
                rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
        rows.remove(taken);
        return taken;
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        // two hours, the shifts night, early and late, two days, two orders
        assertThat(rows).hasSize(9);
        assertThat(judged()).isEmpty();
    }

    @Test
    void findsAFigureThatIsWrongByOnePiece() {
        StoredFigure early = take("early");
        Map<String, String> fields = new LinkedHashMap<>(early.figure().fields());
        fields.put("scrap", "6");
        rows.add(with(early, early.running(), new Figure(fields)));

        assertThat(judged()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.RESULT);
            assertThat(finding.examples())
                    .containsExactly(
                            "prove/plant/line-1, shift early from 2023-11-14T22:14:00Z: scrap must be 5, is 6");
        });
    }

    @Test
    void findsAFigureOfARunningShiftThatNobodyComputedAgain() {
        StoredFigure late = take("late");
        rows.add(with(late, true, worked.figure(late.startMicros(), RESTED - 1)));

        assertThat(judged())
                .extracting(Finding::sentence)
                .containsExactly("A figure is of another time than its period.");
    }

    @Test
    void findsAShiftThatIsOverAndHasAFigureOfHalfOfItOnly() {
        StoredFigure early = take("early");
        rows.add(with(early, false, worked.figure(early.startMicros(), early.endMicros() - 20 * SECOND)));

        assertThat(judged()).extracting(Finding::kind).containsExactly(Finding.Kind.RESULT);
    }

    @Test
    void findsAFigureThatIsMissingAndOneThatShouldNotBe() {
        StoredFigure order = take("order-1-2");
        rows.add(new StoredFigure(
                "order", "order-1-3", order.startMicros(), order.endMicros(), order.day(), true, order.figure()));

        assertThat(judged())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Finding.Kind.INVENTED, Finding.Kind.LOST);
    }

    private static StoredFigure with(StoredFigure row, boolean running, Figure figure) {
        return new StoredFigure(row.kind(), row.name(), row.startMicros(), row.endMicros(), row.day(), running, figure);
    }
}
