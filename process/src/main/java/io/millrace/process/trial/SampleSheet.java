package io.millrace.process.trial;

import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Routing;
import io.millrace.process.Source;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.trial.SheetException.Mistake;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Samples as a person writes them down: lines of {@code time,topic,value[,quality]}, in the order in which they arrive. A
 * line that begins with {@code #} and the line of headings say nothing. Used by one thread.
 */
public final class SampleSheet {

    private static final int MOST_LINES = 200_000;
    private static final int MOST_MISTAKES = 20;

    private final Definition definition;
    private final Namespace namespace;
    private final String below;
    private final LocalDate day;
    private final Routing routing;

    /**
     * @param area topics that do not begin at the root are below its location; everywhere, they are below what the
     *     locations of the processor have in common
     * @param day of times without one
     */
    public SampleSheet(Definition definition, Area area, LocalDate day) {
        this.definition = definition;
        this.namespace = definition.setting().namespace();
        this.below = area.location().isEmpty() ? common(definition.setting().at()) : area.location();
        this.day = day;
        this.routing = new Routing(List.of(definition));
    }

    /** The levels before the first {@code +}. */
    public static String common(String at) {
        int plus = ("/" + at + "/").indexOf("/+/");
        return plus < 0 ? at : at.substring(0, Math.max(0, plus - 1));
    }

    /**
     * Reads everything.
     *
     * @throws SheetException with what is wrong in it
     */
    public List<Said> read(BufferedReader lines) throws IOException, SheetException {
        List<Said> samples = new ArrayList<>();
        List<Mistake> mistakes = new ArrayList<>();
        int number = 0;
        boolean begun = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String plain = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (plain.isBlank() || plain.startsWith("#")) {
                continue;
            }
            boolean headings = !begun && plain.toLowerCase(Locale.ROOT).matches("\\s*\"?time(stamp)?\"?\\s*,.*");
            begun = true;
            if (headings) {
                continue;
            }
            try {
                samples.add(sample(plain));
            } catch (ProblemException wrong) {
                mistakes.add(new Mistake(number, wrong.problem().sentence()));
            }
            if (samples.size() > MOST_LINES) {
                mistakes.add(
                        new Mistake(number, "These are more than " + MOST_LINES + " samples. Try a part of them."));
                break;
            }
            if (mistakes.size() >= MOST_MISTAKES) {
                break;
            }
        }
        if (!mistakes.isEmpty()) {
            throw new SheetException(mistakes);
        }
        return samples;
    }

    private Said sample(String line) {
        List<SheetLine.Cell> cells = SheetLine.cells(line);
        if (cells.size() < 3 || cells.size() > 4) {
            throw wrong(
                    "The line has " + cells.size() + (cells.size() == 1 ? " value." : " values."),
                    "Write time,topic,value or time,topic,value,quality; text that holds a comma goes into quotation"
                            + " marks.");
        }
        long micros = Moment.micros(cells.get(0).text(), definition.setting().zone(), day);
        Topic topic = topic(cells.get(1).text());
        String quality = cells.size() == 4 ? cells.get(3).text() : "";
        if (topic.contract().equals(Payloads.ANALYTICS)) {
            return event(topic, micros, cells.get(2).text(), quality);
        }
        Content content = measured(cells.get(2), quality(quality));
        return new Said(topic, micros, "", 0, content);
    }

    private Topic topic(String named) {
        String path = namespace.covers(named)
                ? named
                : namespace.root()
                        + (named.startsWith("/") ? named : (below.isEmpty() ? "/" : "/" + below + "/") + named);
        boolean ofMany = named.startsWith("_") && definition.setting().at().startsWith(below + "/");
        if (ofMany) {
            throw wrong(
                    "'" + named + "' does not say where: the processor has an instance for each "
                            + definition.setting().at() + ".",
                    "Name the location before it, or try one with --location.");
        }
        Topic topic = namespace.parse(path);
        if (routing.of(topic).isEmpty()) {
            throw wrong(
                    "'" + path + "' is no input of '" + definition.name() + "'.",
                    "It reads "
                            + definition.plan().sources().stream()
                                    .map(Source::filter)
                                    .distinct()
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return topic;
    }

    private static Quality quality(String text) {
        return text.isEmpty()
                ? Quality.GOOD
                : Quality.parse(text)
                        .orElseThrow(() -> wrong(
                                "'" + text + "' is no quality.",
                                "Write a StatusCode of OPC UA by its number or its name, as in Bad_SensorFailure."));
    }

    private static Content measured(SheetLine.Cell cell, Quality quality) {
        String text = cell.text();
        if (text.isEmpty() && !cell.quoted()) {
            if (quality.isGood()) {
                throw wrong(
                        "There is no value, and the quality is Good.",
                        "Give a value, or a quality that says why there is none.");
            }
            return new Content.Measured(null, quality);
        }
        return new Content.Measured(cell.quoted() ? Value.of(text) : value(text), quality);
    }

    private static Value value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Value.of(text.equals("true"));
        }
        if (!text.matches("[+-]?(\\d.*|\\.\\d.*|NaN|Infinity)")) {
            return Value.of(text);
        }
        try {
            if (text.matches("[+-]?\\d+")) {
                return Value.of(Long.parseLong(text));
            }
        } catch (NumberFormatException large) {
            // more than 64 bits: as every payload does, a real number stands in
        }
        double real;
        try {
            real = text.matches("[-+.\\dEe]+") ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException notANumber) {
            real = Double.NaN;
        }
        if (!Double.isFinite(real)) {
            throw wrong("'" + text + "' is no number.", "Put it into quotation marks if it is text.");
        }
        return Value.of(real);
    }

    private static Said event(Topic topic, long micros, String json, String quality) {
        if (!quality.isEmpty()) {
            throw wrong("An event has no quality.", "Leave the fourth value out.");
        }
        Map<String, Value> fields = EventFields.read(json);
        if (fields.containsKey("timestamp_ms") || fields.containsKey("timestamp_us")) {
            throw wrong("The time of an event is the first value.", "Take timestamp_ms out of the event.");
        }
        Value id = fields.get("id");
        String text = id instanceof Value.Text named
                ? named.value()
                : id instanceof Value.Whole whole ? "" + whole.value() : "";
        String time = micros % 1000 == 0 ? "\"timestamp_ms\":" + micros / 1000 : "\"timestamp_us\":" + micros;
        String rest = json.substring(json.indexOf('{') + 1);
        String whole = "{" + time + (fields.isEmpty() && rest.trim().equals("}") ? "" : ",") + rest;
        return new Said(topic, micros, text, 0, new Content.Happened(whole));
    }

    private static ProblemException wrong(String message, String remedy) {
        return Problem.of("sample-unreadable", message, remedy).asException();
    }
}
