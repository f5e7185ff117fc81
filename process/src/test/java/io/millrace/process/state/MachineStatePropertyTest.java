package io.millrace.process.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.MachineState;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Step;
import io.millrace.process.core.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random machines for some minutes: signals that come and go stale, pieces, reasons and people who know better. */
class MachineStatePropertyTest {

    private static final int SECONDS = 400;
    private static final int STALE_AFTER = 35;
    private static final int STOPPED_AFTER = 12;
    private static final int MICROSTOP = 20;
    private static final int SEEDS = 200;
    private static final int HORIZON_SEEDS = 60;

    private static MachineStateOptions options() {
        return new MachineStateOptions(
                List.of(
                        new StateRule("_historian/fault", "true", null, null, null, MachineState.FAULT, "drive"),
                        new StateRule("_historian/speed", null, null, 0.0, null, MachineState.RUNNING, "")),
                new MachineStateOptions.Word(
                        "_historian/word",
                        MachineStateOptions.Standard.OWN,
                        null,
                        Map.of("1", MachineState.CHANGEOVER, "2", MachineState.BLOCKED),
                        Map.of()),
                new MachineStateOptions.Pieces("_historian/total", Duration.ofSeconds(STOPPED_AFTER)),
                null,
                new MachineStateOptions.Reason("_historian/why", Map.of()),
                Duration.ofSeconds(STALE_AFTER),
                Duration.ofSeconds(MICROSTOP),
                Duration.ofDays(2),
                "state",
                null);
    }

    /** One input for each second and topic at most, in the order of their identities. */
    private static List<Input> inputs(Random random) {
        List<Input> inputs = new ArrayList<>();
        boolean withSpeed = random.nextBoolean();
        boolean withWord = random.nextBoolean();
        long total = 0;
        for (int second = 0; second < SECONDS; second++) {
            if (random.nextInt(60) == 0) {
                inputs.add(Bench.input(second, "_historian/fault", content(random, Value.of(random.nextBoolean()))));
            }
            if (withSpeed && random.nextInt(25) == 0) {
                inputs.add(
                        Bench.input(second, "_historian/speed", content(random, Value.of((long) random.nextInt(2)))));
            }
            if (withWord && random.nextInt(30) == 0) {
                inputs.add(Bench.input(second, "_historian/word", content(random, Value.of((long) random.nextInt(4)))));
            }
            if (random.nextInt(1 + second / 40 % 4 * 6) == 0 && random.nextInt(3) == 0) {
                total += random.nextInt(2);
                inputs.add(Bench.input(second, "_historian/total", content(random, Value.of(total))));
            }
            if (random.nextInt(40) == 0) {
                inputs.add(Bench.input(
                        second, "_historian/why", Content.of(Value.of((long) Math.max(0, random.nextInt(5) - 1)))));
            }
            if (random.nextInt(45) == 0) {
                inputs.add(Bench.input(second, "_analytics/state/overwrite", overwrite(random, second)));
            }
        }
        inputs.sort(Comparator.comparing(Input::identity));
        return inputs;
    }

    private static Content content(Random random, Value value) {
        return random.nextInt(12) == 0 ? new Content.Measured(null, Quality.BAD_NO_COMMUNICATION) : Content.of(value);
    }

    private static Content overwrite(Random random, int second) {
        int start = Math.max(0, second - random.nextInt(120));
        @Nullable Long end = random.nextInt(4) == 0 ? null : (long) start + 1 + random.nextInt(90);
        String[] states = {"maintenance", "stopped", "cleaning", "running", "unknown", "fault"};
        String state = "\"state\":\"" + states[random.nextInt(states.length)] + "\"";
        String reason = "\"reason\":\"r" + random.nextInt(3) + "\"";
        return Bench.overwrite(
                start, end, random.nextInt(4) == 0 ? reason : random.nextBoolean() ? state : state + "," + reason);
    }

    @Test
    void whatIsToldIsWhatIsTrueAtEachSecond() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Input> inputs = inputs(new Random(seed));
            Bench bench = new Bench(options());
            inputs.forEach(bench::take);
            bench.pass(SECONDS);

            assertThat(atEachSecond(bench.events()))
                    .as("seed %s", seed)
                    .isEqualTo(new SecondBySecond(SECONDS, STALE_AFTER, STOPPED_AFTER, MICROSTOP).states(inputs));
            bench.events().forEach((time, json) -> assertThat(bench.tags().get(time))
                    .isEqualTo(Signals.text(EventFields.read(json).get("state"))));
        }
    }

    private static List<@Nullable String> atEachSecond(Map<Long, String> events) {
        TreeMap<Long, String> sorted = new TreeMap<>(events);
        List<@Nullable String> states = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            Map.Entry<Long, String> entry = sorted.floorEntry(Bench.micros(second));
            if (entry == null) {
                states.add(null);
            } else {
                Map<String, Value> fields = EventFields.read(entry.getValue());
                states.add(Signals.text(fields.get("state")) + "|" + Signals.text(fields.get("reason")) + "|"
                        + Signals.text(fields.get("microstop")));
            }
        }
        return states;
    }

    @Test
    void timeMayPassInStepsOfAnySize() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Input> inputs = inputs(random);
            MachineStateProcessor processor = Bench.processor(options());
            StateMemory atOnce = processor.begin();
            StateMemory inSteps = processor.begin();
            for (Input input : inputs) {
                Step<StateMemory> one = processor.advance(atOnce, input.timestampMicros());
                List<Output> outputs = new ArrayList<>();
                long next = processor.nextTime(inSteps);
                if (next > input.timestampMicros()) {
                    assertThat(one.outputs()).as("before nextTime").isEmpty();
                }
                for (int i = random.nextInt(4); i >= 0; i--) {
                    long to =
                            i == 0 ? input.timestampMicros() : input.timestampMicros() - random.nextInt(40) * 500_000L;
                    Step<StateMemory> some = processor.advance(inSteps, to);
                    outputs.addAll(some.outputs());
                    inSteps = some.state();
                }
                assertThat(outputs).isEqualTo(one.outputs());
                assertThat(inSteps).isEqualTo(one.state());
                atOnce = processor.apply(one.state(), input).state();
                inSteps = processor.apply(inSteps, input).state();
            }
        }
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        for (int seed = 0; seed < HORIZON_SEEDS; seed++) {
            Random random = new Random(seed);
            List<Input> inputs = inputs(random);
            List<Input> shuffled = new ArrayList<>(inputs);
            for (int i = 0; i + 8 < shuffled.size(); i += 1 + random.nextInt(8)) {
                Collections.shuffle(shuffled.subList(i, i + 8), random);
            }
            assertThat(told(shuffled)).as("seed %s", seed).isEqualTo(told(inputs));
        }
    }

    private static Map<Identity, Content> told(List<Input> arriving) {
        MachineStateProcessor processor = Bench.processor(options());
        Horizon<StateMemory> horizon = new Horizon<>(
                processor, Duration.ofHours(1).toNanos() / 1000, 10_000, Head.begin(processor), List.of());
        Told told = new Told();
        for (Input input : arriving) {
            told.hear(horizon.take(input, input.timestampMicros()).emissions());
        }
        told.hear(horizon.advance(Bench.micros(SECONDS)));
        return told.truth();
    }
}
