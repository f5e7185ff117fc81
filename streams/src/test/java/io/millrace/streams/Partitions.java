package io.millrace.streams;

import io.millrace.backbone.BackboneSettings;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Where the embedded log of a test puts a topic of the namespace. */
final class Partitions {

    private Partitions() {}

    static int of(String topic) {
        return Utils.toPositive(Utils.murmur2(topic.getBytes(StandardCharsets.UTF_8)))
                % BackboneSettings.DEFAULT_PARTITIONS;
    }
}
