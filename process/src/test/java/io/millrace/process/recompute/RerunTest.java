package io.millrace.process.recompute;

import static io.millrace.process.recompute.Plant.BEGIN;
import static io.millrace.process.recompute.Plant.DAY;
import static io.millrace.process.recompute.Plant.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.MachineState;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.core.Content;
import io.millrace.process.counter.CounterKind;
import io.millrace.process.counter.CounterOptions;
import io.millrace.process.counter.CounterOptions.Edge;
import io.millrace.process.counter.CounterOptions.Period;
import io.millrace.process.counter.CounterOptions.Pulses;
import io.millrace.process.expression.ExpressionKind;
import io.millrace.process.expression.ExpressionOptions;
import io.millrace.process.recompute.Difference.Way;
import io.millrace.process.state.MachineStateKind;
import io.millrace.process.state.MachineStateOptions;
import io.millrace.process.state.StateRule;
import io.millrace.process.window.WindowKind;
import io.millrace.process.window.WindowOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The past computed again, with numbers checked by hand, and on random data. */
class RerunTest {

    private static final long HOUR = 3600 * SECOND;

    static Definition counter(Edge edge, Period... totals) {
        return Plant.definition(
                "pieces",
                new CounterKind(),
                new CounterOptions(
                        new Pulses("_historian/barrier", edge),
                        null,
                        null,
                        null,
                        "pieces",
                        List.of(totals),
                        List.of(),
                        null));
    }

    static Definition window(Duration length, Duration every, Duration gap, String... aggregates) {
        return Plant.definition(
                "figures",
                new WindowKind(),
                new WindowOptions(
                        "_historian/temperature",
                        null,
                        length,
                        every,
                        gap,
                        gap == null ? null : Duration.ofMinutes(30),
                        Duration.ZERO,
                        List.of(aggregates),
                        WindowOptions.Per.SECOND,
                        null,
                        "figures"));
    }

    static Definition state(String fault, Duration microstop) {
        return Plant.definition(
                "states",
                new MachineStateKind(),
                new MachineStateOptions(
                        List.of(
                                new StateRule("_historian/speed", null, null, 90.0, null, MachineState.RUNNING, ""),
                                new StateRule("_historian/code", fault, null, null, null, MachineState.FAULT, "")),
                        null,
                        null,
                        null,
                        null,
                        null,
                        microstop,
                        Duration.ofHours(6),
                        "state",
                        null));
    }

    static Definition formula(String expression, String first) {
        return Plant.definition(
                "formula",
                new ExpressionKind(),
                new ExpressionOptions(
                        null,
                        Map.of("a", "_historian/temperature", "b", "_historian/speed"),
                        Map.of(),
                        expression,
                        "formula",
                        ExpressionOptions.Join.LAST,
                        null,
                        Duration.ZERO,
                        first,
                        Map.of()));
    }

    private static List<String> said(List<Difference> differences) {
        return differences.stream()
                .map(one -> (one.identity().timestampMicros() - BEGIN) / SECOND + " "
                        + one.identity().topic().replaceAll(".*/", "") + " " + text(one.was()) + " -> "
                        + text(one.now()))
                .toList();
    }

    private static String text(Content content) {
        if (content instanceof Content.Measured measured) {
            return measured.value() instanceof Value.Whole whole
                    ? Long.toString(whole.value())
                    : measured.value() instanceof Value.Real real
                            ? Double.toString(real.value())
                            : measured.value() instanceof Value.Text word ? word.value() : "?";
        }
        return content instanceof Content.Happened happened ? happened.json().replaceAll(".*?,(.*)}", "$1") : "nothing";
    }

