package io.millrace.connector.opcua;

import static io.millrace.connector.opcua.Station.browse;
import static io.millrace.connector.opcua.Station.get;
import static io.millrace.connector.opcua.Station.monitor;
import static io.millrace.connector.opcua.Station.read;
import static io.millrace.connector.opcua.Station.values;
import static io.millrace.connector.opcua.Station.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.BrowseEntry;
import io.millrace.connector.BrowsePage;
import io.millrace.connector.Monitored;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.SessionListener;
import io.millrace.connector.WriteOutcome;
import io.millrace.connector.exam.Heard;
import io.millrace.connector.exam.Peer;
import io.millrace.connector.exam.Peers;
import io.millrace.connector.opcua.OpcUaAddress.Attribute;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Security;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What sessions do, against one node-opcua server with small limits. */
@Timeout(60)
class OpcUaSessionIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static Peer server;
    private Station station;

    @BeforeAll
    static void startTheServer() {
        server = Peers.node(
                        "opcua-server.js",
                        folder.resolve("peer").toString(),
                        "tags=600",
                        "interval=200",
                        "reads=100",
                        "items=100")
                .start();
    }

    @AfterAll
    static void stopTheServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void setUp() {
        station = new Station(folder.resolve("hub"));
    }

    @AfterEach
    void tearDown() {
        station.close();
    }

    private Session<OpcUaAddress> session() throws Exception {
        return station.open(ServerSettings.plain(server.port()));
    }

    @Test
    void everyScalarTypeKeepsItsValue() throws Exception {
        Session<OpcUaAddress> session = session();

        assertThat(values(
                        session,
                        "ns=1;s=Boolean",
                        "ns=1;s=SByte",
                        "ns=1;s=Byte",
                        "ns=1;s=Int16",
                        "ns=1;s=UInt16",
                        "ns=1;s=Int32",
                        "ns=1;s=UInt32",
                        "ns=1;s=Int64",
                        "ns=1;s=UInt64",
                        "ns=1;s=Float",
                        "ns=1;s=Double"))
                .containsExactly(
                        Value.of(true),
                        Value.of(-128),
                        Value.of(255),
                        Value.of(-32768),
                        Value.of(65535),
                        Value.of(-2147483648L),
                        Value.of(4294967295L),
                        Value.of(9007199254740993L),
                        Value.of(18446744073709551615.0),
                        Value.of(3.4),
                        Value.of(850.25));
        assertThat(values(
                        session,
                        "ns=1;s=String",
                        "ns=1;s=DateTime",
                        "ns=1;s=Guid",
                        "ns=1;s=ByteString",
                        "ns=1;s=LocalizedText",
                        "ns=1;s=QualifiedName",
                        "ns=1;s=NodeId"))
                .containsExactly(
                        Value.of("Kiln 1, größer"),
                        Value.of("2026-01-31T12:34:56.789Z"),
                        Value.of("09087e75-8e5e-499b-954f-f2a9603db28a"),
                        Value.of("AAEC/w=="),
                        Value.of("läuft"),
                        Value.of("1:Kiln"),
                        Value.of("ns=1;s=Double"));
    }

    @Test
    void arraysMatricesAndStructuresAreJson() throws Exception {
        Session<OpcUaAddress> session = session();

        assertThat(values(
                        session,
                        "ns=1;s=Doubles",
                        "ns=1;s=Int32s",
                        "ns=1;s=Strings",
                        "ns=1;s=Booleans",
                        "ns=1;s=Int64s",
                        "ns=1;s=Empty",
                        "ns=1;s=Matrix",
                        "ns=1;s=Recipe"))
                .containsExactly(
                        Value.of("[1.5,-2.25,1.0E300]"),
                        Value.of("[10,20,30,40,50]"),
                        Value.of("[\"a\",\"b\\\"c\",\"ü\"]"),
                        Value.of("[true,false]"),
                        Value.of("[9007199254740993,2]"),
                        Value.of("[]"),
                        Value.of("[[1,2,3],[4,5,6]]"),
                        Value.of("{\"Name\":\"lime\",\"Temperature\":3.4,\"Steps\":[1,2,3]}"));
    }

    @Test
    void aPartOfAnArrayAndOtherAttributesAreRead() throws Exception {
        Session<OpcUaAddress> session = session();

        assertThat(read(session, new OpcUaAddress("ns=1;s=Int32s", "1", Attribute.VALUE))
                        .value())
                .isEqualTo(Value.of(20));
        assertThat(read(session, new OpcUaAddress("ns=1;s=Int32s", "1:3", Attribute.VALUE))
                        .value())
                .isEqualTo(Value.of("[20,30,40]"));
        assertThat(read(session, new OpcUaAddress("ns=1;s=Int32s", "9", Attribute.VALUE))
                        .quality()
                        .isBad())
                .isTrue();
        assertThat(read(session, new OpcUaAddress("ns=1;s=Double", null, Attribute.DISPLAY_NAME))
                        .value())
                .isEqualTo(Value.of("Double"));
    }

    @Test
    void whatIsNoNumberIsOutOfRangeAndBadStaysBad() throws Exception {
        Session<OpcUaAddress> session = session();

        Reading nan = read(session, "ns=1;s=NaN");
        Reading infinite = read(session, "ns=1;s=Infinity");
        Reading broken = read(session, "ns=1;s=Broken");
        Reading foreign = read(session, "nsu=urn:nowhere;s=Double");

        assertThat(nan.value()).isNull();
        assertThat(nan.quality()).isEqualTo(Quality.BAD_OUT_OF_RANGE);
        assertThat(nan.nativeCode()).isEqualTo("NaN");
        assertThat(infinite.nativeCode()).isEqualTo("-Infinity");
        assertThat(broken.quality()).isEqualTo(Quality.BAD_SENSOR_FAILURE);
        assertThat(broken.nativeCode()).isEqualTo("Bad_SensorFailure");
        assertThat(foreign.quality()).isEqualTo(Quality.BAD_NODE_ID_UNKNOWN);
        assertThat(foreign.nativeCode()).contains("urn:nowhere");
    }

    @Test
    void timesOfSourceAndServerArrive() throws Exception {
        Reading counter = read(session(), "ns=1;s=Counter");

        assertThat(counter.sourceTime())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(counter.serverTime())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void aBatchLargerThanTheServerTakesIsCut() throws Exception {
        Session<OpcUaAddress> session = session();

        List<Reading> readings = get(session.read(IntStream.range(0, 600)
                .mapToObj(i -> OpcUaAddress.of("ns=1;s=Load." + i))
                .toList()));

        assertThat(readings).hasSize(600).allMatch(reading -> reading.quality().isGood());
    }

    @Test
    void writesConvertToTheTypeOfTheVariable() throws Exception {
        Session<OpcUaAddress> session = session();

        assertThat(write(session, "ns=1;s=Setpoint", Value.of(7))).isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.Float", Value.of(3.4))).isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.Boolean", Value.of(true))).isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.Byte", Value.of(255))).isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.Int64", Value.of(Long.MIN_VALUE)))
                .isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.UInt32", Value.of(4294967295L)))
                .isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.String", Value.of("größer"))).isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.DateTime", Value.of("2026-01-31T12:00:00Z")))
                .isEqualTo(WriteOutcome.ok());
        assertThat(write(session, "ns=1;s=Setpoint.Int32s", Value.of("[1,-2,3]")))
                .isEqualTo(WriteOutcome.ok());
        assertThat(get(session.write(new OpcUaAddress("ns=1;s=Setpoint.Int32s", "1", Attribute.VALUE), Value.of(22))))
                .isEqualTo(WriteOutcome.ok());

        assertThat(server.ask("get Setpoint")).isEqualTo("OK 7");
        assertThat(server.ask("get Setpoint.Boolean")).isEqualTo("OK true");
        assertThat(server.ask("get Setpoint.Byte")).isEqualTo("OK 255");
        assertThat(server.ask("get Setpoint.Int64")).isEqualTo("OK -9223372036854775808");
        assertThat(server.ask("get Setpoint.UInt32")).isEqualTo("OK 4294967295");
        assertThat(server.ask("get Setpoint.String")).isEqualTo("OK \"größer\"");
        assertThat(server.ask("get Setpoint.DateTime")).isEqualTo("OK \"2026-01-31T12:00:00.000Z\"");
        assertThat(server.ask("get Setpoint.Int32s")).isEqualTo("OK [1,22,3]");
        assertThat(values(session, "ns=1;s=Setpoint.Float")).containsExactly(Value.of(3.4));
    }

    @Test
    void whatDoesNotFitIsRejectedBeforeItIsSent() throws Exception {
        Session<OpcUaAddress> session = session();

        WriteOutcome large = write(session, "ns=1;s=Setpoint.Byte", Value.of(256));
        WriteOutcome fraction = write(session, "ns=1;s=Setpoint.Int16", Value.of(1.5));
        WriteOutcome text = write(session, "ns=1;s=Setpoint", Value.of("hot"));
        WriteOutcome readOnly = write(session, "ns=1;s=Double", Value.of(1.0));

        assertThat(large.status()).isEqualTo(WriteOutcome.Status.REJECTED);
        assertThat(large.detail()).isEqualTo("256 does not fit: the variable is a Byte, 0 to 255.");
        assertThat(fraction.status()).isEqualTo(WriteOutcome.Status.REJECTED);
        assertThat(text.detail()).isEqualTo("The variable is a Double: write a number, not text.");
        assertThat(readOnly.status()).isEqualTo(WriteOutcome.Status.REJECTED);
        assertThat(readOnly.detail()).contains("Bad_NotWritable");
    }

    @Test
    void browsesFromTheTopPageByPage() throws Exception {
        Session<OpcUaAddress> session = session();

        List<BrowseEntry<OpcUaAddress>> top = browse(session, null);
        BrowsePage<OpcUaAddress> first = get(session.browse("ns=1;s=Load", null));
        List<BrowseEntry<OpcUaAddress>> load = browse(session, "ns=1;s=Load");
        List<BrowseEntry<OpcUaAddress>> kiln = browse(session, "ns=1;s=Kiln");

        assertThat(top).extracting(BrowseEntry::name).contains("Server", "Kiln", "Load");
        assertThat(first.entries()).hasSizeLessThan(600);
        assertThat(first.continuation()).isNotNull();
        assertThat(load).hasSize(600).extracting(BrowseEntry::id).doesNotHaveDuplicates();
        assertThat(kiln)
                .contains(
                        new BrowseEntry<>("ns=1;s=Double", "Double", false, OpcUaAddress.of("ns=1;s=Double"), "Double"),
                        new BrowseEntry<>(
                                "ns=1;s=Int32s", "Int32s", false, OpcUaAddress.of("ns=1;s=Int32s"), "Int32[]"),
                        new BrowseEntry<>("ns=1;s=Analog", "Analog", true, OpcUaAddress.of("ns=1;s=Analog"), "Double"),
                        new BrowseEntry<>(
                                "ns=1;s=Recipe", "RecipeNow", false, OpcUaAddress.of("ns=1;s=Recipe"), "Recipe"));
        assertThatThrownBy(() -> get(session.browse("ns=1;s=Nowhere", null)))
                .hasCauseInstanceOf(ProblemException.class)
                .hasMessageContaining("Nowhere");
    }

    @Test
    void monitoredTagsComeInOrderAndWithoutLoss() throws Exception {
        Heard heard = new Heard();
        Session<OpcUaAddress> session = station.open(ServerSettings.plain(server.port()), heard);

        get(session.monitor(IntStream.range(0, 600)
                .mapToObj(i -> new Monitored<>(i, OpcUaAddress.of("ns=1;s=Load." + i), Duration.ofMillis(50)))
                .toList()));
        await().atMost(SOON).until(() -> IntStream.range(0, 600)
                .allMatch(i -> heard.readings(i).size() >= 5));

        for (int i = 0; i < 600; i++) {
            List<Double> ticks = heard.goodValues(i).stream()
                    .map(value -> Math.floor(((Value.Real) value).value()))
                    .toList();
            for (int n = 1; n < ticks.size(); n++) {
                assertThat(ticks.get(n)).as("tag " + i).isEqualTo(ticks.get(n - 1) + 1);
            }
        }
    }

    @Test
    void aTagThatTheServerGetsLaterIsMonitoredWhenAskedForAgain() throws Exception {
        Heard heard = new Heard();
        Session<OpcUaAddress> session = station.open(ServerSettings.plain(server.port()), heard);
        monitor(session, 100, "ns=1;s=Double", "ns=1;s=Late");
        await().atMost(SOON)
                .until(() -> heard.readings(0).size() == 1
                        && heard.readings(1).stream()
                                .anyMatch(reading -> reading.quality().equals(Quality.BAD_NODE_ID_UNKNOWN)));
        monitor(session, 100, "ns=1;s=Double", "ns=1;s=Late");
        await().atMost(SOON).until(() -> heard.readings(1).size() == 2);

        server.ask("add Late 4.5");
        monitor(session, 100, "ns=1;s=Double", "ns=1;s=Late");

        await().atMost(SOON).until(() -> heard.goodValues(1).contains(Value.of(4.5)));
        assertThat(heard.readings(0)).as("undisturbed").hasSize(1);
        assertThat(heard.isLost()).isFalse();
    }

    @Test
    void aListenerThatHoldsUpValuesHoldsUpNothingElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean overflow = new AtomicBoolean();
        Heard heard = new Heard();
        SessionListener slow = new SessionListener() {
            @Override
            public void received(int handle, Reading reading) {
                try {
                    release.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                }
                if ((reading.quality().code() & 0x480) == 0x480) {
                    overflow.set(true);
                }
                heard.received(handle, reading);
            }

            @Override
            public void lost(String reason) {
                heard.lost(reason);
            }
        };
        Session<OpcUaAddress> session = station.open(
                ServerSettings.with(
                        "opc.tcp://127.0.0.1:" + server.port(), Security.none(), Identity.anonymous(), 2, 1000),
                slow);

        monitor(session, 50, "ns=1;s=Counter");
        long from = System.nanoTime();
        await().atMost(SOON).until(() -> System.nanoTime() - from > TimeUnit.MILLISECONDS.toNanos(4_500));

        assertThat(heard.isLost()).as("keep-alives go on").isFalse();
        assertThat(values(session, "ns=1;s=Double")).containsExactly(Value.of(850.25));
        release.countDown();
        await().atMost(SOON).until(() -> heard.readings(0).size() > 3);
        assertThat(overflow).as("the server says that it had to drop values").isTrue();
        assertThat(heard.isLost()).isFalse();
    }

    @Test
    void aSubscriptionDeletedByTheServerEndsTheSession() throws Exception {
        Heard heard = new Heard();
        Session<OpcUaAddress> session = station.open(ServerSettings.plain(server.port()), heard);
        monitor(session, 100, "ns=1;s=Counter");
        await().atMost(SOON).until(() -> heard.readings(0).size() > 2);

        server.ask("terminate");

        await().atMost(SOON).until(heard::isLost);
        assertThat(heard.lostReasons()).hasSize(1).allMatch(reason -> reason.contains("subscription"));
    }

    @Test
    void aConnectionThatIsCutEndsTheSession() throws Exception {
        Heard heard = new Heard();
        Session<OpcUaAddress> session = station.open(ServerSettings.plain(server.port()), heard);
        values(session, "ns=1;s=Double");

        server.ask("hangup");

        await().atMost(SOON).until(heard::isLost);
        assertThat(heard.lostReasons()).hasSize(1).allMatch(reason -> reason.contains("closed the connection"));
        assertThat(write(session, "ns=1;s=Setpoint", Value.of(99)).status()).isEqualTo(WriteOutcome.Status.NOT_SENT);
        assertThatThrownBy(() -> values(session, "ns=1;s=Double")).hasMessageContaining("There is no session");
    }

    @Test
    void aRestartedServerIsMonitoredByANewSession() throws Exception {
        Heard before = new Heard();
        Heard after = new Heard();
        Session<OpcUaAddress> first = station.open(ServerSettings.plain(server.port()), before);
        monitor(first, 100, "ns=1;s=Counter");
        await().atMost(SOON).until(() -> before.readings(0).size() > 2);

        server.restart();
        await().atMost(SOON).until(before::isLost);
        first.close();
        Session<OpcUaAddress> second = station.open(ServerSettings.plain(server.port()), after);
        monitor(second, 100, "ns=1;s=Counter");

        await().atMost(SOON).until(() -> after.readings(0).size() > 2);
        assertThat(before.lostReasons()).hasSize(1);
        assertThat(after.isLost()).isFalse();
    }

    @Test
    void aServerThatDoesNothingForAWhileEndsTheSession() throws Exception {
        Heard heard = new Heard();
        Session<OpcUaAddress> session = station.open(ServerSettings.plain(server.port()), heard);
        values(session, "ns=1;s=Double");

        server.ask("block 4000");

        await().atMost(SOON).until(heard::isLost);
        assertThat(heard.lostReasons()).singleElement().asString().contains("does not answer any more");
        await().atMost(SOON).until(() -> server.ask("ticks").startsWith("OK"));
    }

    @Test
    void closingLeavesNothingOnTheServer() throws Exception {
        Session<OpcUaAddress> session = session();
        monitor(session, 100, "ns=1;s=Counter");
        assertThat(server.ask("subscriptions")).isNotEqualTo("OK 0");

        session.close();

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(server.ask("sessions")).isEqualTo("OK 0");
            assertThat(server.ask("subscriptions")).isEqualTo("OK 0");
        });
    }
}
