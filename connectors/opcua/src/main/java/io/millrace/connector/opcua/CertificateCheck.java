package io.millrace.connector.opcua;

import io.millrace.connector.opcua.OpcUaSettings.Fault;
import java.security.GeneralSecurityException;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server's certificate is trusted (OPC 10000-4, 6.1.3): validity, a chain to something trusted, revocation,
 * application URI, host name. Revocation is looked up in the lists on disk by this class itself: the JDK's checker would
 * need its internals opened by a JVM flag. Thread-safe.
 */
final class CertificateCheck implements CertificateValidator {

    private final Pki pki;
    private final String endpoint;
    private final List<Fault> tolerated;
    private final Clock clock;

    CertificateCheck(Pki pki, String endpoint, List<Fault> tolerated, Clock clock) {
        this.pki = pki;
        this.endpoint = endpoint;
        this.tolerated = List.copyOf(tolerated);
        this.clock = clock;
    }

    /** A refusal; the message is a sentence for people. */
    static final class Refused extends UaException {
        private static final long serialVersionUID = 1L;

        Refused(long status, String sentence) {
            super(status, sentence);
        }
    }

    @Override
    public void validateCertificateChain(
            List<X509Certificate> chain, @Nullable String applicationUri, @Nullable String @Nullable [] hostNames)
            throws UaException {
        X509Certificate server = chain.get(0);
        checkValidity(server);
        List<X509Certificate> path = trustedPath(chain);
        for (X509Certificate authority : path.subList(1, path.size())) {
            checkValidity(authority);
        }
        checkRevocation(path);
        if (applicationUri != null && !tolerated.contains(Fault.APPLICATION_URI)) {
            checkApplicationUri(server, applicationUri);
        }
        if (hostNames != null && hostNames.length > 0 && !tolerated.contains(Fault.HOST_NAME)) {
            checkHostName(server, hostNames);
        }
    }

    private void checkValidity(X509Certificate certificate) throws Refused {
        if (tolerated.contains(Fault.VALIDITY)) {
            return;
        }
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new Refused(
                    StatusCodes.Bad_CertificateTimeInvalid,
                    intro(certificate) + " has expired on " + day(certificate.getNotAfter())
                            + ": renew it on the server. " + waysOut("validity"));
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new Refused(
                    StatusCodes.Bad_CertificateTimeInvalid,
                    intro(certificate) + " is not valid before " + day(certificate.getNotBefore())
                            + ": set the clocks of the server and of this hub. " + waysOut("validity"));
        }
    }

    private List<X509Certificate> trustedPath(List<X509Certificate> chain) throws Refused {
        X509Certificate server = chain.get(0);
        List<X509Certificate> trusted = pki.trustedCertificates();
        if (trusted.contains(server) && isSelfIssued(server)) {
            return List.of(server);
        }
        try {
            PKIXCertPathBuilderResult built =
                    CertificateValidationUtil.buildTrustedCertPath(chain, trusted, pki.issuers());
            List<X509Certificate> path = new ArrayList<>();
            built.getCertPath().getCertificates().forEach(certificate -> path.add((X509Certificate) certificate));
            path.add(built.getTrustAnchor().getTrustedCert());
            return path;
        } catch (UaException untrusted) {
            java.nio.file.Path kept = pki.reject(server);
            throw new Refused(
                    StatusCodes.Bad_CertificateUntrusted,
                    intro(server) + " (SHA-1 " + Pki.thumbprint(server)
                            + ") is not trusted. If this is the right server, move the file " + kept
                            + " to the folder " + pki.trusted() + "; the next attempt then succeeds.");
        }
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** @param path the server's certificate first, then who issued each; the last is the anchor */
    private void checkRevocation(List<X509Certificate> path) throws Refused {
        if (path.size() < 2) {
            return;
        }
        List<X509CRL> lists = pki.revocations();
        for (int i = 0; i < path.size() - 1; i++) {
            X509Certificate certificate = path.get(i);
            X509Certificate issuer = path.get(i + 1);
            for (X509CRL list : lists) {
                if (list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                        && isSigned(list, issuer)
                        && list.isRevoked(certificate)) {
                    throw new Refused(
                            i == 0 ? StatusCodes.Bad_CertificateRevoked : StatusCodes.Bad_CertificateIssuerRevoked,
                            intro(certificate) + " has been revoked by its issuer '"
                                    + name(issuer)
                                    + "': give the server a new certificate. There is no way round this.");
                }
            }
        }
    }

    private static boolean isSigned(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException forged) {
            return false;
        }
    }

    private void checkApplicationUri(X509Certificate server, String applicationUri) throws Refused {
        try {
            CertificateValidationUtil.checkApplicationUri(server, applicationUri);
        } catch (UaException differs) {
            throw new Refused(
                    StatusCodes.Bad_CertificateUriInvalid,
                    intro(server) + " belongs to another application: the server calls itself '" + applicationUri
                            + "', its certificate does not. Give the server a certificate of its own. "
                            + waysOut("application-uri"));
        }
    }

    private void checkHostName(X509Certificate server, @Nullable String[] hostNames) throws Refused {
        try {
            CertificateValidationUtil.checkHostnameOrIpAddress(server, hostNames);
        } catch (UaException differs) {
            throw new Refused(
                    StatusCodes.Bad_CertificateHostNameInvalid,
                    intro(server) + " was made for other hosts (" + String.join(", ", hostNames(server))
                            + "), not for '" + hostNames[0]
                            + "': connect by one of those names, or renew the certificate on the server. "
                            + waysOut("host-name"));
        }
    }

    private static List<String> hostNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(2) || alternative.get(0).equals(7)) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (GeneralSecurityException unreadable) {
            names.clear();
        }
        return names.isEmpty() ? List.of("none are named") : names;
    }

    private String intro(X509Certificate certificate) {
        return "The certificate '" + name(certificate) + "' of the server at " + endpoint;
    }

    private static String name(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        int from = subject.indexOf("CN=");
        return from < 0 ? subject : subject.substring(from + 3).split(",", 2)[0];
    }

    private static String day(Date date) {
        return date.toInstant().toString().substring(0, 10);
    }

    private static String waysOut(String fault) {
        return "Only if that cannot be done, tolerate it with security.tolerate: [" + fault + "].";
    }
}
