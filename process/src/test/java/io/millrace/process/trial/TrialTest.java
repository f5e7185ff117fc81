package io.millrace.process.trial;

import static io.millrace.process.trial.Alarms.SECOND;
import static io.millrace.process.trial.Alarms.SIX;
import static io.millrace.process.trial.Alarms.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Keying;
import io.millrace.process.core.Content;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Taken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A processor in memory, on what a log could have taken. */
class TrialTest {

    private final List<Turn> turns = new ArrayList<>();
    private final Trial trial = new Trial(Alarms.definition(), Area.EVERYWHERE, turns::add);

    private void take(Said said, long logSeconds) {
        trial.take(said, SIX + logSeconds * SECOND);
    }

    private void finish(long logSeconds) {
        trial.finish(SIX + logSeconds * SECOND);
    }

    /** Seconds after six, what came, and what was said. */
    private List<String> lines() {
        return turns.stream()
                .map(turn -> (turn.timeMicros() - SIX) / SECOND + " "
                        + (turn.input() == null ? "" : value(turn.input().content()) + " " + turn.fate())
                        + turn.outputs().stream().map(TrialTest::said).collect(Collectors.joining()))
                .toList();
    }

    private static String said(Emission emission) {
        return " -> " + emission.output().topic().tag() + " "
                + value(emission.output().content()) + (emission.revision() > 0 ? "!" : "");
    }

    private static String value(Content content) {
        if (content instanceof Content.Measured measured) {
            return measured.value() instanceof Value.Whole whole ? "" + whole.value() : "yes";
        }
        return "nothing";
    }

    @Test
    void whatFollowsFromSilenceStandsWhereItBecameTrue() {
        take(made("a", 0, 1), 0);
        take(made("b", 9, 5), 9);
        // known at 12 s only, when everything before 10 s has surely come
        take(made("b", 11, 5), 11);
        take(made("b", 13, 5), 13);
        finish(14);

        assertThat(lines())
                .containsExactly(
                        "0 1 IN_ORDER -> sum 1",
                        "9 5 IN_ORDER -> sum 5",
                        "10  -> quiet yes",
                        "11 5 IN_ORDER -> sum 10",
                        "13 5 IN_ORDER -> sum 15");
        assertThat(trial.totals().instances()).isEqualTo(2);
    }

    @Test
    void whatComesLateStandsBehindWhatItCorrects() {
        take(made("a", 0, 1), 0);
        take(made("a", 4, 1), 4);
        take(made("a", 2, 10), 5);
        finish(30);

        assertThat(lines())
                .containsExactly(
                        "0 1 IN_ORDER -> sum 1",
                        "4 1 IN_ORDER -> sum 2",
                        "2 10 LATE -> sum 11 -> sum 12!",
                        "14  -> quiet yes");
        assertThat(trial.totals()).isEqualTo(new Totals(3, 5, 1, 1, 0, 0, 0, 0, 1, SIX, SIX + 4 * SECOND));
    }

