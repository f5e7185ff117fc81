package io.millrace.connector.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates on disk: {@code own} (this hub's certificate and key, made once), {@code trusted} (servers, or the
 * authorities that vouch for them), {@code issuers} (authorities needed to complete a chain, not trusted by themselves),
 * {@code issuers/crl} and {@code trusted/crl} (what the authorities have revoked), {@code rejected} (what was shown and
 * not trusted, for a person to move). Read afresh at every connect, so that moving a file is all it takes. Thread-safe
 * within one process.
 */
final class Pki {

    private static final Logger log = LoggerFactory.getLogger(Pki.class);
    private static final Object MAKING = new Object();
    private static final Period VALIDITY = Period.ofYears(10);
    private static final int REJECTED_KEPT = 200;

    private final Path folder;

    /** Who this hub is. */
    record Own(KeyPair keys, X509Certificate certificate, String applicationUri) {}

    /** @param folder need not exist; {@code pki} is made below it */
    Pki(Path folder) {
        this.folder = folder.resolve("pki").toAbsolutePath().normalize();
    }

    Path ownCertificate() {
        return folder.resolve("own").resolve("certificate.der");
    }

    Path trusted() {
        return folder.resolve("trusted");
    }

    /**
     * This hub's certificate and key; made when there is none.
     *
     * @throws IOException when the folder cannot be read or written, or holds something else
     */
    Own own() throws IOException, GeneralSecurityException {
        synchronized (MAKING) {
            Path certificateFile = ownCertificate();
            Path keyFile = folder.resolve("own").resolve("private-key.pem");
            if (!Files.exists(certificateFile) || !Files.exists(keyFile)) {
                makeFolders();
                make(certificateFile, keyFile);
            }
            X509Certificate certificate = certificates(certificateFile).get(0);
            PrivateKey key = privateKey(Files.readString(keyFile));
            return new Own(new KeyPair(certificate.getPublicKey(), key), certificate, uri(certificate));
        }
    }

    private static String uri(X509Certificate certificate) {
        try {
            String uri = CertificateValidationUtil.getSubjectAltNameUri(certificate);
            return uri == null ? applicationUri() : uri;
        } catch (org.eclipse.milo.opcua.stack.core.UaException unreadable) {
            return applicationUri();
        }
    }

    /** The name of this application among all others, where no certificate says it. */
    static String applicationUri() {
        return "urn:" + hostName() + ":millrace";
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private void makeFolders() throws IOException {
        for (String name : List.of("own", "trusted", "trusted/crl", "issuers", "issuers/crl", "rejected")) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    private static void make(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String host = hostName();
        SelfSignedCertificateBuilder builder = new SelfSignedCertificateBuilder(keys)
                .setCommonName("Millrace on " + host)
                .setOrganization("Millrace")
                .setApplicationUri(applicationUri())
                .setValidityPeriod(VALIDITY)
                .addDnsName(host);
        X509Certificate certificate;
        try {
            certificate = builder.build();
        } catch (Exception failed) {
            throw new GeneralSecurityException("the certificate cannot be made: " + failed.getMessage(), failed);
        }
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        write(keyFile, pem.getBytes(StandardCharsets.US_ASCII), true);
        write(certificateFile, certificate.getEncoded(), false);
        log.atInfo().addKeyValue("file", certificateFile).log("made the certificate of this hub for OPC UA");
    }

    private static void write(Path file, byte[] bytes, boolean secret) throws IOException {
        Path parent = java.util.Objects.requireNonNull(file.getParent());
        boolean posix = Files.getFileStore(parent).supportsFileAttributeView("posix");
        Path fresh = secret && posix
                ? Files.createTempFile(
                        parent,
                        ".new",
                        null,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(parent, ".new", null);
        Files.write(fresh, bytes);
        if (!secret && posix) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        }
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Keeps a certificate that was not trusted, and says where. The oldest make room. */
    Path reject(X509Certificate certificate) {
        Path rejected = folder.resolve("rejected");
        Path file = rejected.resolve(fileName(certificate));
        try {
            makeFolders();
            if (!Files.exists(file)) {
                write(file, certificate.getEncoded(), false);
                prune(rejected);
            }
        } catch (IOException | GeneralSecurityException unwritable) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", unwritable.toString())
                    .log("cannot keep a rejected certificate");
        }
        return file;
    }

    private static void prune(Path rejected) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(rejected)) {
            files = all.filter(Files::isRegularFile)
                    .sorted(java.util.Comparator.comparing(Pki::age))
                    .toList();
        }
        for (int i = 0; i < files.size() - REJECTED_KEPT; i++) {
            Files.deleteIfExists(files.get(i));
        }
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return 0;
        }
    }

    static String fileName(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        int from = subject.indexOf("CN=");
        String name = from < 0 ? "server" : subject.substring(from + 3).split(",", 2)[0];
        String plain = name.replaceAll("[^A-Za-z0-9._-]+", "-");
        return (plain.length() > 60 ? plain.substring(0, 60) : plain) + "-"
                + thumbprint(certificate).substring(0, 12) + ".der";
    }

    /** SHA-1 over the certificate, as OPC UA tools show it. */
    static String thumbprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    List<X509Certificate> trustedCertificates() {
        return readCertificates(trusted());
    }

    List<X509Certificate> issuers() {
        return readCertificates(folder.resolve("issuers"));
    }

    List<X509CRL> revocations() {
        List<X509CRL> found = new ArrayList<>();
        for (String name : List.of("trusted/crl", "issuers/crl")) {
            for (Path file : files(folder.resolve(name))) {
                try {
                    CertificateFactory.getInstance("X.509")
                            .generateCRLs(new ByteArrayInputStream(Files.readAllBytes(file)))
                            .forEach(crl -> found.add((X509CRL) crl));
                } catch (IOException | GeneralSecurityException unreadable) {
                    skipped(file, unreadable);
                }
            }
        }
        return found;
    }

    private static List<X509Certificate> readCertificates(Path folder) {
        List<X509Certificate> found = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                found.addAll(certificates(file));
            } catch (IOException | GeneralSecurityException unreadable) {
                skipped(file, unreadable);
            }
        }
        return found;
    }

    private static void skipped(Path file, Exception reason) {
        log.atWarn()
                .addKeyValue("file", file)
                .addKeyValue("reason", reason.toString())
                .log("not a certificate or revocation list in DER or PEM: ignored");
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Certificates of a file in PEM or DER. */
    static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                .forEach(certificate -> found.add((X509Certificate) certificate));
        if (found.isEmpty()) {
            throw new GeneralSecurityException("no certificate in " + file);
        }
        return found;
    }

    /** A private key, PKCS#8 in PEM. */
    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        if (!pem.contains("BEGIN PRIVATE KEY")) {
            throw new GeneralSecurityException("not a private key in PKCS#8 PEM (-----BEGIN PRIVATE KEY-----)");
        }
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (IllegalArgumentException notBase64) {
            throw new GeneralSecurityException("the private key is damaged", notBase64);
        }
    }
}
