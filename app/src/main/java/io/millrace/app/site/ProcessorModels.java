package io.millrace.app.site;

import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import io.millrace.model.Value.DataType;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.Models;
import io.millrace.process.Definition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what processors write can fit its models at all: what the file alone tells, before anything runs. */
final class ProcessorModels {

    private final Models models;
    private final YamlTree processors;
    private final Findings findings;

    /** @param processors where they stand */
    ProcessorModels(Models models, YamlTree processors, Findings findings) {
        this.models = models;
        this.processors = processors;
        this.findings = findings;
    }

    void check(List<Definition> all) {
        for (Definition processor : all) {
            for (String written : processor.plan().writes()) {
                check(processor, written);
            }
        }
    }

    private void check(Definition processor, String written) {
        List<String> levels = Arrays.asList(written.split("/", -1));
        int at = 0;
        while (at < levels.size() && !levels.get(at).startsWith("_")) {
            at++;
        }
        if (at == levels.size()) {
            return; // anything may stand there: it is checked message by message
        }
        String contract = levels.get(at);
        Problem why = models.refusal(contract);
        if (why != null) {
            findings.add(ProcessorReader.placeOf(processor.name(), processors), path(processor), why);
        }
        String name = String.join("/", levels.subList(at + 1, levels.size()));
        Optional<Model> model = models.find(contract);
        if (model.isPresent() && !name.contains("+") && !name.contains("#")) {
            check(processor, model.get(), name, processor.plan().types().get(written));
        }
    }

    private void check(Definition processor, Model model, String name, @Nullable DataType type) {
        Optional<Field> field = model.find(name);
        if (field.isEmpty() && !model.open()) {
            refuse(
                    processor,
                    "field-unknown",
                    "it writes '" + name + "', and the model " + model.contract() + " has no such field.",
                    DidYouMean.hint(model.leaves().keySet(), name));
        } else if (field.orElse(null) instanceof Field.Group group) {
            refuse(
                    processor,
                    "field-unknown",
                    "it writes '" + name + "', which is a group of the model " + model.contract() + ", not a value.",
                    "Its fields are " + String.join(", ", group.fields().keySet()) + ".");
        } else if (field.orElse(null) instanceof Field.Leaf leaf && type != null && !mayTake(leaf.type(), type)) {
            refuse(
                    processor,
                    "type-differs",
                    "it writes " + word(type) + " to '" + name + "', which is " + leaf.expectation() + " in "
                            + model.contract() + ".",
                    "Convert the result, or give it another output.");
        }
    }

    /** A number may be whole: that is seen value by value. */
    private static boolean mayTake(DataType wanted, DataType type) {
        boolean numbers = wanted == DataType.INTEGER || wanted == DataType.NUMBER;
        return wanted == type || numbers && (type == DataType.INTEGER || type == DataType.NUMBER);
    }

    private static String word(DataType type) {
        return switch (type) {
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case TEXT -> "a text";
        };
    }

    private void refuse(Definition processor, String code, String message, String remedy) {
        findings.add(
                ProcessorReader.placeOf(processor.name(), processors),
                path(processor),
                Problem.of(code, message, remedy));
    }

    private static String path(Definition processor) {
        return "processors." + processor.name();
    }
}
