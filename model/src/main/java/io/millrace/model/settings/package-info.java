/**
 * How a record becomes a part of the site file: its components are the keys, {@link
 * io.millrace.model.settings.Described} says what they mean, {@link io.millrace.model.settings.DefaultsTo} what they
 * are when absent, and its compact constructor refuses what makes no sense. The reader of the site file and the
 * generator of its JSON Schema both go by these records, so the two cannot disagree.
 *
 * <p>Components may be {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, {@link
 * java.time.Duration} ({@code 250ms}, {@code 5s}, {@code 2min}, {@code 1h}, {@code 30d}), {@link
 * io.millrace.model.settings.ByteSize} ({@code 16MiB}), enums (written in lower case with dashes), {@link
 * io.millrace.model.settings.Secret}, {@link java.nio.file.Path}, other such records, and lists and string-keyed maps
 * of these. A component that is {@code @Nullable} may be absent; without default and not nullable it is required.
 */
@NullMarked
package io.millrace.model.settings;

import org.jspecify.annotations.NullMarked;
