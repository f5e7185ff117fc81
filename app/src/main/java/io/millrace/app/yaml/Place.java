package io.millrace.app.yaml;

/**
 * Where something stands in a file.
 *
 * @param file as the person named it
 * @param line from 1; 0 when the place is not in the file, such as a value from the command line
 * @param column from 1
 */
public record Place(String file, int line, int column) {

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
