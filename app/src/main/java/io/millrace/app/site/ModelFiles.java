package io.millrace.app.site;

import io.millrace.model.contract.Models;
import java.util.List;
import java.util.Objects;

/**
 * The models of a site, in their files.
 *
 * @param models the same, to check by
 */
public record ModelFiles(List<ModelFile> files, Models models) {

    public static final ModelFiles NONE = new ModelFiles(List.of(), Models.NONE);

    public ModelFiles {
        files = List.copyOf(files);
        Objects.requireNonNull(models);
    }

    static ModelFiles of(List<ModelFile> files, Models.Unknown unknown) {
        return new ModelFiles(
                files, new Models(files.stream().map(ModelFile::model).toList(), unknown));
    }
}
