package io.millrace.historian.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberRangesTest {

    private final NumberRanges ranges = new NumberRanges();

    private void add(long... numbers) {
        for (long number : numbers) {
            ranges.add(number);
        }
    }

    @Test
    void nothingIsNoRange() {
        assertThat(ranges.size()).isZero();
        assertThat(ranges.multirange()).isEqualTo("{}");
    }

    @Test
    void numbersInOrderAreOneRange() {
        add(1, 2, 3, 4);

        assertThat(ranges.size()).isEqualTo(1);
        assertThat(ranges.multirange()).isEqualTo("{[1,5)}");
    }

    @Test
    void holesStayAndCloseWhenTheirNumbersCome() {
        add(1, 2, 5, 6, 9);
        assertThat(ranges.multirange()).isEqualTo("{[1,3),[5,7),[9,10)}");

        add(8, 3, 4);
        assertThat(ranges.multirange()).isEqualTo("{[1,7),[8,10)}");

        add(7, 7, 1);
        assertThat(ranges.multirange()).isEqualTo("{[1,10)}");
        assertThat(ranges.size()).isEqualTo(1);
    }

    @Test
    void theLargestNumbersFit() {
        add(Long.MAX_VALUE - 1, 1);

        assertThat(ranges.multirange()).isEqualTo("{[1,2),[" + (Long.MAX_VALUE - 1) + "," + Long.MAX_VALUE + ")}");
    }

    @Test
    void anyOrderGivesTheSameAsASet() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            NumberRanges some = new NumberRanges();
            TreeSet<Long> set = new TreeSet<>();
            int span = 1 + random.nextInt(60);
            for (int i = 0; i < random.nextInt(120); i++) {
                long number = 1 + random.nextInt(span);
                // runs, as connections send them
                for (int run = random.nextInt(4); run >= 0; run--) {
                    some.add(number + run % 2);
                    set.add(number + run % 2);
                }
                if (random.nextInt(10) == 0) {
                    assertThat(some.multirange()).isEqualTo(multirange(set));
                }
            }
            assertThat(some.multirange()).isEqualTo(multirange(set));
        }
    }

    private static String multirange(TreeSet<Long> set) {
        StringBuilder text = new StringBuilder("{");
        for (long from : set) {
            if (!set.contains(from - 1)) {
                long to = from;
                while (set.contains(to)) {
                    to++;
                }
                text.append(text.length() > 1 ? "," : "").append("[" + from + "," + to + ")");
            }
        }
        return text.append("}").toString();
    }
}
