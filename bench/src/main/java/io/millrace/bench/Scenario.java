package io.millrace.bench;

/** One thing that is measured. */
public interface Scenario {

    /** Its name on the command line: lower case, short. */
    String name();

    /** The heading of its part of the reference page. */
    String title();

    /** What it measures, for the list of scenarios; a sentence. */
    String sentence();

    /** The command that repeats it. */
    default String command() {
        return "millrace bench " + name();
    }

    /**
     * Measures. Every process that it starts has ended when it returns.
     *
     * @throws io.millrace.stage.StageException when it cannot be measured here: the message says what is missing
     */
    Findings measure(Bed bed);
}
