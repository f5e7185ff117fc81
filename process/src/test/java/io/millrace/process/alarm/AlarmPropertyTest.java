package io.millrace.process.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Value;
import io.millrace.process.core.Content;
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
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random alarms for some minutes: values that come and go, delays, people who acknowledge, shelve and suppress. */
class AlarmPropertyTest {

    private static final int SECONDS = 400;
    private static final int SEEDS = 300;
    private static final String STATE = "_historian/state";

    private static Rig rig(Random random) {
        int kind = random.nextInt(5);
        Rig.Written written = Rig.alarm();
        switch (kind) {
            case 0 -> written.high(50, 10);
            case 1 -> written.low(50, 10);
            case 2 -> written.rate(60.0, 60.0, 20);
            case 3 -> written.silentFor(15);
            default -> written.when(Map.of("value", Rig.INPUT), "value > 50.0");
        }
        written.delays(random.nextInt(3) * 4, random.nextInt(3) * 4);
        if (random.nextBoolean()) {
            written.latching();
        }
        if (random.nextInt(4) == 0) {
            written.withoutAcknowledgement();
        }
        if (random.nextInt(4) == 0) {
            written.badRaises();
        }
        if (random.nextBoolean()) {
            written.suppressedBy(STATE, "stopped");
        }
        return written.rig();
    }

    /** One input for each second and topic at most, in the order of their identities. */
    private static List<Input> inputs(Rig rig, Random random) {
        List<Input> inputs = new ArrayList<>();
        boolean suppressed = rig.processor().begin().heard().size() > 1;
        for (int second = 0; second < SECONDS; second++) {
            if (random.nextInt(5) == 0) {
                Content value = random.nextInt(12) == 0 ? Rig.bad() : Rig.value((double) random.nextInt(100));
                inputs.add(rig.input(second, Rig.INPUT, value));
            }
            if (suppressed && random.nextInt(30) == 0) {
                inputs.add(rig.input(second, STATE, Rig.value(random.nextBoolean() ? "stopped" : "running")));
            }
            if (random.nextInt(10) == 0) {
                String[] words = {"acknowledge", "reset", "unshelve", "suppress", "unsuppress", "in-service"};
                String word = words[random.nextInt(words.length)];
                inputs.add(rig.input(second, "_analytics/alarm/" + word, Rig.action("")));
            }
            if (random.nextInt(40) == 0) {
                inputs.add(rig.input(second, "_analytics/alarm/shelve", Rig.shelving(second + 1 + random.nextInt(40))));
            }
            if (random.nextInt(60) == 0) {
                inputs.add(rig.input(second, "_analytics/alarm/out-of-service", Rig.action("")));
            }
        }
        inputs.sort(Comparator.comparing(Input::identity));
        return inputs;
    }

    @Test
    void timeMayPassInStepsOfAnySize() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Rig rig = rig(random);
            AlarmProcessor processor = rig.processor();
            AlarmMemory atOnce = processor.begin();
            AlarmMemory inSteps = processor.begin();
            for (Input input : inputs(rig, random)) {
                Step<AlarmMemory> one = processor.advance(atOnce, input.timestampMicros());
                List<Output> outputs = new ArrayList<>();
                long next = processor.nextTime(inSteps);
                if (next > input.timestampMicros()) {
                    assertThat(one.outputs()).as("before nextTime").isEmpty();
                }
                for (int i = random.nextInt(4); i >= 0; i--) {
                    long to =
                            i == 0 ? input.timestampMicros() : input.timestampMicros() - random.nextInt(40) * 500_000L;
                    Step<AlarmMemory> some = processor.advance(inSteps, to);
                    outputs.addAll(some.outputs());
                    inSteps = some.state();
                }
                assertThat(outputs).as("seed %s", seed).isEqualTo(one.outputs());
                assertThat(inSteps).as("seed %s", seed).isEqualTo(one.state());
                atOnce = processor.apply(one.state(), input).state();
                inSteps = processor.apply(inSteps, input).state();
            }
        }
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Rig rig = rig(random);
            List<Input> inputs = inputs(rig, random);
            List<Input> shuffled = new ArrayList<>(inputs);
            for (int i = 0; i + 8 < shuffled.size(); i += 1 + random.nextInt(8)) {
                Collections.shuffle(shuffled.subList(i, i + 8), random);
            }
            Map<Identity, Content> inOrder = told(rig, inputs, random, 0);
            Map<Identity, Content> outOfOrder = told(rig, shuffled, random, 20);
            assertThat(differences(outOfOrder, inOrder)).as("seed %s", seed).isEmpty();
        }
    }

    /** Few words about few things: the whole of both would be pages. */
    private static List<String> differences(Map<Identity, Content> one, Map<Identity, Content> other) {
        Set<Identity> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        return all.stream()
                .filter(identity -> !Objects.equals(one.get(identity), other.get(identity)))
                .limit(5)
                .map(identity -> identity + ": " + one.get(identity) + " instead of " + other.get(identity))
                .toList();
    }

    /** @param looks how often time is let pass too early, on average once in so many inputs; 0 for never */
    private static Map<Identity, Content> told(Rig rig, List<Input> arriving, Random random, int looks) {
        AlarmProcessor processor = rig.processor();
        Horizon<AlarmMemory> horizon = new Horizon<>(
                processor, Duration.ofHours(1).toNanos() / 1000, 10_000, Head.begin(processor), List.of());
        Told told = new Told();
        for (Input input : arriving) {
            told.hear(horizon.take(input, input.timestampMicros()).emissions());
            if (looks > 0 && random.nextInt(looks) == 0) {
                told.hear(horizon.advance(Math.min(Rig.micros(SECONDS), input.timestampMicros() + 5_000_000)));
            }
        }
        told.hear(horizon.advance(Rig.micros(SECONDS)));
        return told.truth();
    }

    /** Every way through the diagram that ISA-18.2 and IEC 62682 do not have would show here. */
    @Test
    void everyTransitionIsOneOfTheDiagram() {
        Map<String, String> allowed = Map.of(
                "raised", "BC",
                "cleared", "ADEFGHI",
                "acknowledged", "ACFGHI",
                "reset", "AGHI",
                "shelved", "GHI",
                "unshelved", "ABCDEFHI",
                "suppressed", "HI",
                "unsuppressed", "ABCDEFGI",
                "out-of-service", "I",
                "in-service", "ABCDEFGH");
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Rig rig = rig(random);
            inputs(rig, random).forEach(rig::take);
            rig.pass(SECONDS);
            String occurrence = "";
            boolean on = false;
            for (Output output : rig.outputs()) {
                if (!output.topic().path().equals(Rig.EVENTS)) {
                    continue;
                }
                Map<String, Value> fields = Rig.fields(output.content());
                String transition = Texts.of(fields.get("transition"));
                assertThat(allowed.get(transition))
                        .as("seed %s: %s", seed, fields)
                        .contains(Texts.of(fields.get("letter")));
                if (transition.equals("raised")) {
                    assertThat(on).as("seed %s: raised twice", seed).isFalse();
                    occurrence = Texts.of(fields.get("occurrence"));
                    on = true;
                } else if (transition.equals("cleared")) {
                    assertThat(on).as("seed %s: cleared twice", seed).isTrue();
                    on = false;
                }
                if (fields.containsKey("occurrence")) {
                    assertThat(Texts.of(fields.get("occurrence"))).isEqualTo(occurrence);
                }
            }
        }
    }
}
