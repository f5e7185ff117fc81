package io.millrace.app.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DiskLevelTest {

    private static final DiskLimits LIMITS = new DiskLimits(1_000, 400);

    @Test
    void eachLimitIsALevel() {
        assertThat(DiskLevel.after(DiskLevel.AMPLE, 1_000, LIMITS)).isEqualTo(DiskLevel.AMPLE);
        assertThat(DiskLevel.after(DiskLevel.AMPLE, 999, LIMITS)).isEqualTo(DiskLevel.TIGHT);
        assertThat(DiskLevel.after(DiskLevel.AMPLE, 399, LIMITS)).isEqualTo(DiskLevel.SCARCE);
        assertThat(DiskLevel.after(DiskLevel.AMPLE, 199, LIMITS)).isEqualTo(DiskLevel.FULL);
        assertThat(DiskLevel.after(DiskLevel.TIGHT, 0, LIMITS)).isEqualTo(DiskLevel.FULL);
    }

    @Test
    void aLevelIsLeftForABetterOneOnlyWithSomeSlack() {
        assertThat(DiskLevel.after(DiskLevel.TIGHT, 1_050, LIMITS)).isEqualTo(DiskLevel.TIGHT);
        assertThat(DiskLevel.after(DiskLevel.TIGHT, 1_101, LIMITS)).isEqualTo(DiskLevel.AMPLE);
        assertThat(DiskLevel.after(DiskLevel.FULL, 210, LIMITS)).isEqualTo(DiskLevel.FULL);
        assertThat(DiskLevel.after(DiskLevel.FULL, 230, LIMITS)).isEqualTo(DiskLevel.SCARCE);
        assertThat(DiskLevel.after(DiskLevel.FULL, 5_000, LIMITS)).isEqualTo(DiskLevel.AMPLE);
    }

    @Test
    void refusingBeforeShorteningMakesNoSense() {
        assertThatThrownBy(() -> new DiskLimits(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
