package io.millrace.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A place in a table: a word, or a figure with its runs.
 *
 * @param text as people read it
 * @param figure absent where nothing was measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cell(String text, @Nullable Figure figure) {

    public static Cell of(Object word) {
        return new Cell(String.valueOf(word), null);
    }

    public static Cell of(Figure figure) {
        return new Cell(figure.text(), figure);
    }
}
