package io.millrace.process;

/**
 * A kind of processor, such as {@code counter}: what a person may write about it, and the plan that follows.
 *
 * @param <O> its options; a component is a key of the site file, described and defaulted by the annotations of
 *     {@code io.millrace.model.settings}, and refused in the constructor where it is wrong by itself
 */
public interface Kind<O extends Record> {

    /** The key under which its options stand in the site file. */
    String name();

    /** What it is for, as one sentence of the reference. */
    String sentence();

    Class<O> optionsType();

    /**
     * What a processor with these options reads, decides and writes.
     *
     * @throws MistakeException when the options do not fit each other or the setting
     */
    Plan plan(O options, Setting setting);

    /**
     * What decides besides the options, such as the content of a file they name: with another one the processor has
     * another revision. Asked after {@link #plan}.
     */
    default String fingerprint(O options) {
        return "";
    }
}
