package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The archive this command was started from, for commands that start hubs of their own. */
final class InstalledProgram {

    private InstalledProgram() {}

    /** The unpacked archive. */
    static Path archive() {
        return Path.of(System.getProperty("millrace.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The command in it. */
    static Path command() {
        Path program = archive().resolve("bin").resolve("millrace");
        if (!Files.isExecutable(program)) {
            throw new HubException("There is no program at " + program
                    + " that could be started. Run the command 'millrace' of the archive or of a checkout.");
        }
        return program;
    }
}
