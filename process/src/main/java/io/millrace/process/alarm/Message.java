package io.millrace.process.alarm;

import io.millrace.model.Problem;
import io.millrace.process.MistakeException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of an alarm with its placeholders, as in {@code {alarm} at {location}: {value} is above {limit}}. */
record Message(String template) {

    /** What is there in every message. */
    static final Set<String> ALWAYS = Set.of("alarm", "location", "value", "limit", "severity", "group");
    /** It is kept in every state and in every event. */
    static final int LONGEST = 500;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /** @throws MistakeException when it names what is not there */
    static Message read(String template, Set<String> inputs) {
        if (template.length() > LONGEST) {
            throw mistake(
                    "The message has " + template.length() + " characters.",
                    "Give " + LONGEST + " at most: it has to fit on a screen.");
        }
        Matcher matcher = PLACEHOLDER.matcher(template);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!ALWAYS.contains(name) && !inputs.contains(name)) {
                throw mistake(
                        "The message asks for {" + name + "}, which is not there.",
                        "There are alarm, location, value, limit, severity, group"
                                + (inputs.isEmpty() ? "." : " and the inputs " + String.join(", ", inputs) + "."));
            }
        }
        return new Message(template);
    }

    private static MistakeException mistake(String message, String remedy) {
        return new MistakeException("message", Problem.of("value-refused", message, remedy));
    }

    /** The text with these values; what is not known stands as a question mark. */
    String with(Map<String, String> values) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = values.getOrDefault(matcher.group(1), "");
            matcher.appendReplacement(text, Matcher.quoteReplacement(value.isEmpty() ? "?" : value));
        }
        return Texts.cut(matcher.appendTail(text).toString(), LONGEST);
    }
}
