package io.millrace.app;

import io.millrace.app.cli.CommandLines;

/** The way in. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLines.execute(arguments));
    }
}
