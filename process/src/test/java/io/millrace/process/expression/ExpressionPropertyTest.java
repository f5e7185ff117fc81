package io.millrace.process.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Input;
import io.millrace.process.expression.Rig.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order of arrival, the pauses and the restarts: in the end the same is true. */
class ExpressionPropertyTest {

    private static List<Options> rules() {
        return List.of(
                Options.of("a - b", "a", "b"),
                Options.of("previous + a * elapsed + b", "a", "b").first("0"),
                Options.of("a > b ? a - a_previous : null", "a", "b").stale(Duration.ofSeconds(4)),
                Options.of("a / b", "a", "b").stale(Duration.ofSeconds(7)),
                Options.of("a / b + c", "a", "b", "c").all(Duration.ofSeconds(1)),
                Options.of("a * 2", "a"));
    }

    private static List<Input> inputs(Random random, Options options) {
        List<String> names = List.copyOf(options.build().inputs().keySet());
        List<Input> inputs = new ArrayList<>();
        for (int second = 1; second <= 40; second++) {
            for (String name : names) {
                int dice = random.nextInt(10);
                if (dice < 6) {
                    inputs.add(Rig.input(name, second, Content.of(Value.of((double) random.nextInt(4)))));
                } else if (dice == 6) {
                    inputs.add(Rig.input(name, second, Rig.bad(Quality.BAD_TIMEOUT)));
                }
            }
        }
        return inputs;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theOrderOfArrivalDoesNotMatter(long seed) {
        for (Options options : rules()) {
            Random random = new Random(seed);
            List<Input> inputs = inputs(random, options);
            Rig inOrder = new Rig(options);
            inputs.forEach(inOrder::take);
            inOrder.passTo(100);

            List<Input> shuffled = new ArrayList<>(inputs);
            Collections.shuffle(shuffled, random);
            Rig late = new Rig(options);
            shuffled.forEach(late::take);
            late.passTo(100);

            assertThat(late.told.truth()).isEqualTo(inOrder.told.truth());
            assertThat(inOrder.told.truth()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void timeThatPassesInBetweenDoesNotMatter(long seed) {
        for (Options options : rules()) {
            Random random = new Random(seed);
            List<Input> inputs = inputs(random, options);
            Rig plain = new Rig(options);
            inputs.forEach(plain::take);
            plain.passTo(100);

            Rig slow = new Rig(options);
            for (Input input : inputs) {
                slow.passTo(input.timestampMicros() / Rig.SECOND - random.nextInt(3) * 0.3);
                slow.take(input);
            }
            slow.passTo(50);
            slow.passTo(100);

            assertThat(slow.told.truth()).isEqualTo(plain.told.truth());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void aStateSurvivesAsBytes(long seed) throws IOException {
        for (Options options : rules()) {
            List<Input> inputs = inputs(new Random(seed), options);
            Rig rig = new Rig(options);
            var processor = rig.processor;
            ExpressionState state = processor.begin();
            var horizon = new Horizon<>(processor, 0, 1, Head.begin(processor), List.of());
            for (Input input : inputs) {
                horizon.take(input, input.timestampMicros());
                state = horizon.head().settled();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                processor.codec().write(state, new DataOutputStream(bytes));
                var read = processor.codec().read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
                assertThat(read).isEqualTo(state);
            }
        }
    }
}
