/**
 * From a YAML text to records, with every mistake reported at once and each with its place. {@link
 * io.millrace.app.yaml.YamlTree} keeps lines and columns, {@link io.millrace.app.yaml.Binder} fills the records that
 * {@code io.millrace.model.settings} describes, and {@link io.millrace.app.yaml.SchemaWriter} describes the same records
 * to editors.
 */
@NullMarked
package io.millrace.app.yaml;

import org.jspecify.annotations.NullMarked;
