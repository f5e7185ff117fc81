package io.millrace.app.cli;

import io.millrace.app.hub.Version;
import picocli.CommandLine.IVersionProvider;

/** Answers {@code --version}. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"millrace " + Version.text()};
    }
}