    @Test
    void aCounterOfTheWrongEdgeIsCountedAgainAndItsTotalGoesOnFromWhatIsStored() {
        // a piece covers the barrier from 100 to 110, from 200 to 230 and from 300 to 310 s
        Plant plant = new Plant();
        for (double[] piece : new double[][] {{100, 110}, {200, 230}, {300, 310}}) {
            plant.record("_historian/barrier", piece[0] - 1, Value.of(false));
            plant.record("_historian/barrier", piece[0], Value.of(true));
            plant.record("_historian/barrier", piece[1], Value.of(false));
        }
        plant.record("_historian/barrier", 7200, Value.of(false));
        plant.live(counter(Edge.RISING));

        // from 150 s on by the edge at which a piece leaves: 230 and 310; the total stood at 1 then
        Plant.Result result = plant.recompute(counter(Edge.FALLING), BEGIN + 150 * SECOND, BEGIN + DAY);

        assertThat(said(result.differences()))
                .containsExactly(
                        "200 count \"count\":1,\"scrap\":0 -> nothing",
                        "200 total 2 -> nothing",
                        "230 count nothing -> \"count\":1,\"scrap\":0",
                        "230 total nothing -> 2",
                        "300 count \"count\":1,\"scrap\":0 -> nothing",
                        "300 total 3 -> nothing",
                        "310 count nothing -> \"count\":1,\"scrap\":0",
                        "310 total nothing -> 3");
        assertThat(result.tally().added()).isEqualTo(4);
        assertThat(result.tally().gone()).isEqualTo(4);

        plant.apply(result.differences());
        assertThat(plant.recompute(counter(Edge.FALLING), BEGIN + 150 * SECOND, BEGIN + DAY)
                        .differences())
                .isEmpty();
    }

    @Test
    void aWindowWithAnotherLengthIsToldAnewAndOnesThatAreOpenAreLeft() {
        // 10 at 0:00, 20 at 0:30, 60 at 1:15, 30 at 2:30
        Plant plant = new Plant()
                .record("_historian/temperature", 0, Value.of(10))
                .record("_historian/temperature", 1800, Value.of(20))
                .record("_historian/temperature", 4500, Value.of(60))
                .record("_historian/temperature", 9000, Value.of(30))
                .record("_historian/other", 9600, Value.of(30));
        plant.live(window(Duration.ofHours(1), null, null, "mean"));

        // two hours: (10 + 20 + 60) / 3 = 30 instead of 15 and 60; the next is still open
        Plant.Result result = plant.recompute(window(Duration.ofHours(2), null, null, "mean"), BEGIN, BEGIN + DAY);

        assertThat(said(result.differences())).containsExactly("0 mean 15.0 -> 30.0", "3600 mean 60.0 -> nothing");
    }

    @Test
    void aStateWithAnotherMappingIsToldAnew() {
        // 100 m/min, then a stop with code 7 from 0:10 to 0:30, then one with code 8 from 1:00 on
        Plant plant = new Plant()
                .record("_historian/speed", 0, Value.of(100))
                .record("_historian/code", 0, Value.of(0))
                .record("_historian/code", 599, Value.of(7))
                .record("_historian/speed", 600, Value.of(0))
                .record("_historian/speed", 1800, Value.of(100))
                .record("_historian/code", 3599, Value.of(8))
                .record("_historian/speed", 3600, Value.of(0))
                .record("_historian/speed", 7200, Value.of(0));
        plant.live(state("7", Duration.ofMinutes(5)));

        Plant.Result result = plant.recompute(state("8", Duration.ofMinutes(5)), BEGIN + 300 * SECOND, BEGIN + DAY);

        // the event and the tag of each of the two stops
        assertThat(result.differences()).hasSize(4).allMatch(one -> one.way() == Way.CHANGED);
        assertThat(said(result.differences())).contains("600 state fault -> stopped", "3600 state stopped -> fault");
        assertThat(result.tally().equal()).isEqualTo(2);
    }

    @Test
    void whatOthersWroteOnATopicIsLeftAlone() {
        Plant plant = new Plant()
                .record("_historian/barrier", 99, Value.of(false))
                .record("_historian/barrier", 100, Value.of(true))
                .record("_historian/barrier", 7200, Value.of(false));
        plant.live(counter(Edge.RISING));
        plant.store("_historian/pieces/total", BEGIN + 500 * SECOND, Content.of(Value.of(77)));
        String total = Plant.topic("_historian/pieces/total");

        Plant.Result result = plant.recompute(counter(Edge.RISING), BEGIN, BEGIN + DAY, topic -> !topic.equals(total));

        assertThat(result.differences()).isEmpty();
        assertThat(result.tally().left()).isEqualTo(1);
        assertThat(result.tally().equal()).isEqualTo(2);
    }

