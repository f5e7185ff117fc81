package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeekPlanTest {

    @Test
    void whoWasNeverHereBeginsAtTheOldestRecord() {
        assertThat(SeekPlan.decide(null, 17, 90)).isEqualTo(new SeekPlan.Resume(17));
    }

    @Test
    void whoWasHereGoesOnThereEvenAtTheVeryEnds() {
        assertThat(SeekPlan.decide(40L, 17, 90)).isEqualTo(new SeekPlan.Resume(40));
        assertThat(SeekPlan.decide(17L, 17, 90)).isEqualTo(new SeekPlan.Resume(17));
        assertThat(SeekPlan.decide(90L, 17, 90)).isEqualTo(new SeekPlan.Resume(90));
        assertThat(SeekPlan.decide(0L, 0, 0)).isEqualTo(new SeekPlan.Resume(0));
    }

    @Test
    void recordsThatRetentionDroppedAreCounted() {
        assertThat(SeekPlan.decide(10L, 17, 90)).isEqualTo(new SeekPlan.Gap(17, 7));
    }

    @Test
    void aPlaceBeyondTheEndReadsWhatThereIs() {
        assertThat(SeekPlan.decide(91L, 17, 90)).isEqualTo(new SeekPlan.BeyondEnd(17, 91, 90));
    }
}
