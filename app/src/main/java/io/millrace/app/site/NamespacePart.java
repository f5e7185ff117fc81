package io.millrace.app.site;

import io.millrace.model.Namespace;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;

@Described("The unified namespace.")
public record NamespacePart(
        @Described("The segments before the location path of every topic.") @DefaultsTo(Namespace.DEFAULT_ROOT)
        String root) {

    public NamespacePart {
        Namespace checked = new Namespace(root);
        root = checked.root();
    }
}
