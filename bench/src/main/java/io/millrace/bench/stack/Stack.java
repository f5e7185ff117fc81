package io.millrace.bench.stack;

import java.util.List;

/** Running parts that carry messages of an MQTT broker into rows. Used by one thread. */
public interface Stack extends AutoCloseable {

    /** Of its MQTT broker, on 127.0.0.1. */
    int mqttPort();

    /** In the order in which a message passes them. */
    List<Part> parts();

    /** Where the rows go: its table {@code sample} has the columns {@code ts}, {@code tag_id} and {@code value}. */
    Database database();

    /** @throws io.millrace.stage.StageException when one of the parts ended by itself; with its last words */
    default void check() {
        parts().forEach(Part::check);
    }

    /** Ends all of it. */
    @Override
    void close();
}
