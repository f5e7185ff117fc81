package io.millrace.score;

import io.millrace.model.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value of what a model says.
 *
 * @param name of the model's output
 * @param index among the numbers of that output, from 0 on
 */
record Answer(String name, int index) {

    private static final Pattern FORM = Pattern.compile("(.+?)(?:\\[(\\d{1,6})])?");

    /** @throws io.millrace.model.ProblemException when it is not of the form NAME or NAME[n] */
    static Answer parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Problem.of(
                            "score-settings",
                            "'" + text + "' names no output of a model.",
                            "Write its name, or its name and a place, as in probabilities[1].")
                    .asException();
        }
        return new Answer(matcher.group(1), matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return name + "[" + index + "]";
    }
}
