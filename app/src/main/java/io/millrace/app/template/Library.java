package io.millrace.app.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The templates that come with the program. A version in it never changes once it was in a release. */
final class Library {

    private static final List<TemplateName> NAMES = List.of(
            new TemplateName("energy-meter", 1),
            new TemplateName("kiln", 1),
            new TemplateName("light-barrier", 1),
            new TemplateName("oven", 1),
            new TemplateName("packml-machine", 1),
            new TemplateName("pump", 1));

    private Library() {}

    static List<TemplateName> names() {
        return NAMES;
    }

    /** How findings and people call its file. */
    static String file(TemplateName name) {
        return "built-in " + name + ".yaml";
    }

    static String text(TemplateName name) {
        try (InputStream file = Library.class.getResourceAsStream("library/" + name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException("the program lacks its template " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
