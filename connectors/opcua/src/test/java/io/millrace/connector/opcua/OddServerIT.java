package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.Session;
import io.millrace.connector.exam.Heard;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Security;
import io.millrace.model.Value;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a well-made server does not do: subscriptions that fall silent, miscount, or are ended. */
@Timeout(60)
class OddServerIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private OddServer server;
    private Station station;

    @BeforeEach
    void setUp() throws Exception {
        server = new OddServer();
        station = new Station(folder);
    }

    @AfterEach
    void tearDown() throws Exception {
        station.close();
        server.close();
    }

    private Session<OpcUaAddress> monitoring() throws Exception {
        Session<OpcUaAddress> session = station.open(ServerSettings.plain(server.port()), heard);
        Station.monitor(session, 100, "ns=1;s=Counter");
        await().atMost(SOON).until(() -> server.publishRequestsWaiting() >= 3);
        return session;
    }

    @Test
    void aSubscriptionThatFallsSilentEndsTheSessionThoughReadsAreAnswered() throws Exception {
        Session<OpcUaAddress> session = monitoring();

        assertThat(Station.read(session, "i=2259").value()).isEqualTo(Value.of(0));
        await().atMost(SOON).until(heard::isLost);
        assertThat(heard.lostReasons()).singleElement().asString().startsWith("The server has gone silent");
    }

    @Test
    void aMissingNotificationIsFetched() throws Exception {
        monitoring();

        server.say(1, 1);
        server.say(4, 4);

        await().atMost(SOON).until(() -> heard.readings(0).size() == 4);
        assertThat(heard.goodValues(0)).containsExactly(Value.of(1), Value.of(2), Value.of(3), Value.of(4));
        assertThat(server.repeated()).containsExactly(2L, 3L);
        assertThat(heard.missed()).as("nothing is missing").isZero();
        assertThat(server.askedForAll()).isZero();
        await().atMost(SOON).until(() -> server.acknowledged().contains(4L));
        assertThat(heard.isLost()).isFalse();
    }

    @Test
    void aMissingNotificationThatIsForgottenDoesNotStopTheOthers() throws Exception {
        server.forget();
        monitoring();

        server.say(1, 1);
        server.say(3, 3);

        await().atMost(SOON).until(() -> heard.readings(0).size() == 2);
        assertThat(heard.goodValues(0)).containsExactly(Value.of(1), Value.of(3));
        assertThat(heard.missed()).as("it is told").isEqualTo(1);
        await("what changed meanwhile is asked for").atMost(SOON).until(() -> server.askedForAll() == 1);
        assertThat(heard.missedReasons()).singleElement().asString().contains("Bad_MessageNotAvailable");
        assertThat(heard.isLost()).isFalse();
    }

    @Test
    void ofManyMissingNotificationsTheNewestAreFetchedAndTheOthersTold() throws Exception {
        monitoring();

        server.say(1, 1);
        server.say(100, 100);

        await().atMost(SOON).until(() -> heard.goodValues(0).contains(Value.of(100)));
        assertThat(heard.readings(0)).hasSize(52);
        assertThat(heard.goodValues(0)).containsSequence(Value.of(1), Value.of(50), Value.of(51));
        assertThat(heard.missed()).isEqualTo(48);
        assertThat(heard.isLost()).isFalse();
    }

    @Test
    void aServerThatDoesNotAnswerIsNotAskedForTheRest() throws Exception {
        server.keepSilentWhenAskedToRepeat();
        monitoring();

        server.say(1, 1);
        server.say(4, 4);

        await().atMost(SOON).until(() -> heard.missed() > 0);
        assertThat(heard.missed()).isEqualTo(2);
        assertThat(server.repeated()).containsExactly(2L);
        await().atMost(SOON).until(() -> heard.goodValues(0).contains(Value.of(4)));
    }

    @Test
    void aSubscriptionEndedByTheServerEndsTheSession() throws Exception {
        monitoring();

        server.sayStatus(1, StatusCodes.Bad_Timeout);

        await().atMost(SOON).until(heard::isLost);
        assertThat(heard.lostReasons())
                .singleElement()
                .asString()
                .isEqualTo("The server has ended the subscription (Bad_Timeout).");
    }

    @Test
    void theConfiguredHostIsKeptUnlessTheAdvertisedOneIsWanted() throws Exception {
        OpcUaSettings kept = ServerSettings.plain(server.port());
        OpcUaSettings advertised = new OpcUaSettings(
                kept.endpoint(),
                Security.none(),
                Identity.anonymous(),
                kept.timeout(),
                kept.connectTimeout(),
                kept.sessionTimeout(),
                kept.publishingInterval(),
                kept.queueSize(),
                kept.keepAlive(),
                true,
                kept.batchLimit(),
                kept.dataChangeTrigger());

        assertThat(Station.read(station.open(kept), "i=2259").value()).isEqualTo(Value.of(0));
        assertThatThrownBy(() -> station.open(advertised))
                .hasMessageContaining("advertised.invalid")
                .hasMessageContaining("unknown");
    }
}
