package io.millrace.model.contract;

import io.millrace.model.Problem;

/** What does not fit a model, as a problem that names the field. */
final class Mismatch {

    /** In quarantine, metrics and documents. */
    static final String CODE = "contract-mismatch";

    private static final String MEND = "Have the sender mended, or publish ";

    private Mismatch() {}

    static Problem of(Model model, String field, String expected, String found) {
        return problem(
                model,
                field,
                "expected is " + expected + ", found is " + found + ".",
                MEND + model.name().next() + " if this is right.");
    }

    static Problem unknown(Model model, String field, String hint) {
        String next = MEND + model.name().next() + " with it.";
        return problem(
                model, field, "there is no such field.", hint.isEmpty() ? next : hint + " If not: " + lower(next));
    }

    static Problem missing(Model model, String field) {
        return problem(
                model,
                field,
                "it is required in a message about the whole group, and is missing.",
                "Send it with the others, or publish " + model.name().next() + " without 'required'.");
    }

    private static Problem problem(Model model, String field, String sentence, String remedy) {
        String which = field.isEmpty() ? model.contract() : model.contract() + ", field '" + field + "'";
        return Problem.of(CODE, which + ": " + sentence, remedy);
    }

    private static String lower(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
