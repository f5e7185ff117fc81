package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.opcua.OpcUaAddress.Attribute;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Mode;
import io.millrace.connector.opcua.OpcUaSettings.Policy;
import io.millrace.connector.opcua.OpcUaSettings.Security;
import io.millrace.model.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpcUaSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"192.168.0.10:4840", "http://kiln-1", "opc.tcp:/kiln", "", "opc.tcp://"})
    void whatIsNoEndpointIsRefused(String endpoint) {
        assertThatThrownBy(() -> OpcUaSettings.of(endpoint))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is not the address of an OPC UA server");
    }

    @Test
    void anEndpointMayLeaveItsPortOutAndHaveOddHostNames() {
        assertThat(OpcUaSettings.of("opc.tcp://kiln_1/path").port()).isEqualTo(4840);
        assertThat(OpcUaSettings.of("opc.tcp://kiln_1/path").host()).isEqualTo("kiln_1");
    }

    @Test
    void contradictionsAreRefused() {
        assertThatThrownBy(() -> new Security(Policy.NONE, Mode.SIGN, List.of()))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new Security(Policy.BASIC256SHA256, Mode.NONE, List.of()))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new Identity("operator", null, null, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'operator' has no password");
    }

    @Test
    void passwordsDoNotShow() {
        OpcUaSettings settings =
                ServerSettings.with("opc.tcp://kiln-1", Security.auto(), Identity.user("operator", "secret word"));

        assertThat(settings.toString()).contains("operator").doesNotContain("secret word");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ns=2;s=Kiln1.Temperature",
                "i=2258",
                "ns=3;g=09087e75-8e5e-499b-954f-f2a9603db28a",
                "ns=1;b=AAEC",
                "nsu=urn:maker:kiln;s=A;B=C",
                "ns=2;s=Kiln 1=hot"
            })
    void nodesAreReadAndShownAsWritten(String node) {
        assertThat(OpcUaAddress.of(node)).hasToString(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kiln1.Temperature", "", "ns=two;s=Kiln", "ns=2;x=1", "ns=2"})
    void whatIsNoNodeIsRefused(String node) {
        assertThatThrownBy(() -> OpcUaAddress.of(node))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is not an OPC UA node");
    }

    @Test
    void partsAndAttributesShow() {
        assertThat(new OpcUaAddress("ns=2;s=A", "2:5", Attribute.VALUE)).hasToString("ns=2;s=A[2:5]");
        assertThat(new OpcUaAddress("ns=2;s=A", null, Attribute.DISPLAY_NAME)).hasToString("ns=2;s=A@display-name");
        assertThatThrownBy(() -> new OpcUaAddress("ns=2;s=A", "first", Attribute.VALUE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'first' is not an index range");
    }
}
