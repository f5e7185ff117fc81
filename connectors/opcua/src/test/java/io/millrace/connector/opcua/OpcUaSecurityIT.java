package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.ConnectorException;
import io.millrace.connector.exam.Peer;
import io.millrace.connector.exam.Peers;
import io.millrace.connector.opcua.OpcUaSettings.Fault;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Mode;
import io.millrace.connector.opcua.OpcUaSettings.Policy;
import io.millrace.model.Value;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies, users and trust, against a node-opcua server that offers everything. */
@Timeout(60)
class OpcUaSecurityIT {

    @TempDir
    static Path shared;

    private static final String PEER = "urn:localhost:peer";

    private static Path certificate;
    private static Path key;
    private static Peer server;

    @TempDir
    Path folder;

    private Station station;

    @BeforeAll
    static void startTheServer() {
        Instant now = Instant.now();
        Certificates.Made local = Certificates.selfSigned(
                "Kiln server", PEER, now.minusSeconds(60), now.plusSeconds(86_400), "localhost");
        certificate = local.writeCertificate(shared.resolve("server.pem"));
        key = local.writeKey(shared.resolve("server.key"));
        server = server("peer", "security=all", "users=operator:kiln-1");
    }

    private static Peer server(String name, String... options) {
        return Peers.node("opcua-server.js", shared.resolve(name).toString())
                .with("certificate=" + certificate, "key=" + key)
                .with(options)
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
        station = new Station(folder);
    }

    @AfterEach
    void tearDown() {
        station.close();
    }

    private void trustTheServer(OpcUaSettings settings) throws IOException {
        assertThatThrownBy(() -> station.open(settings)).isInstanceOf(ConnectorException.class);
        try (Stream<Path> rejected = Files.list(folder.resolve("pki/rejected"))) {
            for (Path file : rejected.toList()) {
                Files.move(file, folder.resolve("pki/trusted").resolve(file.getFileName()));
            }
        }
    }

    private void assertServes(OpcUaSettings settings) throws Exception {
        assertThat(Station.values(station.open(settings), "ns=1;s=Double")).containsExactly(Value.of(850.25));
    }

    @ParameterizedTest
    @CsvSource({
        "BASIC256SHA256, SIGN",
        "BASIC256SHA256, SIGN_AND_ENCRYPT",
        "AES128_SHA256_RSAOAEP, SIGN",
        "AES128_SHA256_RSAOAEP, SIGN_AND_ENCRYPT",
        "AES256_SHA256_RSAPSS, SIGN",
        "AES256_SHA256_RSAPSS, SIGN_AND_ENCRYPT",
        "AUTO, AUTO",
        "NONE, AUTO"
    })
    void everyPolicyAndModeServesOnceTheServerIsTrusted(Policy policy, Mode mode) throws Exception {
        OpcUaSettings settings = ServerSettings.secure(server.port(), policy, mode);
        if (policy != Policy.NONE) {
            trustTheServer(settings);
        }

        assertServes(settings);
    }

    @Test
    void anUntrustedServerIsRefusedWithWhatToDo() throws Exception {
        OpcUaSettings settings = ServerSettings.secure(server.port(), Policy.BASIC256SHA256, Mode.SIGN);

        assertThatThrownBy(() -> station.open(settings))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("is not trusted")
                .hasMessageContaining(folder.resolve("pki/rejected").toString())
                .hasMessageContaining(folder.resolve("pki/trusted").toString())
                .hasMessageContaining(settings.endpoint());

        trustTheServer(settings);
        assertServes(settings);
    }

