package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final AtomicInteger woken = new AtomicInteger();
    private final Intake.Paused someone = woken::incrementAndGet;

    @Test
    void isFullByMessagesOrByBytes() {
        Intake byMessages = new Intake(2, 1_000);
        byMessages.enter(1);
        assertThat(byMessages.full()).isFalse();
        byMessages.enter(1);
        assertThat(byMessages.full()).isTrue();

        Intake byBytes = new Intake(100, 1_000);
        byBytes.enter(1_000);
        assertThat(byBytes.full()).isTrue();
    }

    @Test
    void whoPausesIsWokenOnceWhenAQuarterIsFree() {
        Intake intake = new Intake(4, 1_000);
        for (int i = 0; i < 5; i++) {
            intake.enter(1);
        }
        intake.pause(someone);

        intake.leave(1);
        assertThat(woken).hasValue(0);
        intake.leave(1);
        assertThat(woken).hasValue(1);
        intake.leave(1);
        assertThat(woken).hasValue(1);
    }

    @Test
    void whoPausesWhenThereIsRoomIsWokenAtOnce() {
        new Intake(4, 1_000).pause(someone);

        assertThat(woken).hasValue(1);
    }

    @Test
    void oneMessageMayBeLargerThanTheBound() {
        Intake intake = new Intake(1, 10);
        intake.enter(1_000);
        intake.pause(someone);

        intake.leave(1_000);

        assertThat(woken).hasValue(1);
        assertThat(intake.full()).isFalse();
    }

    @Test
    void whoIsForgottenIsNotWoken() {
        Intake intake = new Intake(1, 10);
        intake.enter(10);
        intake.pause(someone);
        intake.forget(someone);

        intake.leave(10);

        assertThat(woken).hasValue(0);
    }
}
