package io.millrace.app.yaml;

import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a file.
 *
 * @param file as the person named it
 * @param line from 1; 0 when the place is not in the file, such as a value from the command line
 * @param column from 1
 * @param use who uses what stands there, where it is made for many, such as a line of a template; else absent
 */
public record Place(
        String file, int line, int column, @Nullable Use use) {

    public Place(String file, int line, int column) {
        this(file, line, column, null);
    }

    /**
     * One user of a place.
     *
     * @param who as in {@code the machine 'kiln-1'}
     * @param at where it says so
     * @param others how many more use it in the same way
     */
    public record Use(String who, Place at, int others) {

        public Use(String who, Place at) {
            this(who, at, 0);
        }

        /** {@code the machine 'kiln-1' in site.yaml:12:3 and 19 others} */
        @Override
        public String toString() {
            return who + " in " + at + (others == 0 ? "" : others == 1 ? " and 1 other" : " and " + others + " others");
        }
    }

    /** The same place, used by somebody. */
    public Place usedBy(Use user) {
        return new Place(file, line, column, user);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