    @Test
    void theOwnCertificateIsMadeOnceAndKeptPrivate() throws Exception {
        OpcUaSettings settings = ServerSettings.secure(server.port(), Policy.AUTO, Mode.AUTO);
        trustTheServer(settings);
        assertServes(settings);
        byte[] first = Files.readAllBytes(folder.resolve("pki/own/certificate.der"));
        assertServes(settings);

        assertThat(Files.readAllBytes(folder.resolve("pki/own/certificate.der")))
                .isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(folder.resolve("pki/own/private-key.pem")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @ParameterizedTest
    @CsvSource({"BASIC256SHA256, SIGN_AND_ENCRYPT", "BASIC256SHA256, SIGN", "NONE, NONE"})
    void usersComeInWithTheirPasswordOnly(Policy policy, Mode mode) throws Exception {
        OpcUaSettings right = ServerSettings.secure(server.port(), policy, mode, Identity.user("operator", "kiln-1"));
        OpcUaSettings wrong = ServerSettings.secure(server.port(), policy, mode, Identity.user("operator", "oven"));
        trustTheServer(right);

        assertServes(right);
        assertThatThrownBy(() -> station.open(wrong))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("refuses the user 'operator'")
                .hasMessageContaining("password")
                .hasMessageNotContaining("oven");
        assertThat(wrong.toString()).doesNotContain("oven");
    }

    @Test
    void aPasswordIsNotEncryptedForAServerThatIsNotTrusted() {
        OpcUaSettings settings =
                ServerSettings.secure(server.port(), Policy.NONE, Mode.NONE, Identity.user("operator", "kiln-1"));

        assertThatThrownBy(() -> station.open(settings))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("is not trusted");
    }

    @Test
    void aUserMayBeACertificate() throws Exception {
        Certificates.Made user = Certificates.selfSigned(
                "operator",
                "urn:operator",
                Instant.now().minusSeconds(60),
                Instant.now().plusSeconds(3600));
        Identity identity = new Identity(
                null, null, user.writeCertificate(folder.resolve("operator.pem")), new Secret(user.keyPem()));
        OpcUaSettings settings =
                ServerSettings.secure(server.port(), Policy.BASIC256SHA256, Mode.SIGN_AND_ENCRYPT, identity);
        trustTheServer(settings);

        assertServes(settings);
    }

    @Test
    void aServerThatDoesNotTrustThisHubIsToldApart() throws Exception {
        try (Peer strict = server("strict", "security=secure", "accept=no")) {
            OpcUaSettings settings = ServerSettings.secure(strict.port(), Policy.BASIC256SHA256, Mode.SIGN);
            trustTheServer(settings);

            assertThatThrownBy(() -> station.open(settings))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("certificate")
                    .hasMessageContaining(
                            folder.resolve("pki/own/certificate.der").toString());
        }
    }

    @Test
    void aFullServerAndOneWithoutThePolicySaySo() throws Exception {
        try (Peer small = server("small", "sessions=1")) {
            OpcUaSettings plain = ServerSettings.plain(small.port());
            OpcUaSettings secure = ServerSettings.secure(small.port(), Policy.AES256_SHA256_RSAPSS, Mode.AUTO);
            Station.values(station.open(plain), "ns=1;s=Double");

            assertThatThrownBy(() -> station.open(plain))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("no room for another session");
            assertThatThrownBy(() -> station.open(secure))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("aes256-sha256-rsapss")
                    .hasMessageContaining("It offers: none.");
        }
    }

    @Test
    void anExpiredCertificateIsRefusedUnlessTolerated() throws Exception {
        Instant now = Instant.now();
        Certificates.Made expired = Certificates.selfSigned(
                "Old kiln", "urn:localhost:peer", now.minusSeconds(864_000), now.minusSeconds(86_400), "localhost");
        Path certificate = expired.writeCertificate(folder.resolve("old.pem"));
        Path key = expired.writeKey(folder.resolve("old.key"));
        try (Peer old = server("old", "security=secure", "certificate=" + certificate, "key=" + key)) {
            Files.createDirectories(folder.resolve("pki/trusted"));
            Files.copy(certificate, folder.resolve("pki/trusted/old.pem"));
            OpcUaSettings strict = ServerSettings.secure(old.port(), Policy.AUTO, Mode.AUTO);
            OpcUaSettings tolerant = ServerSettings.secure(old.port(), Policy.AUTO, Mode.AUTO, Fault.VALIDITY);

            assertThatThrownBy(() -> station.open(strict))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("has expired on")
                    .hasMessageContaining("tolerate: [validity]");
            assertServes(tolerant);
        }
    }
}
