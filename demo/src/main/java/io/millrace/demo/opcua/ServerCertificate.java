package io.millrace.demo.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key and self-signed certificate of a kiln's server, kept in a folder so that clients that trust it go on trusting it
 * after a restart.
 */
record ServerCertificate(KeyPair keyPair, X509Certificate certificate) {

    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

    /**
     * Reads them, or makes them when they are missing, unreadable, expired, or made for another host.
     *
     * @param name of the files, without ending
     * @throws IOException when the folder cannot be written
     */
    static ServerCertificate in(Path folder, String name, String applicationUri, String host) throws IOException {
        Path certificateFile = folder.resolve(name + ".der");
        Path keyFile = folder.resolve(name + ".key");
        if (Files.exists(certificateFile) && Files.exists(keyFile)) {
            try {
                return read(certificateFile, keyFile, host);
            } catch (IOException | GeneralSecurityException unusable) {
                log.atWarn()
                        .addKeyValue("file", certificateFile)
                        .addKeyValue("reason", unusable.getMessage())
                        .log("the certificate of a simulated kiln cannot be used and is made anew");
            }
        }
        try {
            ServerCertificate made = make(name, applicationUri, host);
            made.write(folder, certificateFile, keyFile);
            return made;
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("no certificate can be made: " + failure.getMessage(), failure);
        }
    }

    private static ServerCertificate read(Path certificateFile, Path keyFile, String host)
            throws IOException, GeneralSecurityException {
        X509Certificate certificate;
        try (InputStream in = Files.newInputStream(certificateFile)) {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        certificate.checkValidity();
        var names = certificate.getSubjectAlternativeNames();
        if (names == null || names.stream().noneMatch(entry -> host.equals(entry.get(1)))) {
            throw new GeneralSecurityException("it is not made for host " + host);
        }
        PrivateKey key =
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile)));
        return new ServerCertificate(new KeyPair(certificate.getPublicKey(), key), certificate);
    }

    private static ServerCertificate make(String name, String applicationUri, String host) throws Exception {
        KeyPair keyPair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        SelfSignedCertificateBuilder builder = new SelfSignedCertificateBuilder(keyPair)
                .setCommonName("Millrace demo " + name)
                .setOrganization("Millrace demo")
                .setApplicationUri(applicationUri)
                .setValidityPeriod(Period.ofYears(5));
        if (host.matches("[0-9.]+") || host.contains(":")) {
            builder.addIpAddress(host);
        } else {
            builder.addDnsName(host);
        }
        return new ServerCertificate(keyPair, builder.build());
    }

    private void write(Path folder, Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Files.deleteIfExists(keyFile);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(keyFile, keyPair.getPrivate().getEncoded());
        Files.write(certificateFile, certificate.getEncoded());
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ServerCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
