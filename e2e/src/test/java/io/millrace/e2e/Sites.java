package io.millrace.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Site files for tests: everything on free ports. */
final class Sites {

    static final String LOCATION = "umh/v1/acme/plant";

    private Sites() {}

    /** A site of this name with whatever else the test needs. */
    static Path write(Path folder, String name, String more) {
        String text = """
                site: %s
                location: acme/plant
                log: {port: 0}
                mqtt: {listeners: [{port: 0}]}
                historian: {port: 0}
                console: {port: 0}
                """.formatted(name) + more;
        try {
            return Files.writeString(folder.resolve(name + ".yaml"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
