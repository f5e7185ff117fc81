package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import io.millrace.connector.ConnectorException;
import io.millrace.connector.opcua.EndpointChoice.Chosen;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Mode;
import io.millrace.connector.opcua.OpcUaSettings.Policy;
import io.millrace.connector.opcua.OpcUaSettings.Security;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.Test;

class EndpointChoiceTest {

    private static final Identity OPERATOR = Identity.user("operator", "kiln-1");
    private static final UserTokenPolicy ANONYMOUS =
            new UserTokenPolicy("anonymous", UserTokenType.Anonymous, null, null, null);

    private static UserTokenPolicy user(SecurityPolicy policy) {
        return new UserTokenPolicy("user", UserTokenType.UserName, null, null, policy == null ? null : policy.getUri());
    }

    private static EndpointDescription endpoint(
            SecurityPolicy policy, MessageSecurityMode mode, UserTokenPolicy... tokens) {
        return endpoint(policy.getUri(), mode, tokens);
    }

    private static EndpointDescription endpoint(String policy, MessageSecurityMode mode, UserTokenPolicy... tokens) {
        return new EndpointDescription(
                "opc.tcp://kiln-1:4840",
                null,
                null,
                mode,
                policy,
                tokens,
                Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
                ubyte(0));
    }

    private static Chosen choose(Policy policy, Mode mode, Identity identity, EndpointDescription... offered)
            throws ConnectorException {
        return EndpointChoice.choose(
                List.of(offered),
                ServerSettings.with("opc.tcp://kiln-1:4840", new Security(policy, mode, List.of()), identity));
    }

    @Test
    void autoTakesTheBest() throws Exception {
        Chosen chosen = choose(
                Policy.AUTO,
                Mode.AUTO,
                Identity.anonymous(),
                endpoint(SecurityPolicy.None, MessageSecurityMode.None, ANONYMOUS),
                endpoint(SecurityPolicy.Aes256_Sha256_RsaPss, MessageSecurityMode.Sign, ANONYMOUS),
                endpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt, ANONYMOUS),
                endpoint(SecurityPolicy.Aes128_Sha256_RsaOaep, MessageSecurityMode.SignAndEncrypt, ANONYMOUS),
                endpoint(SecurityPolicy.Basic256, MessageSecurityMode.SignAndEncrypt, ANONYMOUS));

        assertThat(chosen.policy()).isEqualTo(SecurityPolicy.Aes128_Sha256_RsaOaep);
        assertThat(chosen.endpoint().getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
    }

    @Test
    void aNamedPolicyIsNeverReplaced() {
        assertThatThrownBy(() -> choose(
                        Policy.BASIC256SHA256,
                        Mode.SIGN,
                        Identity.anonymous(),
                        endpoint(SecurityPolicy.None, MessageSecurityMode.None, ANONYMOUS),
                        endpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt, ANONYMOUS),
                        endpoint(SecurityPolicy.Basic256, MessageSecurityMode.Sign, ANONYMOUS)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("no endpoint with the security policy basic256sha256 and the mode sign.")
                .hasMessageContaining(
                        "It offers: Basic256 (not supported) with sign, basic256sha256 with sign-and-encrypt, none.");
    }

    @Test
    void aPasswordIsNeverSentInTheClear() {
        assertThatThrownBy(() -> choose(
                        Policy.NONE,
                        Mode.AUTO,
                        OPERATOR,
                        endpoint(SecurityPolicy.None, MessageSecurityMode.None, user(null), user(SecurityPolicy.None))))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("would have the password of 'operator' sent unencrypted")
                .hasMessageNotContaining("kiln-1'");
        assertThatThrownBy(() -> choose(
                        Policy.AUTO,
                        Mode.AUTO,
                        OPERATOR,
                        endpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign, user(SecurityPolicy.None))))
                .hasMessageContaining("unencrypted");
    }

    @Test
    void anEncryptedPasswordMayTravelOverAnOpenChannel() throws Exception {
        Chosen chosen = choose(
                Policy.NONE,
                Mode.AUTO,
                OPERATOR,
                endpoint(
                        SecurityPolicy.None,
                        MessageSecurityMode.None,
                        user(SecurityPolicy.None),
                        user(SecurityPolicy.Basic256Sha256)));

        assertThat(chosen.tokenPolicy()).isEqualTo(SecurityPolicy.Basic256Sha256);
    }

    @Test
    void whoMayNotComeInIsToldWhoMay() {
        assertThatThrownBy(() -> choose(
                        Policy.AUTO,
                        Mode.AUTO,
                        Identity.anonymous(),
                        endpoint(SecurityPolicy.None, MessageSecurityMode.None, user(null))))
                .hasMessageContaining("anonymously")
                .hasMessageContaining("It accepts: UserName");
    }
}
