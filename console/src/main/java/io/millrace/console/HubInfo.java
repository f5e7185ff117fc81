package io.millrace.console;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the hub says of itself. Addresses hold no secret and are absent where the hub has no such part.
 *
 * @param site name of the site
 * @param started when this process began
 * @param dataFolder where the hub keeps its data
 * @param mqtt such as {@code mqtt://127.0.0.1:1883}
 * @param kafka bootstrap address, such as {@code 127.0.0.1:9092}
 * @param postgresql such as {@code postgresql://127.0.0.1:5432/millrace}
 */
public record HubInfo(
        String site,
        String version,
        Instant started,
        String dataFolder,
        @Nullable String mqtt,
        @Nullable String kafka,
        @Nullable String postgresql) {

    public HubInfo {
        Objects.requireNonNull(site);
        Objects.requireNonNull(version);
        Objects.requireNonNull(started);
        Objects.requireNonNull(dataFolder);
    }
}
