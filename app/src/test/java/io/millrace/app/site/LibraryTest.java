package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.template.Parameter;
import io.millrace.app.template.Template;
import io.millrace.app.template.TemplateName;
import io.millrace.app.template.Templates;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.YamlText;
import io.millrace.app.yaml.YamlTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates of the program, each made into machines by the readers that read a person's site file. */
class LibraryTest {

    private static final Path LIBRARY = Path.of("src/main/resources/io/millrace/app/template/library");

    /** Of what a template says, regardless of layout and comments. Never change one that was in a release: add a version. */
    private static final Map<String, String> PUBLISHED = Map.of(
            "energy-meter_v1", "212b290d",
            "kiln_v1", "87791730",
            "light-barrier_v1", "485dc72c",
            "oven_v1", "df73fd95",
            "packml-machine_v1", "b983e60f",
            "pump_v1", "87dc108f");

    @TempDir
    Path folder;

    static Stream<TemplateName> names() {
        return new Templates(Path.of("no such folder"), new Findings()).names().stream();
    }

    private static Template template(TemplateName name) {
        Findings findings = new Findings();
        Template template =
                new Templates(Path.of("no such folder"), findings).find(name).orElse(null);
        assertThat(findings.list()).isEmpty();
        assertThat(template).isNotNull();
        return template;
    }

    @Test
    void everyFileOfTheLibraryIsInIt() throws Exception {
        try (Stream<Path> files = Files.list(LIBRARY)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            names().map(name -> name + ".yaml").toList());
        }
    }

    @Test
    void aVersionStaysWhatItIs() throws Exception {
        Map<String, String> now = new TreeMap<>();
        for (TemplateName name : names().toList()) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(template(name).tree().plain().getBytes(StandardCharsets.UTF_8));
            now.put(name.toString(), HexFormat.of().formatHex(digest, 0, 4));
        }
        assertThat(now).isEqualTo(new TreeMap<>(PUBLISHED));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyTemplateAndParameterIsDescribed(TemplateName name) {
        Template template = template(name);

        assertThat(template.description()).endsWith(".");
        assertThat(template.parameters().values())
                .allSatisfy(parameter ->
                        assertThat(parameter.description()).as(parameter.name()).isNotBlank());
    }

    /** With everything there is: no parameter is left out, and each address is a register. */
    @ParameterizedTest
    @MethodSource("names")
    void itIsUsableWithEverything(TemplateName name) throws Exception {
        Template template = template(name);
        Site site = read(name, connection(name), parameters(template, true));

        assertThat(tags(site)).hasSameSizeAs(template.tags().keySet());
        assertThat(site.processors()).hasSameSizeAs(template.processors().keySet());
        assertThat(site.hints()).isEmpty();
        assertThat(site.models().files()).hasSameSizeAs(template.models().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatItMakesReadsAsTheSameWhenItIsPrinted(TemplateName name) throws Exception {
        YamlTree body = read(name, connection(name), parameters(template(name), true))
                .machines()
                .all()
                .get(0)
                .body();
        Findings findings = new Findings();

        YamlTree again = YamlTree.read("printed", YamlText.write(body), findings);

        assertThat(findings.list()).isEmpty();
        assertThat(again.plain()).isEqualTo(body.plain());
    }

    /** With nothing but what it requires, every topic that a processor reads is there. */
    @ParameterizedTest
    @MethodSource("names")
    void itIsUsableWithTheLeast(TemplateName name) throws Exception {
        Site site = read(name, connection(name), parameters(template(name), false));

        assertThat(tags(site)).isNotEmpty();
        assertThat(site.processors()).isNotEmpty();
        assertThat(site.hints()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void itIsUsableWithoutAConnection(TemplateName name) throws Exception {
        Site site = read(name, "", name.base().equals("kiln") ? "node: ns=2;s=K" : "");

        assertThat(tags(site)).isEmpty();
        assertThat(site.processors()).isNotEmpty();
    }

    private Site read(TemplateName name, String connection, String parameters) throws IOException, SiteException {
        Path file = Files.writeString(folder.resolve("site.yaml"), """
                site: liege
                location: limeworks/liege
                machines:
                  one:
                    template: %s
                    location: hall/one
                    %s
                    parameters: {%s}
                """.formatted(name, connection, parameters));
        return new SiteReader(Connectors.all(), Map.of()).read(file, Map.of());
    }

    private static String connection(TemplateName name) {
        return name.base().equals("kiln")
                ? "connection: {opcua: {endpoint: 'opc.tcp://127.0.0.1:4840'}}"
                : "connection: {modbus: {host: 127.0.0.1}}";
    }

    private static String parameters(Template template, boolean all) {
        List<String> given = new ArrayList<>();
        int address = 0;
        for (Parameter parameter : template.parameters().values()) {
            address += 2;
            boolean required = parameter.presence().equals("required");
            if (!required && !(all && parameter.presence().equals("optional"))) {
                continue;
            }
            String value =
                    switch (parameter.kind().split(" ")[0]) {
                        case "address" -> "{address: " + address + "}";
                        case "integer" -> "65536";
                        case "number" -> "20";
                        case "text" -> "'ns=2;s=K'";
                        default -> throw new AssertionError("give a value for a " + parameter.kind());
                    };
            given.add(parameter.name() + ": " + value);
        }
        return String.join(", ", given);
    }

    private static List<String> tags(Site site) {
        return site.connections().stream()
                .flatMap(connection -> connection.tags().stream())
                .map(tag -> tag.info().topic().path())
                .collect(Collectors.toList());
    }
}
