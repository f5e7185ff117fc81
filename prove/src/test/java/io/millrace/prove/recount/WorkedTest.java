package io.millrace.prove.recount;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.plant.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures by hand. A piece takes 7 us ideally, one that is booked later 11 us. */
class WorkedTest {

    private static final long SECOND = 1_000_000;
    private static final long START = 1_700_000_000L * SECOND;

    private final Timetable timetable = new Timetable(START);

    private static Reading reading(long micros, long number) {
        return new Reading(new Moment(START + micros, "1-" + number), (double) number);
    }

    private Worked line(List<Reading> pieces, List<Reading> rejects, List<Reading> orders, List<Reading> bookings) {
        return Recount.workOfLine(new Recount.Line(1, pieces, rejects, List.of(), orders, bookings), timetable);
    }

    /** A piece each half second, so that it runs: from one second on to another, of the number 1 each. */
    private static List<Reading> pieces(int from, int to) {
        List<Reading> pieces = new ArrayList<>();
        for (long micros = from * SECOND; micros <= to * SECOND; micros += SECOND / 2) {
            pieces.add(new Reading(new Moment(START + micros, ""), 1.0));
        }
        return pieces;
    }

    @Test
    void aShiftWithAStopABreakAndAGap() {
        // The early shift is from 40 s to 88 s with a break from 60 s to 67 s.
        // It runs from 42 s to 62 s and from 70 s to 90 s; each time it stands from its last piece on.
        List<Reading> pieces = new ArrayList<>(pieces(42, 62));
        pieces.addAll(pieces(70, 90));
        Figure early = line(pieces, List.of(reading(50 * SECOND, 4)), List.of(), List.of())
                .figure(START + 40 * SECOND, START + 88 * SECOND);

        // 40-42 unknown; 42-62 production, two seconds of it through the break; 62-67 the rest of the break;
        // 67-70 a stop of 8 s in all, which is none of the short ones; 70-88 production
        // 41 pieces until 62 s and 36 from 70 s to 87.5 s: 77; 4 of them bad
        // availability 38 / 43; performance 77 * 7 us / 38 s; quality 73 / 77; OEE 73 * 7 us / 43 s
        assertThat(early.fields())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("availability", "0.883721"),
                        Map.entry("performance", "0.000014"),
                        Map.entry("quality", "0.948052"),
                        Map.entry("oee", "0.000012"),
                        Map.entry("not_planned", "0"),
                        Map.entry("planned_stop", "5000000"),
                        Map.entry("unplanned_stop", "3000000"),
                        Map.entry("changeover", "0"),
                        Map.entry("microstop", "0"),
                        Map.entry("unknown", "2000000"),
                        Map.entry("production", "38000000"),
                        Map.entry("ideal", "539"),
                        Map.entry("ideal_good", "511"),
                        Map.entry("count", "77"),
                        Map.entry("scrap", "4"),
                        Map.entry("unplanned_count", "0")));
        assertThat(early.length()).isEqualTo(48 * SECOND);
    }

    @Test
    void aStopOfLessThanFourSecondsIsAMicrostopAndPiecesInAGapAreToldApart() {
        // From 88 s to 95 s nothing is planned.
        List<Reading> pieces = new ArrayList<>(pieces(84, 85));
        pieces.addAll(pieces(87, 90));
        Figure figure = line(pieces, List.of(), List.of(), List.of()).figure(START + 84 * SECOND, START + 90 * SECOND);

        assertThat(figure.fields())
                .containsEntry("microstop", "2000000")
                .containsEntry("production", "2000000")
                .containsEntry("not_planned", "2000000")
                .containsEntry("count", "5") // 84, 84.5, 85, 87, 87.5
                .containsEntry("unplanned_count", "4") // 88, 88.5, 89, 89.5
                .containsEntry("availability", "0.500000");
    }

    @Test
    void whatIsBookedOfTheSameTimeOnceMoreTakesThePlaceOfWhatWasBookedBefore() {
        // numbers 10 and 20 are booked of the time at which they are told, here the same millisecond
        Worked worked = line(
                pieces(50, 52), List.of(), List.of(), List.of(reading(51 * SECOND, 10), reading(51 * SECOND + 1, 20)));

        Figure figure = worked.figure(START + 50 * SECOND, START + 52 * SECOND);

        assertThat(figure.fields()).containsEntry("scrap", "20").containsEntry("count", "4");
        // 4 pieces of 7 us without 20 of 11 us
        assertThat(figure.fields()).containsEntry("ideal", "28").containsEntry("ideal_good", "-192");
    }

    @Test
    void anOrderEndsWhereTheNextBegins() {
        Worked worked =
                line(pieces(50, 52), List.of(), List.of(reading(60 * SECOND, 2), reading(50 * SECOND, 1)), List.of());

        assertThat(worked.orders())
                .containsExactly(
                        new Worked.Order("order-1-1", START + 50 * SECOND, START + 60 * SECOND),
                        new Worked.Order("order-1-2", START + 60 * SECOND, null));
        assertThat(worked.order(START)).isNull();
    }

    @Test
    void whatCannotBeHadIsAbsent() {
        Worked nothing = line(List.of(), List.of(), List.of(), List.of());

        assertThat(nothing.first()).isNull();
        assertThat(nothing.figure(START + 88 * SECOND, START + 95 * SECOND).fields())
                .containsEntry("availability", Figure.ABSENT)
                .containsEntry("quality", Figure.ABSENT)
                .containsEntry("oee", Figure.ABSENT)
                .containsEntry("not_planned", "7000000");
        assertThat(nothing.figure(START + 41 * SECOND, START + 43 * SECOND).fields())
                .containsEntry("availability", Figure.ABSENT)
                .containsEntry("unknown", "2000000");
    }
}
