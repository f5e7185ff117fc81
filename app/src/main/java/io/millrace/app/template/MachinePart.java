package io.millrace.app.template;

import io.millrace.model.settings.Described;

/** A machine's template and place; its connection, parameters and override are read by {@link MachineReader}. */
@Described("A machine: what a template makes at a location.")
public record MachinePart(
        @Described(
                "The template with its version, such as kiln_v1: a file in the folder of templates, or one that comes"
                        + " with the program.")
        String template,

        @Described("Location path of the machine relative to the site's, such as kilns/kiln-1.")
        String location) {}