    @Test
    void whatCannotBeUsedIsToldAndTheRestGoesOn() {
        take(made("a", 0, -1), 0);
        take(made("a", 1, 13), 1);
        take(made("a", 2, 2), 2);
        take(made("a", 2, 2), 2);
        finish(3);

        assertThat(turns.get(0).refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.problem().message()).isEqualTo("No piece is negative."));
        assertThat(turns.get(1).refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.problem().message()).contains("a fault of the rule"));
        assertThat(turns.get(2).outputs()).hasSize(1);
        assertThat(turns.get(3).fate()).isEqualTo(Taken.Fate.DUPLICATE);
        assertThat(trial.totals().refused()).isEqualTo(2);
        assertThat(trial.totals().duplicates()).isEqualTo(1);
    }

    @Test
    void whatComesAfterEverythingWasSettledIsTooLate() {
        for (int second = 0; second < 200; second++) {
            take(made("a", second, 1), second);
        }
        Said again = made("a", 50, 7);
        take(new Said(again.topic(), again.timestampMicros(), again.id(), 1, again.content()), 200);
        finish(201);

        assertThat(trial.totals().tooLate()).isEqualTo(1);
        assertThat(trial.totals().outputs()).isEqualTo(200);
    }

    @Test
    void onlyTheAreaIsTried() {
        Trial ofB = new Trial(Alarms.definition(), Area.of(Alarms.definition(), "cells/b", "plant"), turns::add);
        ofB.take(made("a", 0, 1), SIX);
        ofB.take(made("b", 0, 1), SIX);
        ofB.take(made("bc", 0, 1), SIX);
        ofB.finish(SIX + SECOND);

        assertThat(turns).extracting(Turn::instance).containsExactly("plant/cells/b");
        assertThatThrownBy(() -> Area.of(Alarms.definition(), "kilns", "plant"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("works at plant/cells/+, and 'plant/kilns' is not there");
        assertThat(Area.of(Alarms.definition(), "cells", "plant").holds("plant/cells/b"))
                .isTrue();
        assertThat(Area.of(Alarms.definition(), "plant/cells/b", "plant")).isEqualTo(new Area("plant/cells/b"));
    }

    @Test
    void inputsWithoutAKeyAreCountedAndThoseWithAnUnreadableOneRefused() {
        Definition byKey = Alarms.definition("plant/cells/+", new Keying.ByKey(Map.of("made", input -> {
            long number = input.usable() instanceof Value.Whole whole ? whole.value() : 0;
            if (number < 0) {
                throw io.millrace.model.Problem.of("key-unreadable", "No order is negative.")
                        .asException();
            }
            return number == 0 ? java.util.Optional.empty() : java.util.Optional.of("order-" + number);
        })));
        Trial keyed = new Trial(byKey, Area.EVERYWHERE, turns::add);
        keyed.take(made("a", 0, 7), SIX);
        keyed.take(made("b", 1, 7), SIX + SECOND);
        keyed.take(made("a", 2, 0), SIX + 2 * SECOND);
        keyed.take(made("a", 3, -1), SIX + 3 * SECOND);
        keyed.finish(SIX + 4 * SECOND);

        assertThat(turns).extracting(Turn::instance).containsExactly("order-7", "order-7", "");
        assertThat(keyed.totals().withoutKey()).isEqualTo(1);
        assertThat(keyed.totals().refused()).isEqualTo(1);
    }

    @Test
    void whateverTheOrderOfArrivalTheSameIsTrueInTheEnd() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<Said> inputs = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                inputs.add(made("ab".substring(random.nextInt(2)).substring(0, 1), random.nextInt(50), i));
            }
            List<Said> once = inputs.stream()
                    .collect(Collectors.toMap(Said::identity, said -> said, (one, other) -> one))
                    .values()
                    .stream()
                    .sorted((one, other) -> one.identity().compareTo(other.identity()))
                    .collect(Collectors.toCollection(ArrayList::new));
            Map<Object, Content> inOrder = truth(once);
            Collections.shuffle(once, random);

            assertThat(truth(once)).as("seed %d", seed).isEqualTo(inOrder);
        }
    }

    private static Map<Object, Content> truth(List<Said> inputs) {
        Map<Object, Content> truth = new HashMap<>();
        Trial trial = new Trial(
                Alarms.definition(), Area.EVERYWHERE, turn -> turn.outputs().forEach(emission -> {
                    if (emission.output().content() instanceof Content.Retracted) {
                        truth.remove(emission.output().identity());
                    } else {
                        truth.put(
                                emission.output().identity(), emission.output().content());
                    }
                }));
        long log = Long.MIN_VALUE;
        for (Said said : inputs) {
            log = Math.max(log, said.identity().timestampMicros());
            trial.take(said, log);
        }
        trial.finish(SIX + 100 * SECOND);
        return truth;
    }
}
