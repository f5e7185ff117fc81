package io.millrace.app.template;

import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a template.
 *
 * @param place of its name in the template
 * @param standard its default; absent where it has none
 */
public record Parameter(
        String name,
        Place place,
        ParameterPart part,
        @Nullable YamlTree standard) {

    /** Instead of an address: the tag is not read by a connection, and comes by MQTT under its name. */
    static final String MQTT = "mqtt";

    ParameterType type() {
        return part.type();
    }

    /** Whether a machine may be without: what uses it is then left out. */
    boolean mayBeAbsent() {
        return standard == null && part.optional();
    }

    /** {@code text}, {@code number from 0 to 250} and so on, for people. */
    public String kind() {
        String name = type().name().toLowerCase(Locale.ROOT);
        if (type() == ParameterType.CHOICE) {
            return "one of " + String.join(", ", part.oneOf());
        }
        return part.range().isEmpty()
                ? name
                : name + " from " + part.range().get(0) + " to " + part.range().get(1);
    }

    public @Nullable String description() {
        return part.description();
    }

    /** {@code required}, {@code optional}, or the default. */
    public String presence() {
        if (standard instanceof YamlTree.Scalar scalar) {
            return scalar.text();
        }
        return standard != null ? "(a group of keys)" : part.optional() ? "optional" : "required";
    }

    /**
     * What is wrong with a value; null when nothing is.
     *
     * @param text the value with its references replaced, where it is a single one
     */
    @Nullable
    Problem refusal(YamlTree value, @Nullable String text) {
        if (!(value instanceof YamlTree.Scalar)) {
            return type() == ParameterType.ADDRESS && value instanceof YamlTree.Mapping
                    ? null
                    : wrong("this is " + value.kind() + ".");
        }
        if (text == null) {
            return null; // its reference could not be resolved, which was said
        }
        Problem byItself = type().refusal(text);
        if (byItself != null) {
            return wrong(byItself.message());
        }
        if (type() == ParameterType.CHOICE && !part.oneOf().contains(text)) {
            return Problem.of(
                    "parameter-wrong-type",
                    "'" + text + "' is not " + kind() + ".",
                    DidYouMean.among(part.oneOf(), text)
                            .map(word -> "Did you mean '" + word + "'?")
                            .orElse(""));
        }
        Double measure = type().measure(text);
        if (measure != null && (measure < part.lowest() || measure > part.highest())) {
            return Problem.of(
                    "parameter-out-of-range",
                    text + " is not within " + part.range().get(0) + " to "
                            + part.range().get(1) + ".",
                    meaning());
        }
        return null;
    }

    private Problem wrong(String message) {
        return Problem.of(
                "parameter-wrong-type",
                message + " The parameter '" + name + "' is " + type().expectation() + ".",
                meaning());
    }

    /** {@code It is the node of the kiln.}, or nothing. */
    private String meaning() {
        String description = part.description();
        return description == null ? "" : "Its meaning: " + description;
    }
}