    @Test
    void whatADatabaseKeepsIsTheSame() {
        assertThat(Sameness.same(Content.of(Value.of(5.0)), Content.of(Value.of(5))))
                .isTrue();
        assertThat(Sameness.same(Content.of(Value.of(true)), Content.of(Value.of(1))))
                .isTrue();
        assertThat(Sameness.same(Content.of(Value.of("1")), Content.of(Value.of(1))))
                .isFalse();
        assertThat(Sameness.same(Content.of(Value.of(1)), new Content.Measured(Value.of(1), Quality.UNCERTAIN)))
                .isFalse();
        assertThat(Sameness.same(
                        new Content.Happened("{\"a\":1.50,\"b\":[1,null,{\"c\":\"x\"}]}"),
                        new Content.Happened("{\"b\": [1, null, {\"c\": \"x\"}], \"a\": 1.5}")))
                .isTrue();
        assertThat(Sameness.same(new Content.Happened("{\"a\":1}"), new Content.Happened("{\"a\":2}")))
                .isFalse();
    }

    static Stream<Arguments> rules() {
        Map<String, Definition> rules = Map.of(
                "pulses", counter(Edge.RISING, Period.HOUR, Period.DAY),
                "hours", window(Duration.ofHours(1), null, null, "mean", "count", "p95"),
                "hopping", window(Duration.ofHours(1), Duration.ofMinutes(10), null, "max", "time-weighted-mean"),
                "sessions", window(null, null, Duration.ofMinutes(3), "count", "duration"),
                "states", state("3", Duration.ofMinutes(5)),
                "formula", formula("a + b * 2.0", null),
                "sum", formula("previous + a * 1.0", "0.0"));
        return rules.entrySet().stream().sorted(Map.Entry.comparingByKey()).flatMap(rule -> Stream.of(1, 2, 3, 4, 5, 6)
                .map(seed -> Arguments.of(rule.getKey(), rule.getValue(), seed)));
    }

    @ParameterizedTest(name = "{0}, seed {2}")
    @MethodSource("rules")
    void theRuleAsItWasShowsNoDifference(String name, Definition definition, int seed) {
        Random random = new Random(seed);
        Plant plant = new Plant();
        long[] times = new long[4];
        String[] tags = {"barrier", "temperature", "speed", "code"};
        for (int i = 0; i < 3000; i++) {
            int tag = random.nextInt(4);
            // mostly minutes, now and then hours; on whole seconds, so that some share one time
            times[tag] += (1 + random.nextInt(random.nextInt(300) == 0 ? 20_000 : 600)) * SECOND;
            Value value =
                    switch (tag) {
                        case 0 -> Value.of(random.nextBoolean());
                        case 1 -> Value.of(random.nextInt(1000) / 8.0);
                        case 2 -> Value.of(random.nextInt(130));
                        default -> Value.of(random.nextInt(5));
                    };
            plant.record("_historian/" + tags[tag], BEGIN + times[tag], value, random.nextInt(55) * SECOND);
        }
        plant.live(definition);

        long from = BEGIN + (long) (random.nextDouble() * 0.8 * (plant.end() - BEGIN));
        long to = from + HOUR + (long) (random.nextDouble() * 3 * DAY);
        Plant.Result all = plant.recompute(definition, BEGIN, BEGIN + 100 * DAY);
        Plant.Result part = plant.recompute(definition, from, to);

        assertThat(said(all.differences())).as(name + " from the beginning").isEmpty();
        assertThat(said(part.differences())).as(name + " in part").isEmpty();
        assertThat(all.tally().equal()).isGreaterThan(100);
        assertThat(all.tally().equal() + all.tally().open())
                .as("everything that is stored was compared")
                .isGreaterThanOrEqualTo(part.tally().equal());
    }
}
