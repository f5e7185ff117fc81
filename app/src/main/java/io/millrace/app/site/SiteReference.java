package io.millrace.app.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.yaml.Binder;
import io.millrace.connector.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The site file explained key by key, as {@code docs/reference/site-file.md} holds it: the schema in words. */
public final class SiteReference {

    private static final String HEAD = """
            # Site file

            One YAML file says what a hub is. `millrace check SITE.yaml` names every mistake in it with its place. Unknown
            and doubled keys are mistakes. Every value may hold references, `${env:NAME}` and `${file:PATH}`; secrets must
            be references. A relative path is relative to the folder of the site file.

            Durations are written `250ms`, `5s`, `2min`, `1h`, `30d`; sizes `64KiB`, `16MiB`, `10GiB`. A port of 0 takes a
            free one.

            For completion and checks while typing, give your editor the [JSON Schema](site.schema.json), for example with
            a first line `# yaml-language-server: $schema=site.schema.json`.

            This page is printed by `millrace schema --markdown`.
            """;

    private SiteReference() {}

    /** The page for a given set of connectors. */
    public static String write(List<Connector<?, ?>> connectors) {
        JsonNode schema = read(SiteSchema.write(connectors));
        StringBuilder page = new StringBuilder(HEAD);
        List<Section> groups = new ArrayList<>();
        table(page, "The site", "", schema, groups);
        sections(page, groups);
        page.append("\n## Connections\n\n")
                .append(
                        "`connections` is a group of connections by name. Each names its connector with a key of its own,"
                                + " and shares these keys with all others:\n");
        for (Connector<?, ?> connector : connectors) {
            JsonNode connection = connection(schema, connector);
            if (connector.equals(connectors.get(0))) {
                rows(page, connection, List.of("tags", connector.type()), new ArrayList<>(), "");
                page.append("\n`tags` is a group of tags by name; a name may hold a virtual path, as in"
                        + " `burner/temperature`. Each has the keys of its connector's addresses, and:\n");
                rows(page, tag(connection), addressKeys(connector), new ArrayList<>(), "");
            }
        }
        for (Connector<?, ?> connector : connectors) {
            JsonNode connection = connection(schema, connector);
            List<Section> inner = new ArrayList<>();
            table(
                    page,
                    connector.title() + ": `" + connector.type() + "`",
                    connector.type() + ".",
                    connection.get("properties").get(connector.type()),
                    inner);
            sections(page, inner);
            page.append("\nA tag's address:\n");
            List<String> common = new ArrayList<>(Binder.keys(TagPart.class));
            rows(page, tag(connection), common, new ArrayList<>(), "");
        }
        processors(page, schema);
        machines(page, schema);
        return page.toString();
    }

    private static void machines(StringBuilder page, JsonNode schema) {
        page.append("\n## Machines\n\n")
                .append("`machines` is a group of machines by name, each made by a template:"
                        + " [use templates](../how-to/use-templates.md). Its processors are named like the machine and the"
                        + " processor of the template, as in `kiln-1-state`.\n");
        rows(
                page,
                schema.get("properties").get("machines").get("additionalProperties"),
                List.of(),
                new ArrayList<>(),
                "");
    }

    private static void processors(StringBuilder page, JsonNode schema) {
        page.append("\n## Processors\n\n")
                .append(
                        "`processors` is a group of processors by name. Each says what it does with a key of its own, and"
                                + " shares these keys with all others:\n");
        boolean first = true;
        for (JsonNode processor : schema.get("properties")
                .get("processors")
                .get("additionalProperties")
                .get("anyOf")) {
            String kind = processor.get("required").get(0).asText();
            if (first) {
                rows(page, processor, List.of(kind), new ArrayList<>(), "");
                first = false;
            }
            List<Section> inner = new ArrayList<>();
            table(
                    page,
                    "`" + kind + "`",
                    kind + ".",
                    processor.get("properties").get(kind),
                    inner);
            sections(page, inner);
        }
    }

    private record Section(String path, JsonNode schema) {}

    private static void sections(StringBuilder page, List<Section> groups) {
        for (int i = 0; i < groups.size(); i++) {
            Section group = groups.get(i);
            table(page, "`" + group.path + "`", group.path + ".", group.schema, groups);
        }
    }

    private static void table(StringBuilder page, String title, String path, JsonNode schema, List<Section> groups) {
        page.append("\n## ").append(title).append("\n\n");
        String description = schema.path("description").asText();
        if (!description.isEmpty()) {
            page.append(description).append('\n');
        }
        rows(page, schema, List.of("connections", "processors", "machines"), groups, path);
    }

    private static void rows(
            StringBuilder page, JsonNode schema, List<String> without, List<Section> groups, String path) {
        page.append("\n| key | value | default | meaning |\n|---|---|---|---|\n");
        schema.get("properties").properties().forEach(property -> {
            if (without.contains(property.getKey())) {
                return;
            }
            JsonNode value = property.getValue();
            String standard = value.path("default").isMissingNode()
                    ? required(schema, property.getKey()) ? "required" : ""
                    : "`" + value.get("default").asText() + "`";
            page.append("| `")
                    .append(property.getKey())
                    .append("` | ")
                    .append(kind(value))
                    .append(" | ")
                    .append(standard)
                    .append(" | ")
                    .append(value.path("description").asText().replace("|", "\\|"))
                    .append(" |\n");
            if (value.has("properties")) {
                groups.add(new Section(path + property.getKey(), value));
            } else if (value.path("items").has("properties")) {
                groups.add(new Section(path + property.getKey() + "[]", value.get("items")));
            } else if (value.path("additionalProperties").has("properties")) {
                groups.add(new Section(path + property.getKey() + ".NAME", value.get("additionalProperties")));
            }
        });
    }

    private static boolean required(JsonNode schema, String key) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private static String kind(JsonNode value) {
        if (value.has("enum")) {
            StringJoiner words = new StringJoiner(", ");
            value.get("enum").forEach(word -> words.add("`" + word.asText() + "`"));
            return words.toString();
        }
        if (value.has("anyOf")) {
            return kind(value.get("anyOf").get(0)).replace("whole number", "number");
        }
        if (value.path("pattern").asText().contains("min|m|h|d")) {
            return "duration";
        }
        if (value.has("pattern")) {
            return "reference";
        }
        JsonNode type = value.path("type");
        return switch (type.isArray() ? "string" : type.asText()) {
            case "object" -> value.has("properties") ? "group" : "group by name";
            case "array" -> "list";
            case "integer" -> "whole number";
            case "number" -> "number";
            case "boolean" -> "`true`, `false`";
            default -> "text";
        };
    }

    private static JsonNode connection(JsonNode schema, Connector<?, ?> connector) {
        for (JsonNode kind : schema.get("properties")
                .get("connections")
                .get("additionalProperties")
                .get("anyOf")) {
            if (kind.get("properties").has(connector.type())) {
                return kind;
            }
        }
        throw new IllegalStateException("no schema for the connector " + connector.type());
    }

    private static JsonNode tag(JsonNode connection) {
        return connection.get("properties").get("tags").get("additionalProperties");
    }

    private static List<String> addressKeys(Connector<?, ?> connector) {
        return List.copyOf(Binder.keys(connector.addressType()));
    }

    private static JsonNode read(String schema) {
        try {
            return new ObjectMapper().readTree(schema);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own schema is no JSON", impossible);
        }
    }
}
