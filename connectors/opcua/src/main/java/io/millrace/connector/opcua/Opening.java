package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.opcua.EndpointChoice.Chosen;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.typetree.DataTypeManagerFactory;
import org.eclipse.milo.opcua.sdk.client.typetree.DataTypeTreeFactory;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsResponse;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/**
 * How a session comes about: ask for the endpoints, choose one, check its certificate, connect, create and activate a
 * session. Every step is bounded by the time-outs of the settings and ends with the interruption of its thread. Used
 * once, by one thread.
 */
final class Opening {

    private final OpcUaSettings settings;
    private final ConnectorEnvironment environment;
    private final SharedThreads.Lease threads;
    private final Pki pki;
    private final CertificateCheck check;

    /** What a session is made from. */
    record Opened(OpcUaClient client, OneLifeTransport transport, OpcUaSession session) {}

    Opening(OpcUaSettings settings, ConnectorEnvironment environment, SharedThreads.Lease threads, Clock clock) {
        this.settings = settings;
        this.environment = environment;
        this.threads = threads;
        this.pki = new Pki(environment.folder());
        this.check = new CertificateCheck(
                pki, settings.endpoint(), settings.security().tolerate(), clock);
    }

    /** @param onClosed hears of the end of the connection, on a network thread, also before this has returned */
    Opened open(Consumer<@Nullable Throwable> onClosed) throws ConnectorException, InterruptedException {
        List<EndpointDescription> offered = discover();
        Chosen chosen = EndpointChoice.choose(offered, settings);
        EndpointDescription endpoint = settings.useAdvertisedHost()
                ? chosen.endpoint()
                : EndpointUtil.updateUrl(chosen.endpoint(), settings.host(), settings.port());
        boolean certificateMatters = chosen.isSecure()
                || (chosen.token().getTokenType() == UserTokenType.UserName
                        && chosen.tokenPolicy() != SecurityPolicy.None);
        if (certificateMatters) {
            bringBouncyCastle();
            checkCertificate(endpoint);
        }
        OpcUaClientConfig config = config(endpoint, offered, chosen);
        OneLifeTransport transport = new OneLifeTransport(threads, settings, onClosed);
        OpcUaClient client = new OpcUaClient(config, transport);
        client.setDataTypeTreeFactory(DataTypeTreeFactory.lazy());
        client.setDynamicDataTypeManagerFactory(DataTypeManagerFactory.lazy());
        return connect(client, transport, endpoint);
    }

    /** Milo asks for the signature of Aes256_Sha256_RsaPss by the name that only Bouncy Castle knows it by. */
    private static synchronized void bringBouncyCastle() {
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
    }

    private Opened connect(OpcUaClient client, OneLifeTransport transport, EndpointDescription endpoint)
            throws ConnectorException, InterruptedException {
        OpcUaSession session = null;
        try {
            Duration most = settings.connectTimeout().plus(settings.timeout().multipliedBy(3));
            session = await(client.connectAsync().thenCompose(OpcUaClient::getSessionAsync), most);
            return new Opened(client, transport, session);
        } catch (ExecutionException | TimeoutException fault) {
            throw new ConnectorException(failure(fault, endpoint), Faults.root(fault));
        } finally {
            if (session == null) {
                transport.kill();
                var unused = client.disconnectAsync();
            }
        }
    }

    /** Also where the server keeps its unprotected discovery apart, as OPC 10000-12, 4.3.3 allows. */
    private List<EndpointDescription> discover() throws ConnectorException, InterruptedException {
        try {
            return discover(settings.endpoint());
        } catch (ExecutionException | TimeoutException fault) {
            boolean refused = Faults.status(fault) != 0 && !Faults.isTimeout(fault);
            if (refused && !settings.endpoint().endsWith("/discovery")) {
                String apart = settings.endpoint().replaceFirst("/+$", "") + "/discovery";
                try {
                    return discover(apart);
                } catch (ExecutionException | TimeoutException neither) {
                    throw new ConnectorException(failure(fault), Faults.root(fault));
                }
            }
            throw new ConnectorException(failure(fault), Faults.root(fault));
        }
    }

    private List<EndpointDescription> discover(String url)
            throws InterruptedException, ExecutionException, TimeoutException {
        EndpointDescription anybody = new EndpointDescription(
                url,
                null,
                null,
                MessageSecurityMode.None,
                SecurityPolicy.None.getUri(),
                null,
                Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
                ubyte(0));
        OneLifeTransport transport = new OneLifeTransport(threads, settings, error -> {});
        DiscoveryClient discovery = new DiscoveryClient(anybody, transport);
        try {
            await(discovery.connectAsync(), settings.connectTimeout().plus(settings.timeout()));
            GetEndpointsResponse response =
                    await(discovery.getEndpoints(url, new String[0], new String[0]), settings.timeout());
            return List.of(Objects.requireNonNullElse(response.getEndpoints(), new EndpointDescription[0]));
        } finally {
            var unused = transport.disconnect();
        }
    }

