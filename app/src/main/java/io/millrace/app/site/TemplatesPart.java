package io.millrace.app.site;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.nio.file.Path;

/** Where the templates of a site are. */
@Described("Templates of machine types, one YAML file for each version; those of the program are there anyway.")
public record TemplatesPart(
        @Described("Folder of the templates; it need not be there.") @DefaultsTo("templates")
        Path folder) {}
