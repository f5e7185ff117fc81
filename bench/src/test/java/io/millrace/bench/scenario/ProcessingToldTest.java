package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.stream.Job;
import org.junit.jupiter.api.Test;

class ProcessingToldTest {

    private static final long BEGIN = 1_700_000_000_000_000L;

    @Test
    void aCounterTellsTwoOutputsForEachInputAndAllPieces() {
        // 2 machines, 7 inputs: messages 0 0 1 1 2 2 3, which are 1 1 2 2 3 3 1 pieces
        assertThat(ProcessingTold.expected(Job.COUNTER, 2, 7, BEGIN, 10)).isEqualTo(new ProcessingTold(14, 13, 13, 0));
    }

    @Test
    void aStateIsToldTwiceAtEachChange() {
        // 2 machines, 22 inputs: each machine has 11, and changes at its first and eleventh
        assertThat(ProcessingTold.expected(Job.STATE, 2, 22, BEGIN, 10)).isEqualTo(new ProcessingTold(8, 0, 0, 0));
    }

    @Test
    void aWindowIsToldForEachSecondInWhichAMachineSaidSomething() {
        // 2 machines, 25 inputs at 10 a second: seconds 0, 1 and 2 for both
        assertThat(ProcessingTold.expected(Job.WINDOW, 2, 25, BEGIN, 10)).isEqualTo(new ProcessingTold(6, 25, 0, 0));
    }
}
