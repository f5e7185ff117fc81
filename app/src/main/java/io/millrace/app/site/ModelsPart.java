package io.millrace.app.site;

import io.millrace.model.contract.Models.Unknown;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.nio.file.Path;

/** Where the models of a site are, and how strict it is where there is none. */
@Described("Models: what may be published under versioned contracts such as _pump_v1, one YAML file each.")
public record ModelsPart(
        @Described("Folder of the model files; it need not be there.") @DefaultsTo(ModelsPart.FOLDER)
        Path folder,

        @Described(
                "What becomes of messages on a contract that has a version and no model: by-name refuses them where another"
                        + " version of the model is there, quarantine always, pass never.")
        @DefaultsTo("by-name")
        Unknown unknown) {

    static final String FOLDER = "models";
}
