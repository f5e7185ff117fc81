package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.opcua.CertificateCheck.Refused;
import io.millrace.connector.opcua.Certificates.Made;
import io.millrace.connector.opcua.OpcUaSettings.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateCheckTest {

    private static final String URI = "urn:kiln";
    private static final String HOST = "kiln-1";
    private static final Instant NOW = Instant.now();
    private static final Made SERVER =
            Certificates.selfSigned("Kiln 1", URI, NOW.minusSeconds(3600), NOW.plusSeconds(3600), HOST);
    private static final Made AUTHORITY = Certificates.authority("Plant CA");
    private static final Made ISSUED = Certificates.signedBy(AUTHORITY, "Kiln 2", URI, HOST);

    @TempDir
    Path folder;

    private CertificateCheck at(Instant time, Fault... tolerated) {
        return new CertificateCheck(
                new Pki(folder), "opc.tcp://kiln-1:4840", List.of(tolerated), Clock.fixed(time, ZoneOffset.UTC));
    }

    private void validate(CertificateCheck check, Made server, String uri, String host, X509Certificate... more)
            throws Exception {
        List<X509Certificate> chain = new java.util.ArrayList<>(List.of(server.certificate()));
        chain.addAll(List.of(more));
        check.validateCertificateChain(chain, uri, new String[] {host});
    }

    private void put(String place, byte[] bytes) {
        Certificates.write(folder.resolve("pki").resolve(place), bytes);
    }

    @Test
    void anUntrustedCertificateIsKeptForAPersonToMove() throws Exception {
        Path rejected = folder.resolve("pki/rejected").resolve(Pki.fileName(SERVER.certificate()));

        assertThatThrownBy(() -> validate(at(NOW), SERVER, URI, HOST))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("move the file " + rejected + " to the folder " + folder.resolve("pki/trusted"));

        Files.move(rejected, folder.resolve("pki/trusted").resolve(rejected.getFileName()));
        assertThatCode(() -> validate(at(NOW), SERVER, URI, HOST)).doesNotThrowAnyException();
    }

    @Test
    void eachFaultHasASentenceOfItsOwnAndSomeCanBeTolerated() {
        put("trusted/kiln.der", SERVER.encoded());
        Instant late = NOW.plus(Duration.ofDays(2));
        Instant early = NOW.minus(Duration.ofDays(2));

        assertThatThrownBy(() -> validate(at(late), SERVER, URI, HOST)).hasMessageContaining("has expired on");
        assertThatThrownBy(() -> validate(at(early), SERVER, URI, HOST)).hasMessageContaining("is not valid before");
        assertThatThrownBy(() -> validate(at(NOW), SERVER, "urn:oven", HOST))
                .hasMessageContaining("belongs to another application")
                .hasMessageContaining("urn:oven");
        assertThatThrownBy(() -> validate(at(NOW), SERVER, URI, "oven-1"))
                .hasMessageContaining("was made for other hosts (kiln-1), not for 'oven-1'");
        assertThatCode(() -> validate(at(late, Fault.values()), SERVER, "urn:oven", "oven-1"))
                .doesNotThrowAnyException();
    }

    @Test
    void anAuthorityVouchesForItsServers() {
        assertThatThrownBy(() -> validate(at(NOW), ISSUED, URI, HOST)).hasMessageContaining("is not trusted");

        put("trusted/ca.der", AUTHORITY.encoded());

        assertThatCode(() -> validate(at(NOW), ISSUED, URI, HOST)).doesNotThrowAnyException();
        assertThatCode(() -> validate(at(NOW), ISSUED, URI, HOST, AUTHORITY.certificate()))
                .doesNotThrowAnyException();
    }

    @Test
    void anIssuerAloneDoesNotMakeTrust() {
        put("issuers/ca.der", AUTHORITY.encoded());
        assertThatThrownBy(() -> validate(at(NOW), ISSUED, URI, HOST)).hasMessageContaining("is not trusted");

        put("trusted/kiln.der", ISSUED.encoded());
        assertThatCode(() -> validate(at(NOW), ISSUED, URI, HOST)).doesNotThrowAnyException();
    }

    @Test
    void aRevokedCertificateIsRefusedWhateverIsTolerated() throws Exception {
        put("trusted/ca.der", AUTHORITY.encoded());
        put(
                "issuers/crl/ca.crl",
                Certificates.revocation(AUTHORITY, ISSUED.certificate()).getEncoded());

        assertThatThrownBy(() -> validate(at(NOW, Fault.values()), ISSUED, URI, HOST))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                                (int) refused.getStatusCode().value())
                        .isEqualTo((int) StatusCodes.Bad_CertificateRevoked))
                .hasMessageContaining("has been revoked by its issuer 'Plant CA'");
    }

    @Test
    void aForgedRevocationListRevokesNothing() throws Exception {
        Made impostor = Certificates.authority("Plant CA");
        put("trusted/ca.der", AUTHORITY.encoded());
        put(
                "issuers/crl/forged.crl",
                Certificates.revocation(impostor, ISSUED.certificate()).getEncoded());

        assertThatCode(() -> validate(at(NOW), ISSUED, URI, HOST)).doesNotThrowAnyException();
    }

    @Test
    void anImpostorOfATrustedAuthorityIsNotTrusted() {
        Made impostor = Certificates.authority("Plant CA");
        put("trusted/ca.der", AUTHORITY.encoded());

        assertThatThrownBy(() -> validate(
                        at(NOW),
                        Certificates.signedBy(impostor, "Kiln 2", URI, HOST),
                        URI,
                        HOST,
                        impostor.certificate()))
                .hasMessageContaining("is not trusted");
    }

    @Test
    void whatIsNoCertificateIsPassedOver() {
        put("trusted/readme.txt", "put certificates here".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        put("trusted/empty.der", new byte[0]);
        put("trusted/kiln.der", SERVER.encoded());

        assertThatCode(() -> validate(at(NOW), SERVER, URI, HOST)).doesNotThrowAnyException();
    }
}
