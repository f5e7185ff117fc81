package io.millrace.connector.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.WriteOutcome;
import io.millrace.connector.WriteOutcome.Status;
import io.millrace.connector.exam.Heard;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices that answer nonsense, or in their own way. */
@Timeout(60)
class ModbusNonsenseIT {

    private static final byte[] SILENCE = {};

    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    @Test
    void anAnswerThatIsTooShortIsABadReading() throws Exception {
        try (ScriptedDevice device = new ScriptedDevice(asked -> ScriptedDevice.frame(asked, 3, 2, 0, 7));
                Session<ModbusAddress> session = open(device)) {
            List<Reading> readings = read(session, Tag.holding(0).type(ModbusType.FLOAT32));

            assertThat(readings.get(0))
                    .isEqualTo(Reading.bad(Quality.BAD_DEVICE_FAILURE, "answered 2 bytes instead of 4"));
        }
    }

    @Test
    void theAnswerToAnotherFunctionIsNoAnswer() throws Exception {
        try (ScriptedDevice device = new ScriptedDevice(asked -> ScriptedDevice.frame(asked, 4, 2, 0, 7));
                Session<ModbusAddress> session = open(device)) {
            assertThatThrownBy(() -> read(session, Tag.holding(0)))
                    .hasMessageContaining("The device answered nonsense: function 4 instead of 3.");
        }
    }

    @Test
    void anAnswerNobodyAskedForIsPassedOver() throws Exception {
        try (ScriptedDevice device = new ScriptedDevice(asked -> {
                    byte[] stray = ScriptedDevice.frame(asked, 3, 2, 0, 9);
                    stray[0] ^= 0x40;
                    byte[] right = ScriptedDevice.frame(asked, 3, 2, 0, 7);
                    byte[] both = new byte[stray.length + right.length];
                    System.arraycopy(stray, 0, both, 0, stray.length);
                    System.arraycopy(right, 0, both, stray.length, right.length);
                    return both;
                });
                Session<ModbusAddress> session = open(device)) {
            assertThat(read(session, Tag.holding(0)).get(0).value()).isEqualTo(Value.of(7));
        }
    }

    @Test
    void aServerOfAnotherProtocolIsNotWaitedForLongerThanTheTimeOut() throws Exception {
        byte[] page = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (ScriptedDevice device = new ScriptedDevice(asked -> page);
                Session<ModbusAddress> session = open(device)) {
            assertThatThrownBy(() -> read(session, Tag.holding(0)))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("127.0.0.1:" + device.port());
        }
    }

    @Test
    void randomBytesEndInABadReadingOrAFailedReadAndNeverHang() throws Exception {
        List<ScriptedDevice> devices = new ArrayList<>();
        List<Session<ModbusAddress>> sessions = new ArrayList<>();
        List<Heard> heardOf = new ArrayList<>();
        try {
            for (int seed = 1; seed <= 20; seed++) {
                ScriptedDevice device = noisy(new Random(seed));
                devices.add(device);
                Heard heard = new Heard();
                heardOf.add(heard);
                sessions.add(new ModbusConnector().open(impatient(device.port()), environment(), heard));
            }
            for (int round = 0; round < 5; round++) {
                List<CompletableFuture<List<Reading>>> reads = sessions.stream()
                        .map(session ->
                                session.read(List.of(Tag.holding(0).at())).toCompletableFuture())
                        .toList();
                await("every read ends").atMost(Duration.ofSeconds(10)).until(() -> reads.stream()
                        .allMatch(CompletableFuture::isDone));
            }
            assertThat(heardOf).allMatch(heard -> heard.lostReasons().size() <= 1);
        } finally {
            sessions.forEach(Session::close);
            for (ScriptedDevice device : devices) {
                device.close();
            }
        }
    }

    private static ScriptedDevice noisy(Random random) throws Exception {
        return new ScriptedDevice(asked -> {
            byte[] noise = new byte[1 + random.nextInt(40)];
            random.nextBytes(noise);
            if (random.nextBoolean()) {
                System.arraycopy(asked, 0, noise, 0, Math.min(noise.length, 4));
            }
            return noise;
        });
    }

