package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFact.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LossesTest {

    private final FakeTime time = new FakeTime();
    private final Losses losses = new Losses("liege/hub-1", time.time());

    @Test
    void whatHappensAgainAndAgainBecomesOneFactWithItsSpan() {
        shed("mqtt:a", "t", 1, 300);
        shed("mqtt:a", "t", 2, 100);
        shed("mqtt:a", "t", 3, 200);

        assertThat(losses.take(false)).singleElement().satisfies(fact -> {
            assertThat(fact.kind()).isEqualTo(Kind.SHED);
            assertThat(fact.source()).isEqualTo("mqtt:a");
            assertThat(fact.topic()).isEqualTo("t");
            assertThat(fact.reason()).isEqualTo("log-unavailable");
            assertThat(fact.count()).isEqualTo(6);
            assertThat(fact.fromMicros()).isEqualTo(100);
            assertThat(fact.toMicros()).isEqualTo(300);
            assertThat(fact.id()).isEqualTo("liege/hub-1/" + Time.micros(FakeTime.START) + "/1");
        });
        assertThat(losses.take(true)).isEmpty();
    }

    @Test
    void sourcesTopicsKindsAndReasonsAreToldApart() {
        shed("mqtt:a", "t", 1, 0);
        shed("mqtt:b", "t", 1, 0);
        shed("mqtt:a", "u", 1, 0);
        losses.note(Kind.LOST, "mqtt:a", "t", "log-unavailable", 1, 0, 0, "Lost.");
        losses.note(Kind.SHED, "mqtt:a", "t", "other", 1, 0, 0, "Shed.");

        List<LedgerFact> facts = losses.take(false);

        assertThat(facts).hasSize(5);
        assertThat(facts).extracting(LedgerFact::id).doesNotHaveDuplicates();
    }

    @Test
    void theNextFactBeginsItsOwnSpan() {
        shed("mqtt:a", "t", 1, 100);
        losses.take(false);
        shed("mqtt:a", "t", 1, 900);

        assertThat(losses.take(false)).singleElement().satisfies(fact -> {
            assertThat(fact.fromMicros()).isEqualTo(900);
            assertThat(fact.count()).isEqualTo(1);
            assertThat(fact.id()).endsWith("/2");
        });
    }

    @Test
    void whatIsMissedForDaysIsToldAtOnceAndThenOnceAMinute() {
        int facts = 0;
        long count = 0;
        for (int second = 0; second < 600; second += 5) {
            losses.note(Kind.LOST, "plc", null, "missed-polls", 7, second, second, "Left out.");
            List<LedgerFact> taken = losses.take(false);
            assertThat(taken).hasSize(second % 60 == 0 ? 1 : 0);
            facts += taken.size();
            count += taken.stream().mapToLong(LedgerFact::count).sum();
            time.advance(Duration.ofSeconds(5));
        }
        count += losses.take(true).stream().mapToLong(LedgerFact::count).sum();

        assertThat(facts).isEqualTo(10);
        assertThat(count).as("nothing is forgotten").isEqualTo(120 * 7);
    }

    @Test
    void itIsBoundedWhateverClientsCallThemselvesAndNothingGoesUncounted() {
        Losses small = new Losses("hub", time.time(), 100, 10);
        for (int i = 0; i < 10_000; i++) {
            small.note(Kind.SHED, "mqtt:client-" + i % 200, "topic-" + i, "log-unavailable", 1, 0, 0, "Shed.");
        }
        small.note(Kind.LOST, "plc-7", null, "missed-polls", 1, 0, 0, "Left out.");

        assertThat(small.size()).isLessThanOrEqualTo(112);
        List<LedgerFact> facts = small.take(true);
        assertThat(facts.stream().mapToLong(LedgerFact::count).sum()).isEqualTo(10_001);
        assertThat(facts).anySatisfy(fact -> assertThat(fact.source()).isEqualTo("mqtt:others"));
        assertThat(facts).as("a connection keeps its name").anySatisfy(fact -> assertThat(fact.source())
                .isEqualTo("plc-7"));
    }

    @Test
    void namesAreBoundedToo() {
        shed("mqtt:" + "x".repeat(60_000), "y".repeat(60_000), 1, 0);

        assertThat(losses.take(false)).singleElement().satisfies(fact -> {
            assertThat(fact.source()).isEqualTo("mqtt:others");
            assertThat(fact.topic()).isNull();
        });
    }

    @Test
    void whatIsOverIsForgotten() {
        for (int i = 0; i < 1000; i++) {
            shed("mqtt:a", "t" + i, 1, 0);
        }
        losses.take(false);
        losses.take(false);

        assertThat(losses.size()).isZero();
    }

    @Test
    void aClockPutBackAndACountOfNothingDoNoHarm() {
        losses.note(Kind.LOST, "plc", null, "missed-intervals", 0, 0, 0, "None.");
        losses.note(Kind.LOST, "plc", null, "missed-intervals", 2, 500, 400, "Some.");

        assertThat(losses.take(false)).singleElement().satisfies(fact -> {
            assertThat(fact.fromMicros()).isEqualTo(400);
            assertThat(fact.toMicros()).isEqualTo(400);
        });
    }

    @Test
    void anotherStartMakesOtherIdentities() {
        Set<String> ids = new HashSet<>();
        for (int start = 0; start < 3; start++) {
            Losses life = new Losses("hub", time.time());
            life.note(Kind.SHED, "mqtt:a", "t", "log-unavailable", 1, 0, 0, "Shed.");
            life.take(true).forEach(fact -> ids.add(fact.id()));
            time.advance(Duration.ofMillis(1));
        }
        assertThat(ids).hasSize(3);
    }

    private void shed(String source, String topic, long count, long at) {
        losses.note(Kind.SHED, source, topic, "log-unavailable", count, at, at, "Shed.");
    }
}
