package io.millrace.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRedTest {

    @Test
    void theCodeOfTheFunctionsIsInTheFlow() throws Exception {
        JsonNode flow = new ObjectMapper().readTree(NodeRed.flow());

        assertThat(flow)
                .filteredOn(node -> node.path("type").asText().equals("function"))
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.path("func").asText()).contains("return null;"));
        assertThat(flow)
                .noneSatisfy(node -> assertThat(node.path("func").asText()).endsWith(".js"));
    }

    @Test
    void nodesThatTakePartInAFlowHaveAPlaceInIt() throws Exception {
        // Node-RED takes one without for a configuration that others use.
        assertThat(new ObjectMapper().readTree(NodeRed.flow()))
                .filteredOn(node -> node.has("wires"))
                .hasSize(3)
                .allSatisfy(node -> assertThat(node.has("x") && node.has("y")).isTrue());
    }

    @Test
    void whatIsNotInstalledIsSaidWithHowToGetIt(@TempDir Path empty) {
        assertThat(NodeRed.missing(empty)).hasValueSatisfying(why -> assertThat(why)
                .containsAnyOf("npm ci --prefix peers", "apt-get install nodejs npm"));
    }
}