    @Test
    void blocksThatCannotBeReadTogetherAreReadApartFromThenOn() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedDevice device = new ScriptedDevice(asked -> {
                    requests.incrementAndGet();
                    int first = asked[9];
                    int count = asked[11];
                    return first < 10 && first + count > 10
                            ? ScriptedDevice.frame(asked, 0x83, 2)
                            : ScriptedDevice.frame(asked, registers(count));
                });
                Session<ModbusAddress> session = open(device)) {
            Tag[] across = {Tag.holding(8), Tag.holding(9), Tag.holding(10), Tag.holding(11)};

            assertThat(read(session, across))
                    .allMatch(reading -> reading.quality().isGood());
            assertThat(requests).hasValue(3);
            assertThat(read(session, across))
                    .allMatch(reading -> reading.quality().isGood());
            assertThat(requests).hasValue(5);
        }
    }

    @Test
    void aBusyDeviceMakesTheTagsBadForNowOnly() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedDevice device = new ScriptedDevice(asked -> requests.incrementAndGet() == 1
                        ? ScriptedDevice.frame(asked, 0x83, 6)
                        : ScriptedDevice.frame(asked, registers(asked[11])));
                Session<ModbusAddress> session = open(device)) {
            assertThat(read(session, Tag.holding(0), Tag.holding(1)))
                    .containsOnly(Reading.bad(Quality.BAD_OUT_OF_SERVICE, "Modbus exception 6 (server device busy)"));
            assertThat(read(session, Tag.holding(0), Tag.holding(1)))
                    .allMatch(reading -> reading.quality().isGood());
        }
    }

    @Test
    void aDeviceThatKnowsOnlyFunctionSixteenIsWrittenWithIt() throws Exception {
        AtomicInteger written = new AtomicInteger();
        try (ScriptedDevice device = new ScriptedDevice(asked -> switch (asked[7]) {
                    case 3 -> ScriptedDevice.frame(asked, registers(asked[11]));
                    case 16 -> {
                        written.set((asked[13] & 0xFF) << 8 | (asked[14] & 0xFF));
                        yield ScriptedDevice.frame(asked, 16, asked[8], asked[9], asked[10], asked[11]);
                    }
                    default -> ScriptedDevice.frame(asked, asked[7] | 0x80, 1);
                });
                Session<ModbusAddress> session = open(device)) {
            assertThat(write(session, 4711)).isEqualTo(WriteOutcome.ok());
            assertThat(written).hasValue(4711);
        }
    }

    @Test
    void aWriteWhoseAnswerIsLostIsUnknownAndItsConnectionClosed() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        try (ScriptedDevice device = new ScriptedDevice(asked -> {
                    if (asked[7] == 6) {
                        writes.incrementAndGet();
                        return SILENCE;
                    }
                    return ScriptedDevice.frame(asked, registers(asked[11]));
                });
                Session<ModbusAddress> session = open(device)) {
            read(session, Tag.holding(0));

            assertThat(write(session, 1).status()).isEqualTo(Status.UNKNOWN);

            assertThat(writes).as("not repeated").hasValue(1);
            assertThat(read(session, Tag.holding(0)).get(0).quality()).isEqualTo(Quality.GOOD);
            assertThat(heard.isLost()).isFalse();
        }
    }

    @Test
    void aGatewayThatLostItsTargetDuringAWriteLeavesItUnknown() throws Exception {
        try (ScriptedDevice device = new ScriptedDevice(asked -> asked[7] == 6
                        ? ScriptedDevice.frame(asked, 0x86, 11)
                        : ScriptedDevice.frame(asked, registers(asked[11])));
                Session<ModbusAddress> session = open(device)) {
            assertThat(write(session, 1))
                    .isEqualTo(WriteOutcome.unknown("Modbus exception 11 (gateway target device failed to respond)"));
        }
    }

    @Test
    void aDeviceThatHangsUpOnEveryRequestIsLost() throws Exception {
        try (ScriptedDevice device = new ScriptedDevice(asked -> null);
                Session<ModbusAddress> session = open(device)) {
            assertThatThrownBy(() -> read(session, Tag.holding(0)))
                    .hasMessageContaining("Device 127.0.0.1:" + device.port() + " closed the connection.");
            await().atMost(Duration.ofSeconds(5)).until(heard::isLost);
            assertThat(write(session, 1).status()).isEqualTo(Status.NOT_SENT);
        }
    }

    @Test
    void aDeviceThatNeverAnswersIsATimeOutAndAfterThreeOfThemLost() throws Exception {
        try (ScriptedDevice device = new ScriptedDevice(asked -> SILENCE);
                Session<ModbusAddress> session =
                        new ModbusConnector().open(impatient(device.port()), environment(), heard)) {
            for (int round = 0; round < 3; round++) {
                assertThat(heard.isLost()).isFalse();
                assertThatThrownBy(() -> read(session, Tag.holding(0), Tag.holding(500), Tag.holding(900)))
                        .hasRootCauseInstanceOf(TimeoutException.class)
                        .hasMessageContaining("did not answer within 100 ms");
            }
            assertThat(heard.lostReasons()).hasSize(1);
        }
    }

    @Test
    void closingEndsWhatIsStillWaiting() throws Exception {
        try (ScriptedDevice device = new ScriptedDevice(asked -> SILENCE)) {
            Session<ModbusAddress> session =
                    new ModbusConnector().open(ModbusSettings.of("127.0.0.1", device.port()), environment(), heard);
            CompletableFuture<List<Reading>> read =
                    session.read(List.of(Tag.holding(0).at())).toCompletableFuture();

            session.close();

            assertThat(read).failsWithin(Duration.ofSeconds(1));
            assertThat(heard.isLost()).isFalse();
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaidSo() {
        ModbusSettings nowhere = ModbusSettings.of("no-such-device.invalid", 502);

        assertThatThrownBy(() -> new ModbusConnector().open(nowhere, environment(), heard))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("no-such-device.invalid:502 cannot be found");
    }

    private static int[] registers(int count) {
        int[] pdu = new int[2 + 2 * count];
        pdu[0] = 3;
        pdu[1] = 2 * count;
        return pdu;
    }

    private static WriteOutcome write(Session<ModbusAddress> session, long value) throws Exception {
        return session.write(Tag.holding(0).writable().at(), Value.of(value))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static List<Reading> read(Session<ModbusAddress> session, Tag... tags) throws Exception {
        return session.read(java.util.Arrays.stream(tags).map(Tag::at).toList())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private Session<ModbusAddress> open(ScriptedDevice device) throws Exception {
        return new ModbusConnector().open(Devices.settings(device.port()), environment(), heard);
    }

    private ConnectorEnvironment environment() {
        return new ConnectorEnvironment("plc", folder);
    }

    private static ModbusSettings impatient(int port) {
        return new ModbusSettings(
                "127.0.0.1",
                port,
                1,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                WordOrder.ABCD,
                125,
                2000,
                16,
                1,
                ModbusSettings.Connections.PER_UNIT,
                Duration.ZERO,
                Duration.ofSeconds(30));
    }
}