    private void checkCertificate(EndpointDescription endpoint) throws ConnectorException {
        try {
            List<X509Certificate> chain = CertificateUtil.decodeCertificates(
                    endpoint.getServerCertificate() == null
                            ? new byte[0]
                            : endpoint.getServerCertificate().bytesOrEmpty());
            if (chain.isEmpty()) {
                throw new ConnectorException("The server at " + settings.endpoint()
                        + " has no certificate, which its security policy needs: give it one.");
            }
            check.validateCertificateChain(
                    chain,
                    endpoint.getServer() == null ? null : endpoint.getServer().getApplicationUri(),
                    new String[] {EndpointUtil.getHost(endpoint.getEndpointUrl())});
        } catch (CertificateCheck.Refused refused) {
            throw new ConnectorException(String.valueOf(refused.getMessage()), refused);
        } catch (UaException unreadable) {
            throw new ConnectorException(
                    "The certificate of the server at " + settings.endpoint() + " cannot be read ("
                            + Faults.brief(unreadable) + ").",
                    unreadable);
        }
    }

    private OpcUaClientConfig config(EndpointDescription endpoint, List<EndpointDescription> offered, Chosen chosen)
            throws ConnectorException {
        OpcUaClientConfigBuilder config = OpcUaClientConfig.builder()
                .setEndpoint(endpoint)
                .setDiscoveryEndpoints(offered)
                .setSessionEndpointValidationEnabled(false)
                .setApplicationName(LocalizedText.english("Millrace"))
                .setApplicationUri(Pki.applicationUri())
                .setProductUri("urn:millrace")
                .setSessionName(() -> "Millrace " + environment.connection())
                .setRequestTimeout(uint(settings.timeout().toMillis()))
                .setSessionTimeout(uint(settings.sessionTimeout().toMillis()))
                .setKeepAliveInterval(uint(settings.keepAlive().toMillis()))
                .setKeepAliveTimeout(uint(settings.keepAlive().toMillis()))
                .setKeepAliveFailuresAllowed(uint(1))
                .setCertificateValidator(check)
                .setIdentityProvider(identity(chosen));
        if (chosen.isSecure()) {
            try {
                Pki.Own own = pki.own();
                config.setApplicationUri(own.applicationUri())
                        .setKeyPair(own.keys())
                        .setCertificate(own.certificate())
                        .setCertificateChain(new X509Certificate[] {own.certificate()});
            } catch (IOException | GeneralSecurityException unusable) {
                throw new ConnectorException(
                        "This hub's certificate for OPC UA at " + pki.ownCertificate() + " cannot be used ("
                                + unusable.getMessage()
                                + "): check the rights on that folder, or delete the files in it to"
                                + " have new ones made.",
                        unusable);
            }
        }
        return config.build();
    }

    private IdentityProvider identity(Chosen chosen) throws ConnectorException {
        Identity identity = settings.identity();
        if (identity.user() != null && identity.password() != null) {
            return new UsernameProvider(identity.user(), identity.password().value(), check, offered -> chosen.token());
        }
        if (identity.certificate() != null && identity.privateKey() != null) {
            try {
                List<X509Certificate> chain = Pki.certificates(identity.certificate());
                PrivateKey key = Pki.privateKey(identity.privateKey().value());
                return new X509IdentityProvider(chain, key);
            } catch (IOException | GeneralSecurityException unusable) {
                throw new ConnectorException(
                        "The user certificate " + identity.certificate() + " or its private key cannot be used ("
                                + unusable.getMessage() + ").",
                        unusable);
            }
        }
        return new AnonymousProvider();
    }

    private String failure(Throwable fault) {
        return Faults.connecting(
                fault, settings.endpoint(), settings, pki.ownCertificate().toString());
    }

    /** When the server has sent us on to another address, that is the one to name. */
    private String failure(Throwable fault, EndpointDescription endpoint) {
        String url = endpoint.getEndpointUrl();
        if (!settings.useAdvertisedHost() || url == null) {
            return failure(fault);
        }
        return Faults.connecting(fault, url, settings, pki.ownCertificate().toString())
                + " That is how the server at " + settings.endpoint()
                + " names itself; to keep the configured host set useAdvertisedHost to false.";
    }

    private static <T> T await(CompletableFuture<T> stage, Duration most)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.get(most.toMillis(), TimeUnit.MILLISECONDS);
    }
}
