package io.millrace.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlantTest {

    private static final long START = 1_790_000_000_000L;
    private static final long HOUR = 3_600_000;

    @Test
    void sameSeedAndStartGiveTheSamePlantHoweverTimeIsCut() {
        Plant one = new Plant(7, START);
        Plant other = new Plant(7, START);
        List<PackingEvent> oneEvents = new ArrayList<>();
        List<PackingEvent> otherEvents = new ArrayList<>();

        for (long now = START; now <= START + 300_000; now += 50_000) {
            one.advanceTo(now, oneEvents::add);
        }
        for (long now = START; now <= START + 300_000; now += 137) {
            other.advanceTo(now, otherEvents::add);
        }
        other.advanceTo(START + 300_000, otherEvents::add);

        assertThat(one.reading()).isEqualTo(other.reading());
        assertThat(oneEvents).isEqualTo(otherEvents).isNotEmpty();
    }

    @Test
    void anotherSeedGivesAnotherPlant() {
        Plant one = new Plant(1, START);
        Plant other = new Plant(2, START);

        one.advanceTo(START + 10_000, event -> {});
        other.advanceTo(START + 10_000, event -> {});

        assertThat(one.reading()).isNotEqualTo(other.reading());
    }

    @Test
    void everyValueStaysWhereAnEngineerExpectsIt() {
        for (PlantReading reading : run(new Plant(3, START), 2 * HOUR)) {
            for (KilnReading kiln : reading.kilns()) {
                assertThat(kiln.burnerTemperature()).isBetween(700.0, 1120.0);
                assertThat(kiln.shaft1Temperature()).isBetween(850.0, 1100.0);
                assertThat(kiln.shaft1Pressure()).isBetween(0.0, 400.0);
                assertThat(kiln.shaft2Pressure()).isBetween(0.0, 400.0);
                assertThat(kiln.fuelFlow()).isBetween(-1.0, 1600.0);
                assertThat(kiln.airFlow()).isBetween(-1.0, 16_000.0);
                assertThat(kiln.oxygen().value()).isBetween(0.5, 21.0);
                assertThat(kiln.exhaustTemperature()).isBetween(70.0, 160.0);
                assertThat(kiln.limeOutput()).isBetween(0.0, 16.0);
                assertThat(kiln.energySpecific()).isBetween(3.0, 5.0);
                assertThat(kiln.blowerPower()).isBetween(30.0, 300.0);
            }
            ConveyorReading belt = reading.conveyor();
            assertThat(belt.speed()).isBetween(0.0, 2.0);
            assertThat(belt.load()).isBetween(0.0, 120.0);
            assertThat(belt.motorCurrent()).isBetween(0.0, 60.0);
            for (FeederReading feeder : reading.feeders()) {
                assertThat(feeder.voltage1()).isBetween(220.0, 240.0);
                assertThat(feeder.frequency()).isBetween(49.8, 50.2);
                assertThat(feeder.powerFactor()).isBetween(0.6, 1.0);
                assertThat(feeder.activePower()).isBetween(0.0, 300.0);
            }
        }
    }

    @Test
    void aVisitorSeesAReversalAndAChangeOfShaftWithinAMinute() {
        Set<KilnPhase> phases = new HashSet<>();
        Set<Integer> shafts = new HashSet<>();

        for (PlantReading reading : run(new Plant(1, START), 60_000)) {
            phases.add(reading.kiln(1).phase());
            shafts.add(reading.kiln(1).activeShaft());
        }

        assertThat(phases).contains(KilnPhase.BURNING_SHAFT_1, KilnPhase.TURNING_FLAPS, KilnPhase.BUILDING_PRESSURE);
        assertThat(shafts).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void theBurningShaftCarriesTheHigherPressureAndAReversalReleasesIt() {
        double lowest = 1000;
        for (PlantReading reading : run(new Plant(1, START), HOUR)) {
            KilnReading kiln = reading.kiln(1);
            if (kiln.phase().burns() && kiln.secondsInPhase() > 10) {
                boolean first = kiln.activeShaft() == 1;
                double burning = first ? kiln.shaft1Pressure() : kiln.shaft2Pressure();
                double storing = first ? kiln.shaft2Pressure() : kiln.shaft1Pressure();
                assertThat(burning).isGreaterThan(storing + 50);
                assertThat(kiln.running()).isTrue();
            }
            lowest = Math.min(lowest, kiln.shaft1Pressure());
        }
        assertThat(lowest).isLessThan(10);
    }

    @Test
    void theThermocoupleOfKilnTwoFailsWithinAMinuteWithoutAValueAndRecovers() {
        boolean failed = false;
        boolean recovered = false;
        for (PlantReading reading : run(new Plant(1, START), 90_000)) {
            Measurement measured = reading.kiln(2).shaft2Temperature();
            if (measured.quality() == Quality.FAILED) {
                failed = true;
                assertThat(measured.value()).isNaN();
                assertThat(reading.millis()).isLessThan(START + 75_000);
            } else {
                recovered |= failed;
                assertThat(measured.value()).isFinite();
            }
        }
        assertThat(failed).isTrue();
        assertThat(recovered).isTrue();
    }

    @Test
    void theAnalyserHoldsItsValueWhileItCalibrates() {
        Set<Double> held = new HashSet<>();
        for (PlantReading reading : run(new Plant(1, START), 150_000)) {
            Measurement oxygen = reading.kiln(2).oxygen();
            if (oxygen.quality() == Quality.HELD) {
                held.add(oxygen.value());
            }
        }
        assertThat(held).hasSize(1);
    }

    @Test
    void aFlameIsLostNowAndThenAndTheKilnComesBack() {
        int stops = 0;
        boolean before = true;
        for (PlantReading reading : run(new Plant(1, START), 2 * HOUR)) {
            boolean running = reading.kiln(1).running();
            if (before && !running) {
                stops++;
            }
            before = running;
        }
        assertThat(stops).isBetween(2, 30);
    }

    @Test
    void countersNeverRunBackwardsNotEvenWhenTheWorksStartAgain() {
        Plant first = new Plant(1, START);
        List<PlantReading> readings = run(first, HOUR);
        Plant again = new Plant(1, START + HOUR);

        for (int i = 1; i < readings.size(); i++) {
            PlantReading before = readings.get(i - 1);
            PlantReading after = readings.get(i);
            assertThat(after.kiln(1).energyTotal())
                    .isGreaterThanOrEqualTo(before.kiln(1).energyTotal());
            assertThat(after.kiln(1).cycleCount())
                    .isGreaterThanOrEqualTo(before.kiln(1).cycleCount());
            assertThat(after.feeder(3).activeEnergy())
                    .isGreaterThanOrEqualTo(before.feeder(3).activeEnergy());
            assertThat(after.conveyor().transported())
                    .isGreaterThanOrEqualTo(before.conveyor().transported());
        }
        PlantReading last = first.reading();
        PlantReading restarted = again.reading();
        for (int kiln = 1; kiln <= 2; kiln++) {
            assertThat(restarted.kiln(kiln).energyTotal())
                    .isGreaterThan(last.kiln(kiln).energyTotal());
            assertThat(restarted.kiln(kiln).cycleCount())
                    .isGreaterThanOrEqualTo(last.kiln(kiln).cycleCount());
        }
        for (int feeder = 1; feeder <= 3; feeder++) {
            assertThat(restarted.feeder(feeder).activeEnergy())
                    .isGreaterThan(last.feeder(feeder).activeEnergy());
            assertThat(restarted.feeder(feeder).reactiveEnergy())
                    .isGreaterThan(last.feeder(feeder).reactiveEnergy());
        }
        assertThat(restarted.conveyor().transported())
                .isGreaterThan(last.conveyor().transported());
        assertThat(restarted.conveyor().runningHours())
                .isGreaterThanOrEqualTo(last.conveyor().runningHours());
    }

    @Test
    void theBurnerFollowsItsSetpoint() {
        Plant plant = new Plant(1, START);

        assertThat(plant.burnerSetpoint(1, 1100)).isTrue();
        plant.advanceTo(START + 40_000, event -> {});

        assertThat(plant.reading().kiln(1).burnerSetpoint()).isEqualTo(1100);
        assertThat(plant.reading().kiln(1).burnerTemperature()).isBetween(1080.0, 1120.0);
        assertThat(plant.reading().kiln(2).burnerSetpoint()).isEqualTo(1050);
    }

    @Test
    void nonsenseIsRefusedAndChangesNothing() {
        Plant plant = new Plant(1, START);

        assertThat(plant.burnerSetpoint(1, Double.NaN)).isFalse();
        assertThat(plant.burnerSetpoint(1, 5000)).isFalse();
        assertThat(plant.beltSpeed(-1)).isFalse();
        assertThat(plant.beltSpeed(Double.POSITIVE_INFINITY)).isFalse();
        plant.advanceTo(START + 1_000, event -> {});

        assertThat(plant.reading().kiln(1).burnerSetpoint()).isEqualTo(1050);
        assertThat(plant.reading().conveyor().speedSetpoint()).isEqualTo(1.6);
    }

    @Test
    void aStoppedConveyorDrawsNoCurrentAndStartsAgain() {
        Plant plant = new Plant(1, START);

        plant.runConveyor(false);
        assertThat(plant.reading().conveyor().runCommand()).isFalse();
        plant.advanceTo(START + 10_000, event -> {});
        assertThat(plant.reading().conveyor().running()).isFalse();
        assertThat(plant.reading().conveyor().motorCurrent()).isZero();
        plant.runConveyor(true);
        plant.acknowledgeConveyorFault();
        plant.advanceTo(START + 20_000, event -> {});

        assertThat(plant.reading().conveyor().running()).isTrue();
    }

    @Test
    void aSuspendedMachineDoesNotCatchUpAndAClockSetBackIsFollowed() {
        Plant plant = new Plant(1, START);
        List<PackingEvent> events = new ArrayList<>();

        plant.advanceTo(START + 24 * HOUR, events::add);
        assertThat(plant.reading().millis()).isEqualTo(START + 24 * HOUR);
        assertThat(events).hasSizeLessThan(20);

        plant.advanceTo(START + 24 * HOUR - 500, events::add);
        assertThat(plant.reading().millis()).isEqualTo(START + 24 * HOUR);
        plant.advanceTo(START, events::add);
        assertThat(plant.reading().millis()).isEqualTo(START);
    }

    private static List<PlantReading> run(Plant plant, long millis) {
        List<PlantReading> readings = new ArrayList<>();
        long start = plant.reading().millis();
        for (long now = start + 500; now <= start + millis; now += 500) {
            readings.add(plant.advanceTo(now, event -> {}));
        }
        return readings;
    }
}
