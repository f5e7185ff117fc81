package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class EngineConfigurationTest {

    @Test
    void isXmlWhateverAHostOrPathHoldsAndTellsNobodyHowItIsUsed() throws Exception {
        BrokerSettings settings = BrokerSettings.of(
                Path.of("x"),
                List.of(
                        ListenerSettings.tcp("a<b>&\"${HOME}", 1),
                        new ListenerSettings(Transport.WEBSOCKET, "127.0.0.1", 2, "/m&q")),
                List.of(new BrokerUser("u", "top-secret", List.of(), List.of())));

        String xml = EngineConfiguration.xml(settings);

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        assertThat(document.getElementsByTagName("bind-address").item(0).getTextContent())
                .isEqualTo("a<b>&\"${HOME}");
        assertThat(document.getElementsByTagName("path").item(0).getTextContent())
                .isEqualTo("/m&q");
        assertThat(document.getElementsByTagName("enabled").item(0).getTextContent())
                .isEqualTo("false");
        assertThat(xml).doesNotContain("${").doesNotContain("top-secret");
    }
}
