package io.millrace.prove.recount;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.plant.Plant;
import io.millrace.prove.plant.Timetable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecountTest {

    private static final long START = 1_700_000_000_000_000L;

    private static final Timetable TIMETABLE = new Timetable(START);
    private static final Present PRESENT = new Present(START + 60_000_000, START + 60_000_000);

    private static Reading piece(long micros, long number) {
        return new Reading(new Moment(START + micros, "3-" + number), (double) number);
    }

    private static Map<Moment, String> says(List<Expected> expected, String below) {
        String topic = Plant.topic("line-3", below);
        return expected.stream()
                .filter(one -> one.topic().equals(topic))
                .findFirst()
                .orElseThrow()
                .says();
    }

    @Test
    void saysWhatEveryProcessorOfALineMustHaveSaidInWhateverOrderItIsTold() {
        // Windows of temperatures are 5 s long, those of the total 10 s; START is a multiple of both.
        List<Reading> pieces = List.of(piece(12_000_000, 3), piece(0, 1), piece(500_000, 2));
        List<Reading> rejects = List.of(piece(500_001, 1), piece(39_000_000, 2));
        List<Reading> temperatures =
                List.of(new Reading(Moment.at(START + 4_000_000), 2.5), new Reading(Moment.at(START), 1.5));

        List<Expected> expected = Recount.ofLine(
                new Recount.Line(3, pieces, rejects, temperatures, List.of(), List.of()), TIMETABLE, PRESENT);

        assertThat(says(expected, "_analytics/pieces/count"))
                .containsExactly(
                        Map.entry(new Moment(START, "3-1"), "count 1, scrap 0"),
                        Map.entry(new Moment(START + 500_000, "3-2"), "count 2, scrap 0"),
                        Map.entry(new Moment(START + 500_001, "scrap/3-1"), "count 0, scrap 1"),
                        Map.entry(new Moment(START + 12_000_000, "3-3"), "count 3, scrap 0"),
                        Map.entry(new Moment(START + 39_000_000, "scrap/3-2"), "count 0, scrap 2"));
        // the hour ends 30 s after the start, the shift and the day 40 s; the next shift at 70 s is not over at 60 s
        assertThat(says(expected, "_historian/pieces/hour"))
                .containsExactly(Map.entry(Moment.at(START - 3_570_000_000L), "6"));
        assertThat(says(expected, "_historian/pieces/scrap-hour").values()).containsExactly("1");
        assertThat(says(expected, "_historian/pieces/shift").values()).containsExactly("6");
        assertThat(says(expected, "_historian/pieces/scrap-day").values()).containsExactly("3");
        assertThat(says(expected, "_historian/pieces/total").values()).containsExactly("1", "3", "6");
        assertThat(says(expected, "_historian/pace/last"))
                .containsExactly(Map.entry(Moment.at(START), "3"), Map.entry(Moment.at(START + 10_000_000), "6"));
        assertThat(says(expected, "_historian/pace/count").values()).containsExactly("2", "1");
        // 1.5 for 4 s and 2.5 for 1 s
        assertThat(says(expected, "_historian/climate/time-weighted-mean").values())
                .containsExactly("1.7");
        assertThat(says(expected, "_historian/climate/sum").values()).containsExactly("4");
        // a reject is a sign of life as well, and comes a second too late to have run until it
        assertThat(says(expected, "_historian/line-state").values()).containsExactly("\"running\"", "\"stopped\"");
    }

    @Test
    void namesTheInstanceAndThePeriod() {
        Expected window = Recount.ofLine(
                        new Recount.Line(3, List.of(), List.of(), List.of(), List.of(), List.of()), TIMETABLE, PRESENT)
                .stream()
                .filter(one -> one.topic().endsWith("/climate/mean"))
                .findFirst()
                .orElseThrow();

        assertThat(window.describe(Moment.at(START)))
                .isEqualTo("climate at line-3, umh/v1/prove/plant/line-3/_historian/climate/mean,"
                        + " the 5.0 s from 2023-11-14T22:13:20Z");
    }

    @Test
    void writesEqualNumbersAlikeAndOthersNot() {
        assertThat(Words.number(5.0)).isEqualTo(Words.number(5)).isEqualTo("5");
        assertThat(Words.number(0.1 + 0.2)).isNotEqualTo(Words.number(0.3));
        assertThat(Words.number(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(Words.withQuality("5", 0x40950000)).isEqualTo("5 of quality 0x40950000");
    }
}
