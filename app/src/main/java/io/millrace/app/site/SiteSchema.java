package io.millrace.app.site;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.template.MachinePart;
import io.millrace.app.template.MachineReader;
import io.millrace.app.template.Template;
import io.millrace.app.yaml.SchemaWriter;
import io.millrace.connector.Connector;
import io.millrace.ingest.ConnectionOptions;
import io.millrace.process.Kind;
import java.util.List;

/** The JSON Schema of the site file, as {@code docs/reference/site.schema.json} holds it. */
public final class SiteSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SiteSchema() {}

    /** The schema for a given set of connectors; its text is the same for the same program. */
    public static String write(List<Connector<?, ?>> connectors) {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Millrace site file");
        ObjectNode site = SchemaWriter.object(SitePart.class);
        ArrayNode kinds = JSON.arrayNode();
        connectors.forEach(connector -> kinds.add(connection(connector)));
        ObjectNode connections = JSON.objectNode();
        connections.put("description", "The links to devices and systems, by name.");
        connections.put("type", "object");
        connections.set("additionalProperties", JSON.objectNode().set("anyOf", kinds));
        ((ObjectNode) site.get("properties")).set("connections", connections);
        ArrayNode processors = JSON.arrayNode();
        ProcessorKinds.all().forEach(kind -> processors.add(processor(kind)));
        ObjectNode rules = JSON.objectNode();
        rules.put("description", "The steps of processing, by name.");
        rules.put("type", "object");
        rules.set("additionalProperties", JSON.objectNode().set("anyOf", processors));
        ((ObjectNode) site.get("properties")).set("processors", rules);
        ((ObjectNode) site.get("properties")).set(MachineReader.MACHINES, machines());
        schema.setAll(site);
        return schema.toPrettyString() + "\n";
    }

    private static ObjectNode machines() {
        ObjectNode machine = SchemaWriter.object(MachinePart.class);
        ObjectNode properties = (ObjectNode) machine.get("properties");
        ObjectNode link = properties.putObject(MachineReader.CONNECTION);
        link.put(
                "description",
                "The connection that its tags belong to, by name; or, as a group of keys, one of its own, which is named"
                        + " like the machine. Without one, its tags come by MQTT.");
        link.set(
                "anyOf",
                JSON.arrayNode()
                        .add(JSON.objectNode().put("type", "string"))
                        .add(JSON.objectNode().put("$ref", "#/properties/connections/additionalProperties")));
        properties
                .putObject(MachineReader.PARAMETERS)
                .put("description", "The parameters of the template, by name; 'millrace template show' lists them.")
                .put("type", "object");
        ObjectNode override = SchemaWriter.openObject();
        override.put(
                "description",
                "What this machine has otherwise than its template: groups are laid over groups key by key, an empty value"
                        + " takes away.");
        ObjectNode changes = (ObjectNode) override.get("properties");
        Template.HEAD.stream().sorted().forEach(key -> changes.putObject(key)
                .put("description", "As for a connection, for the tags of this machine."));
        changes.putObject("tags").put("description", "Tags, by their names in the template.");
        changes.putObject("processors").put("description", "Processors, by their names in the template.");
        properties.set(MachineReader.OVERRIDE, override);
        ObjectNode machines = JSON.objectNode();
        machines.put("description", "Machines that templates make, by name.");
        machines.put("type", "object");
        machines.set("additionalProperties", machine);
        return machines;
    }

    private static ObjectNode processor(Kind<?> kind) {
        ObjectNode schema = SchemaWriter.object(ProcessorPart.class);
        ObjectNode options = SchemaWriter.object(kind.optionsType());
        options.put("description", kind.sentence());
        ((ObjectNode) schema.get("properties")).set(kind.name(), options);
        schema.set("required", JSON.arrayNode().add(kind.name()));
        return schema;
    }

    private static ObjectNode connection(Connector<?, ?> connector) {
        ObjectNode schema = SchemaWriter.object(ConnectionPart.class);
        SchemaWriter.addKeys(schema, ConnectionOptions.class);
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.set(connector.type(), SchemaWriter.object(connector.settingsType()));
        ObjectNode tag = SchemaWriter.object(TagPart.class);
        SchemaWriter.addKeys(tag, connector.addressType());
        ObjectNode tags = JSON.objectNode();
        tags.put("description", "The tags by name; a name may hold a virtual path, as in burner/temperature.");
        tags.put("type", "object");
        tags.set("additionalProperties", tag);
        properties.set("tags", tags);
        ArrayNode required = JSON.arrayNode().add(connector.type());
        schema.set("required", required);
        return schema;
    }
}
