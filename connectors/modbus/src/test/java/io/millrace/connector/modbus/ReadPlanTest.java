package io.millrace.connector.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReadPlanTest {

    private static final ModbusTable HOLDING = ModbusTable.HOLDING_REGISTER;

    @Test
    void neighboursShareARequest() {
        assertThat(plan(limits(125, 0), span(0, 10, 2), span(1, 12, 1), span(2, 13, 4)))
                .containsExactly("HOLDING_REGISTER 10+7");
    }

    @Test
    void aSmallGapIsReadAlongAndALargeOneIsNot() {
        assertThat(plan(limits(125, 5), span(0, 0, 1), span(1, 6, 1))).containsExactly("HOLDING_REGISTER 0+7");
        assertThat(plan(limits(125, 5), span(0, 0, 1), span(1, 7, 1)))
                .containsExactly("HOLDING_REGISTER 0+1", "HOLDING_REGISTER 7+1");
    }

    @Test
    void aRequestKeepsToTheLimitAndNoValueIsTorn() {
        assertThat(plan(limits(4, 0), span(0, 0, 2), span(1, 2, 1), span(2, 3, 2)))
                .containsExactly("HOLDING_REGISTER 0+3", "HOLDING_REGISTER 3+2");
    }

    @Test
    void theSamePlaceAskedForTwiceAndOverlapsAreReadOnce() {
        assertThat(plan(limits(125, 0), span(0, 5, 2), span(1, 5, 2), span(2, 6, 1), span(3, 4, 2)))
                .containsExactly("HOLDING_REGISTER 4+3");
    }

    @Test
    void tablesAreNeverMixed() {
        assertThat(plan(
                        limits(125, 16),
                        new Span(0, ModbusTable.COIL, 0, 1),
                        new Span(1, ModbusTable.DISCRETE_INPUT, 1, 1),
                        new Span(2, ModbusTable.COIL, 200, 1),
                        span(3, 0, 1)))
                .containsExactly("COIL 0+201", "DISCRETE_INPUT 1+1", "HOLDING_REGISTER 0+1");
    }

    @Test
    void obstaclesAreNotReadOver() {
        ReadPlan.Obstacles atSeven = (table, from, to) -> from > 7 || to <= 7;
        List<ReadRequest> requests = ReadPlan.plan(
                List.of(span(0, 5, 1), span(1, 6, 1), span(2, 8, 1), span(3, 9, 1)), limits(125, 16), atSeven);

        assertThat(requests)
                .extracting(ReadPlanTest::text)
                .containsExactly("HOLDING_REGISTER 5+2", "HOLDING_REGISTER 8+2");
    }

    @Test
    void runsAreWhatHasNoGap() {
        ReadRequest request = ReadPlan.plan(
                        List.of(span(0, 0, 4), span(1, 1, 1), span(2, 4, 1), span(3, 9, 1)),
                        limits(125, 16),
                        ReadPlan.Obstacles.NONE)
                .get(0);

        assertThat(ReadPlan.runs(request)).hasSize(2);
        assertThat(ReadPlan.runs(request).get(0)).extracting(Span::item).containsExactly(0, 1, 2);
    }

    @RepeatedTest(300)
    void everySpanIsServedOnceByFewRequestsWithinTheLimits(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ModbusSettings limits = limits(4 + random.nextInt(122), random.nextInt(30));
        BitSet wall = new BitSet();
        random.ints(random.nextInt(10), 0, 600).forEach(wall::set);
        ReadPlan.Obstacles obstacles = (table, from, to) -> {
            int next = wall.nextSetBit(from);
            return next < 0 || next >= to;
        };
        List<Span> spans = new ArrayList<>();
        for (int item = 0; item < random.nextInt(200); item++) {
            ModbusTable table = ModbusTable.values()[random.nextInt(4)];
            int count = table.isBits() ? 1 : 1 + random.nextInt(4);
            spans.add(new Span(item, table, random.nextInt(600), count));
        }
        Collections.shuffle(spans, random);

        List<ReadRequest> requests = ReadPlan.plan(spans, limits, obstacles);

        assertThat(requests.stream().flatMap(request -> request.spans().stream()))
                .containsExactlyInAnyOrderElementsOf(spans);
        for (ReadRequest request : requests) {
            assertThat(request.count()).isBetween(1, limits.maxCount(request.table()));
            assertThat(request.spans()).allSatisfy(span -> {
                assertThat(span.table()).isEqualTo(request.table());
                assertThat(span.first()).isGreaterThanOrEqualTo(request.first());
                assertThat(span.end()).isLessThanOrEqualTo(request.end());
            });
            assertNoWideGap(request, limits, obstacles);
        }
        for (int i = 1; i < requests.size(); i++) {
            assertNotMergeable(requests.get(i - 1), requests.get(i), limits, obstacles);
        }
    }

    private static void assertNoWideGap(ReadRequest request, ModbusSettings limits, ReadPlan.Obstacles obstacles) {
        List<List<Span>> runs = ReadPlan.runs(request);
        for (int i = 1; i < runs.size(); i++) {
            int end = runs.get(i - 1).stream().mapToInt(Span::end).max().orElseThrow();
            int next = runs.get(i).get(0).first();
            assertThat(next - end).isLessThanOrEqualTo(limits.maxGap(request.table()));
            assertThat(obstacles.mayCross(request.table(), end, next)).isTrue();
        }
    }

    /** Why the second does not go on where the first ends: there is no fewer. */
    private static void assertNotMergeable(
            ReadRequest one, ReadRequest next, ModbusSettings limits, ReadPlan.Obstacles obstacles) {
        Span first = next.spans().get(0);
        boolean reason = one.table() != next.table()
                || first.first() - one.end() > limits.maxGap(one.table())
                || Math.max(one.end(), first.end()) - one.first() > limits.maxCount(one.table())
                || !obstacles.mayCross(one.table(), one.end(), first.first());
        assertThat(reason).as(one + " and " + next).isTrue();
    }

    private static List<String> plan(ModbusSettings limits, Span... spans) {
        return ReadPlan.plan(List.of(spans), limits, ReadPlan.Obstacles.NONE).stream()
                .map(ReadPlanTest::text)
                .toList();
    }

    private static String text(ReadRequest request) {
        return request.table() + " " + request.first() + "+" + request.count();
    }

    private static Span span(int item, int first, int count) {
        return new Span(item, HOLDING, first, count);
    }

    private static ModbusSettings limits(int maxRegisters, int maxGap) {
        return new ModbusSettings(
                "plc",
                502,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                WordOrder.ABCD,
                maxRegisters,
                2000,
                maxGap,
                1,
                ModbusSettings.Connections.PER_UNIT,
                Duration.ZERO,
                Duration.ofSeconds(30));
    }
}
