package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final AtomicInteger woken = new AtomicInteger();
    private final AtomicInteger wokenLater = new AtomicInteger();
    private final Intake.Waiting someone = woken::incrementAndGet;
    private final Intake.Waiting another = wokenLater::incrementAndGet;

    @Test
    void isFullByMessagesOrByBytes() {
        Intake byMessages = new Intake(2, 1_000);
        assertThat(byMessages.tryEnter(1, someone)).isTrue();
        assertThat(byMessages.tryEnter(1, someone)).isTrue();
        assertThat(byMessages.tryEnter(1, someone)).isFalse();

        Intake byBytes = new Intake(100, 1_000);
        assertThat(byBytes.tryEnter(900, someone)).isTrue();
        assertThat(byBytes.tryEnter(101, someone)).isFalse();
        assertThat(byBytes.bytes()).isEqualTo(900);
    }

    @Test
    void aRecordCostsWhatTheWriterOfTheLogCounts() {
        assertThat(Intake.cost(0)).isEqualTo(1_024);
        assertThat(Intake.cost(1_023)).isEqualTo(1_024);
        assertThat(Intake.cost(1_024)).isEqualTo(2_048);
        assertThat(Intake.cost(10 << 20)).isEqualTo((10 << 20) + 1_024);
    }

    @Test
    void smallOnesAreAllWokenOnceWhenAQuarterIsFree() {
        Intake intake = new Intake(4, 1_000);
        for (int i = 0; i < 4; i++) {
            intake.tryEnter(1, someone);
        }
        intake.tryEnter(1, someone);
        intake.tryEnter(1, another);
        assertThat(woken).hasValue(0);

        intake.leave(1);
        assertThat(woken).hasValue(1);
        assertThat(wokenLater).hasValue(1);
        intake.leave(1);
        assertThat(woken).hasValue(1);
        assertThat(intake.tryEnter(1, someone)).isTrue();
    }

    @Test
    void oneMessageMayBeLargerThanTheBoundAndGoesAlone() {
        Intake intake = new Intake(10, 1_000);
        intake.tryEnter(1, another);
        assertThat(intake.tryEnter(5_000, someone)).isFalse();

        intake.leave(1);

        assertThat(woken).hasValue(1);
        assertThat(intake.tryEnter(5_000, someone)).isTrue();
        assertThat(intake.tryEnter(1, another)).isFalse();
        intake.leave(5_000);
        assertThat(intake.bytes()).isZero();
        assertThat(wokenLater).hasValue(1);
    }

    @Test
    void nobodyOvertakesALargeOne() {
        Intake intake = new Intake(100, 1_000);
        intake.tryEnter(600, another);
        assertThat(intake.tryEnter(500, someone)).isFalse();

        assertThat(intake.tryEnter(1, another)).isFalse();
        assertThat(intake.tryEnter(300, another)).isFalse();
        intake.leave(600);

        assertThat(woken).hasValue(1);
        assertThat(wokenLater).hasValue(0);
        assertThat(intake.tryEnter(300, another)).isFalse();
        assertThat(intake.tryEnter(500, someone)).isTrue();
        assertThat(wokenLater.get()).isPositive();
        assertThat(intake.tryEnter(300, another)).isTrue();
    }

    @Test
    void aLargeOneThatIsForgottenMakesWayForTheNext() {
        Intake intake = new Intake(100, 1_000);
        intake.tryEnter(600, another);
        intake.tryEnter(500, someone);
        intake.tryEnter(1, another);

        intake.forget(someone);

        assertThat(woken).hasValue(0);
        assertThat(wokenLater).hasValue(1);
        assertThat(intake.tryEnter(1, another)).isTrue();
    }

    @Test
    void whoIsForgottenIsNotWoken() {
        Intake intake = new Intake(1, 10);
        intake.tryEnter(1, another);
        intake.tryEnter(1, someone);
        intake.forget(someone);

        intake.leave(1);

        assertThat(woken).hasValue(0);
    }

    @Test
    void nobodyIsLeftWaitingAndTheBoundHoldsWhateverManyThreadsDo() throws Exception {
        Intake intake = new Intake(5, 1_000);
        AtomicInteger tooMuch = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int cost = t == 0 ? 700 : 100 + t;
                Semaphore woken = new Semaphore(0);
                Intake.Waiting me = woken::release;
                all.add(pool.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        while (!intake.tryEnter(cost, me)) {
                            assertThat(woken.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                        }
                        if (intake.messages() > 5 || intake.bytes() > 1_000) {
                            tooMuch.incrementAndGet();
                        }
                        intake.leave(cost);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(tooMuch).hasValue(0);
        assertThat(intake.messages()).isZero();
        assertThat(intake.bytes()).isZero();
    }
}
