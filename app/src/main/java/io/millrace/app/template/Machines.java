package io.millrace.app.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The machines of a site, in the order of its file. Immutable.
 *
 * @param all those that templates make
 */
public record Machines(List<Machine> all) {

    public static final Machines NONE = new Machines(List.of());

    public Machines {
        all = List.copyOf(all);
    }

    /** The templates in use, each once. */
    public Map<TemplateName, Template> templates() {
        Map<TemplateName, Template> used = new TreeMap<>();
        all.forEach(machine -> used.put(machine.template().name(), machine.template()));
        return used;
    }
}
