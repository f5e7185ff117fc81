package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteSchemaTest {

    private static final Path COMMITTED = Path.of("../docs/reference/site.schema.json");

    @Test
    void theCommittedSchemaIsTheOneOfTheProgram() throws Exception {
        assertThat(COMMITTED)
                .as("run './millrace schema > docs/reference/site.schema.json'")
                .content()
                .isEqualTo(SiteSchema.write(Connectors.all()));
    }

    @Test
    void theCommittedReferencePageIsTheOneOfTheProgram() {
        assertThat(Path.of("../docs/reference/site-file.md"))
                .as("run './millrace schema --markdown > docs/reference/site-file.md'")
                .content()
                .isEqualTo(SiteReference.write(Connectors.all()));
    }

    @Test
    void theExampleSitesAreRight() throws Exception {
        try (var files = Files.walk(Path.of("../examples"))) {
            List<Path> sites =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(sites).isNotEmpty();
            for (Path site : sites) {
                assertThat(new SiteReader(Connectors.all(), Map.of())
                                .read(site, Map.of())
                                .connections())
                        .as(site.toString())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void everyKeyIsDescribed() throws Exception {
        String schema = Files.readString(COMMITTED);
        com.fasterxml.jackson.databind.JsonNode root =
                new com.fasterxml.jackson.databind.ObjectMapper().readTree(schema);
        assertDescribed(root, "");
    }

    private static void assertDescribed(com.fasterxml.jackson.databind.JsonNode node, String path) {
        node.path("properties").properties().forEach(property -> {
            String at = path + "." + property.getKey();
            boolean connectorSettings = property.getValue().has("properties");
            assertThat(property.getValue().has("description") || connectorSettings)
                    .as(at)
                    .isTrue();
            assertDescribed(property.getValue(), at);
        });
    }
}
