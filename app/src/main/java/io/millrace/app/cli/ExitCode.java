package io.millrace.app.cli;

/** How a command ends, for scripts. */
public final class ExitCode {

    public static final int OK = 0;
    /** A fault of the program. */
    public static final int FAULT = 1;
    /** The command line was not understood. */
    public static final int USAGE = 2;
    // 3 is what the Java runtime ends with when its memory is exhausted.
    /** Something around the program is not as it must be: a port, a folder, a database, no running hub. */
    public static final int ENVIRONMENT = 4;
    /** The site file is wrong. */
    public static final int CONFIGURATION = 5;

    private ExitCode() {}
}
