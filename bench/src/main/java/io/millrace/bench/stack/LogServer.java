package io.millrace.bench.stack;

import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneSettings;
import java.io.IOException;
import java.nio.file.Path;

/** The hub's Kafka, with the hub's topics, in a process of its own: {@code LogServer FOLDER}; says where it listens. */
public final class LogServer {

    private LogServer() {}

    public static void main(String[] arguments) throws IOException {
        Backbone log = Backbone.start(
                BackboneSettings.embedded(Path.of(arguments[0])), fault -> Standby.end("the log broke down", fault));
        new Standby().serve(log, log.bootstrapServers());
    }
}
