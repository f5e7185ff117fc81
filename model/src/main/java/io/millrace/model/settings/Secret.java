package io.millrace.model.settings;

import java.util.Objects;

/** A password or key. The site file refers to it ({@code ${env:NAME}}, {@code ${file:PATH}}); it never prints itself. */
public record Secret(String value) {

    public Secret {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
