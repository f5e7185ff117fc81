package io.millrace.connector.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.WriteOutcome;
import io.millrace.connector.exam.Heard;
import io.millrace.connector.exam.Peer;
import io.millrace.connector.modbus.ModbusSettings.Connections;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to Modbus: units that do not hold each other up, few requests, and addresses with holes. */
@Timeout(60)
class ModbusUnitsIT {

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private static Peer device;
    private Session<ModbusAddress> session;

    @BeforeAll
    static void startTheDevice() {
        device = Devices.modbusSerial().start();
    }

    /** Nothing is left of the test before: no slow unit, no counted request, no connection. */
    @BeforeEach
    void resetTheDevice() {
        Devices.ask(device, "delay 3 0");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Devices.ask(device, "connections").equals("0"));
        Devices.ask(device, "reset");
    }

    @AfterEach
    void closeTheSession() {
        if (session != null) {
            session.close();
        }
    }

    @AfterAll
    static void stopTheDevice() {
        if (device != null) {
            device.close();
        }
    }

    @Test
    void aSilentUnitDoesNotHoldUpTheOthers() throws Exception {
        session = open(Devices.settings(device.port()));
        ModbusAddress quick = Tag.holding(0).unit(2).at();
        ModbusAddress silent = Tag.holding(0).unit(3).at();
        assertThat(read(quick, silent)).extracting(Reading::value).containsExactly(Value.of(2222), Value.of(3333));
        Devices.ask(device, "delay 3 -1");

        int quickReads = 0;
        for (int round = 0; round < 4; round++) {
            CompletableFuture<List<Reading>> waiting =
                    session.read(List.of(silent)).toCompletableFuture();
            while (!waiting.isDone()) {
                assertThat(read(quick).get(0).value()).isEqualTo(Value.of(2222));
                quickReads++;
            }
            assertThat(waiting).isCompletedExceptionally();
        }
        assertThat(quickReads).as("reads of the quick unit meanwhile").isGreaterThan(40);
        assertThat(heard.isLost()).isFalse();

        Devices.ask(device, "delay 3 0");
        assertThat(read(silent).get(0).value()).isEqualTo(Value.of(3333));
    }

    @Test
    void aSilentUnitNamesItselfAndTheDevice() throws Exception {
        session = open(Devices.settings(device.port()));

        assertThat(session.read(List.of(Tag.holding(0).unit(9).at())).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("Unit 9 at 127.0.0.1:" + device.port() + " did not answer within 1 s.");
    }

    @Test
    void inABatchOfSeveralUnitsOnlyTheSilentOneIsBad() throws Exception {
        session = open(Devices.settings(device.port()));

        List<Reading> readings = read(
                Tag.holding(0).at(),
                Tag.holding(0).unit(9).at(),
                Tag.holding(0).unit(2).at());

        assertThat(readings.get(0).value()).isEqualTo(Value.of(1234));
        assertThat(readings.get(1).quality()).isEqualTo(Quality.BAD_TIMEOUT);
        assertThat(readings.get(1).nativeCode()).contains("Unit 9");
        assertThat(readings.get(2).value()).isEqualTo(Value.of(2222));
    }

    @Test
    void unitsHaveTheirOwnConnectionsUnlessTheyAreShared() throws Exception {
        session = open(Devices.settings(device.port()));
        read(Tag.holding(0).unit(2).at(), Tag.holding(0).unit(3).at());
        assertThat(Devices.ask(device, "connections")).isEqualTo("2");
        session.close();

        session = open(Devices.with(device.port(), Connections.SHARED, Duration.ofSeconds(30), 1));
        read(Tag.holding(0).unit(2).at(), Tag.holding(0).unit(3).at());
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Devices.ask(device, "connections").equals("1"));
    }

    @Test
    void onASharedConnectionWithSeveralInFlightASlowUnitHoldsUpNobody() throws Exception {
        session = open(Devices.with(device.port(), Connections.SHARED, Duration.ofSeconds(30), 4));
        Devices.ask(device, "delay 3 500");

        CompletableFuture<List<Reading>> slow =
                session.read(List.of(Tag.holding(0).unit(3).at())).toCompletableFuture();
        assertThat(read(Tag.holding(0).unit(2).at()).get(0).value()).isEqualTo(Value.of(2222));

        assertThat(slow).isNotDone();
        assertThat(slow.get(5, TimeUnit.SECONDS).get(0).value()).isEqualTo(Value.of(3333));
    }

    @Test
    void manyTagsTakeFewRequests() throws Exception {
        session = open(Devices.settings(device.port()));
        List<ModbusAddress> hundred = new ArrayList<>();
        IntStream.range(0, 90).forEach(i -> hundred.add(Tag.holding(i).at()));
        IntStream.range(0, 5).forEach(i -> hundred.add(Tag.holding(100 + 2 * i).at()));
        IntStream.range(0, 5).forEach(i -> hundred.add(Tag.coil(i * 10).at()));
        Devices.ask(device, "reset");

        read(hundred.toArray(ModbusAddress[]::new));

        assertThat(Devices.ask(device, "requests")).isEqualTo("2 1:1:0:41 3:1:0:109");
    }

    @Test
    void aHoleInTheDeviceIsLearnedOnce() throws Exception {
        session = open(Devices.settings(device.port()));
        ModbusAddress[] acrossTheHole = {
            Tag.holding(199).at(), Tag.holding(210).at(), Tag.holding(219).at()
        };
        Devices.ask(device, "reset");

        assertThat(read(acrossTheHole))
                .extracting(Reading::value)
                .containsExactly(Value.of(0), Value.of(210), Value.of(219));
        assertThat(Devices.ask(device, "requests")).startsWith("4 3:1:199:21 ");

        Devices.ask(device, "reset");
        assertThat(read(acrossTheHole)).allMatch(reading -> reading.quality().isGood());
        assertThat(Devices.ask(device, "requests").split(" ")).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aBadTagAmongManyIsFoundRememberedAndLeftAlone() throws Exception {
        session = open(Devices.settings(device.port()));
        ModbusAddress bad = Tag.holding(199).type(ModbusType.FLOAT32).at();
        List<ModbusAddress> tags = new ArrayList<>();
        IntStream.range(150, 199).forEach(i -> tags.add(Tag.holding(i).at()));
        tags.add(bad);
        ModbusAddress[] batch = tags.toArray(ModbusAddress[]::new);

        List<Reading> first = read(batch);
        Devices.ask(device, "reset");
        List<Reading> second = read(batch);

        for (List<Reading> readings : List.of(first, second)) {
            assertThat(readings.subList(0, 49))
                    .allMatch(reading -> reading.quality().isGood());
            assertThat(readings.get(49))
                    .isEqualTo(Reading.bad(Quality.BAD_NODE_ID_UNKNOWN, "Modbus exception 2 (illegal data address)"));
        }
        assertThat(Devices.ask(device, "requests")).isEqualTo("1 3:1:150:49");
    }

    @Test
    void anUnusedConnectionIsClosedAndOpenedAgainWhenNeeded() throws Exception {
        session = open(Devices.with(device.port(), Connections.PER_UNIT, Duration.ofMillis(200), 1));
        read(Tag.holding(0).at());

        await().atMost(Duration.ofSeconds(5))
                .until(() -> Devices.ask(device, "connections").equals("0"));

        assertThat(read(Tag.holding(0).at()).get(0).value()).isEqualTo(Value.of(1234));
        assertThat(heard.isLost()).isFalse();
    }

    @Test
    void aDeviceThatHangsUpEndsTheSession() throws Exception {
        session = open(Devices.settings(device.port()));
        read(Tag.holding(0).at());

        Devices.ask(device, "hangup");

        await().atMost(Duration.ofSeconds(5)).until(heard::isLost);
        assertThat(heard.lostReasons()).hasSize(1).first().asString().contains("127.0.0.1:" + device.port());
    }

    @Test
    void everyKindOfValueIsWrittenAsItIsRead() throws Exception {
        session = open(Devices.settings(device.port()));
        for (WordOrder order : WordOrder.values()) {
            roundTrip(Tag.holding(110).order(order), Value.of(513));
            roundTrip(Tag.holding(110).order(order).type(ModbusType.INT16), Value.of(-2));
            roundTrip(Tag.holding(110).order(order).type(ModbusType.INT32), Value.of(-123456));
            roundTrip(Tag.holding(110).order(order).type(ModbusType.UINT32), Value.of(4000000000L));
            roundTrip(Tag.holding(110).order(order).type(ModbusType.INT64), Value.of(Long.MIN_VALUE));
            roundTrip(Tag.holding(110).order(order).type(ModbusType.FLOAT32), Value.of(23.1));
            roundTrip(Tag.holding(110).order(order).type(ModbusType.FLOAT64), Value.of(Math.E));
            roundTrip(Tag.holding(110).order(order).text(11), Value.of("Ofen \u00fc 7"));
        }
        roundTrip(Tag.coil(20), Value.of(true));
        roundTrip(Tag.coil(20), Value.of(false));
        roundTrip(Tag.holding(120).type(ModbusType.INT16).scaled(0.5, -10), Value.of(7.5));
    }

    @Test
    void bitsOfARegisterAreChangedAloneWhereTheDeviceCan() throws Exception {
        try (Peer other = Devices.pymodbus().start()) {
            session = open(Devices.settings(other.port()));
            Devices.ask(other, "set holding 130 65535");

            assertThat(write(Tag.holding(130).bit(3), Value.of(false))).isEqualTo(WriteOutcome.ok());
            assertThat(write(Tag.holding(130).bits(8, 4), Value.of(5))).isEqualTo(WriteOutcome.ok());

            assertThat(Devices.ask(other, "get holding 130")).isEqualTo(Integer.toString(0xF5F7));
        }
    }

    @Test
    void bitsOfARegisterAreRefusedWhereTheDeviceCannot() throws Exception {
        session = open(Devices.settings(device.port()));

        WriteOutcome outcome = write(Tag.holding(130).bit(3), Value.of(true));

        assertThat(outcome).isEqualTo(WriteOutcome.rejected("Modbus exception 1 (illegal function)"));
    }

    @Test
    void aWriteToASilentUnitIsNotSentAndTheOthersAreServed() throws Exception {
        session = open(Devices.settings(device.port()));
        read(Tag.holding(0).at());

        WriteOutcome outcome = write(Tag.holding(100).unit(9), Value.of(1));

        assertThat(outcome.status()).isEqualTo(WriteOutcome.Status.NOT_SENT);
        assertThat(outcome.detail()).contains("Unit 9");
        assertThat(read(Tag.holding(0).at()).get(0).value()).isEqualTo(Value.of(1234));
        assertThat(heard.isLost()).isFalse();
    }

    private void roundTrip(Tag tag, Value value) throws Exception {
        assertThat(write(tag, value)).as(tag.at() + " = " + value).isEqualTo(WriteOutcome.ok());
        assertThat(read(tag.at()).get(0).value()).as(tag.at().toString()).isEqualTo(value);
    }

    private WriteOutcome write(Tag tag, Value value) throws Exception {
        return session.write(tag.writable().at(), value).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private List<Reading> read(ModbusAddress... addresses) throws Exception {
        return session.read(List.of(addresses)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Session<ModbusAddress> open(ModbusSettings settings) throws Exception {
        return new ModbusConnector().open(settings, new ConnectorEnvironment("plc", folder), heard);
    }
}
