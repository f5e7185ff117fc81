package io.millrace.connector.opcua;

import io.millrace.connector.ConnectorException;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.jspecify.annotations.Nullable;

/** Chooses among the endpoints a server offers (OPC 10000-4, 5.5.4). Pure. */
final class EndpointChoice {

    /** Weakest first. */
    private static final List<SecurityPolicy> STRENGTH = List.of(
            SecurityPolicy.None,
            SecurityPolicy.Basic256Sha256,
            SecurityPolicy.Aes128_Sha256_RsaOaep,
            SecurityPolicy.Aes256_Sha256_RsaPss);

    /**
     * @param endpoint as the server describes it
     * @param token how the user is to be proven
     */
    record Chosen(EndpointDescription endpoint, SecurityPolicy policy, UserTokenPolicy token) {

        boolean isSecure() {
            return policy != SecurityPolicy.None;
        }

        /** The policy a password or signature is protected by; OPC 10000-4, 7.42. */
        SecurityPolicy tokenPolicy() {
            return EndpointChoice.tokenPolicy(token, policy).orElse(SecurityPolicy.None);
        }
    }

    private EndpointChoice() {}

    /** @throws ConnectorException when nothing fits, with what the server offers */
    static Chosen choose(List<EndpointDescription> offered, OpcUaSettings settings) throws ConnectorException {
        List<EndpointDescription> fitting = offered.stream()
                .filter(EndpointChoice::isBinaryTcp)
                .filter(endpoint -> policy(endpoint).isPresent())
                .filter(endpoint -> fits(endpoint, settings))
                .sorted(Comparator.comparingInt(EndpointChoice::strength).reversed())
                .toList();
        if (fitting.isEmpty()) {
            throw new ConnectorException(
                    "The server at " + settings.endpoint() + " has no endpoint with " + wanted(settings)
                            + ". It offers: " + list(offered) + ". Change 'security' accordingly, or the server.");
        }
        boolean bare = false;
        for (EndpointDescription endpoint : fitting) {
            SecurityPolicy policy = policy(endpoint).orElseThrow();
            for (UserTokenPolicy token : tokens(endpoint, settings.identity())) {
                if (isProtected(endpoint, policy, token)) {
                    return new Chosen(endpoint, policy, token);
                }
                bare = true;
            }
        }
        if (bare) {
            throw new ConnectorException("The server at " + settings.endpoint()
                    + " would have the password of '" + settings.identity().user()
                    + "' sent unencrypted, which this hub does not do: choose a security policy other than none, or make"
                    + " the server ask for an encrypted password.");
        }
        throw new ConnectorException("The server at " + settings.endpoint() + " lets nobody in "
                + (wantedToken(settings.identity()) == UserTokenType.Anonymous
                        ? "anonymously: give a user and a password under 'identity'. It accepts: "
                        : "as '" + wantedToken(settings.identity()) + "'. It accepts: ")
                + tokenNames(fitting) + ".");
    }

    private static boolean isBinaryTcp(EndpointDescription endpoint) {
        String profile = endpoint.getTransportProfileUri();
        String url = endpoint.getEndpointUrl();
        return (profile == null || profile.isEmpty())
                ? url != null && url.startsWith("opc.tcp:")
                : profile.equals(Stack.TCP_UASC_UABINARY_TRANSPORT_URI);
    }

    private static boolean fits(EndpointDescription endpoint, OpcUaSettings settings) {
        SecurityPolicy wantedPolicy = settings.security().policy().policy;
        MessageSecurityMode wantedMode = settings.security().mode().mode;
        return (wantedPolicy == null || wantedPolicy == policy(endpoint).orElse(null))
                && (wantedMode == null || wantedMode == endpoint.getSecurityMode());
    }

    private static int strength(EndpointDescription endpoint) {
        int mode = endpoint.getSecurityMode() == MessageSecurityMode.SignAndEncrypt
                ? 2
                : endpoint.getSecurityMode() == MessageSecurityMode.Sign ? 1 : 0;
        return mode * 10 + policy(endpoint).map(STRENGTH::indexOf).orElse(-1);
    }

    private static Optional<SecurityPolicy> policy(EndpointDescription endpoint) {
        return STRENGTH.stream()
                .filter(policy -> policy.getUri().equals(endpoint.getSecurityPolicyUri()))
                .findFirst();
    }

    private static UserTokenType wantedToken(Identity identity) {
        if (identity.user() != null) {
            return UserTokenType.UserName;
        }
        return identity.certificate() != null ? UserTokenType.Certificate : UserTokenType.Anonymous;
    }

    /** The strongest first. */
    private static List<UserTokenPolicy> tokens(EndpointDescription endpoint, Identity identity) {
        SecurityPolicy channel = policy(endpoint).orElse(SecurityPolicy.None);
        return tokens(endpoint)
                .filter(token -> token.getTokenType() == wantedToken(identity))
                .filter(token -> tokenPolicy(token, channel).isPresent())
                .sorted(Comparator.comparingInt((UserTokenPolicy token) -> tokenPolicy(token, channel)
                                .map(STRENGTH::indexOf)
                                .orElse(-1))
                        .reversed())
                .toList();
    }

    private static Stream<UserTokenPolicy> tokens(EndpointDescription endpoint) {
        UserTokenPolicy @Nullable [] tokens = endpoint.getUserIdentityTokens();
        return tokens == null ? Stream.empty() : Stream.of(tokens);
    }

    private static Optional<SecurityPolicy> tokenPolicy(UserTokenPolicy token, SecurityPolicy channel) {
        String uri = token.getSecurityPolicyUri();
        return uri == null || uri.isEmpty()
                ? Optional.of(channel)
                : STRENGTH.stream()
                        .filter(policy -> policy.getUri().equals(uri))
                        .findFirst();
    }

    private static boolean isProtected(EndpointDescription endpoint, SecurityPolicy channel, UserTokenPolicy token) {
        return token.getTokenType() != UserTokenType.UserName
                || endpoint.getSecurityMode() == MessageSecurityMode.SignAndEncrypt
                || tokenPolicy(token, channel).orElse(SecurityPolicy.None) != SecurityPolicy.None;
    }

    private static String wanted(OpcUaSettings settings) {
        Policy policy = settings.security().policy();
        OpcUaSettings.Mode mode = settings.security().mode();
        String first = policy == Policy.AUTO ? "a security policy known here" : "the security policy " + word(policy);
        return mode == OpcUaSettings.Mode.AUTO ? first : first + " and the mode " + word(mode);
    }

    private static String list(List<EndpointDescription> offered) {
        TreeSet<String> names = new TreeSet<>();
        for (EndpointDescription endpoint : offered) {
            String uri = String.valueOf(endpoint.getSecurityPolicyUri());
            String policy = Stream.of(Policy.values())
                    .filter(known ->
                            known.policy != null && known.policy.getUri().equals(uri))
                    .map(EndpointChoice::word)
                    .findFirst()
                    .orElse(uri.substring(uri.indexOf('#') + 1) + " (not supported)");
            String mode = Stream.of(OpcUaSettings.Mode.values())
                    .filter(known -> known.mode != null && known.mode == endpoint.getSecurityMode())
                    .map(EndpointChoice::word)
                    .findFirst()
                    .orElse("?");
            names.add(policy.equals("none") ? policy : policy + " with " + mode);
        }
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    private static String tokenNames(List<EndpointDescription> endpoints) {
        TreeSet<String> names = new TreeSet<>();
        endpoints.stream()
                .flatMap(EndpointChoice::tokens)
                .forEach(token -> names.add(String.valueOf(token.getTokenType())));
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    /** As the site file writes it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
