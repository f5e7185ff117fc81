package io.millrace.process.enrich;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.enrich.EnrichOptions.Missing;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The kind {@code enrich}: joins a stream with a table by a key. */
public final class EnrichKind implements Kind<EnrichOptions> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final int MAX_ADDED = 32;
    private static final String EVENTS = "_analytics";

    @Override
    public String name() {
        return "enrich";
    }

    @Override
    public String sentence() {
        return "Adds to events or samples what a table knows about them, by a key such as the order number.";
    }

    @Override
    public Class<EnrichOptions> optionsType() {
        return EnrichOptions.class;
    }

    @Override
    public Plan plan(EnrichOptions options, Setting setting) {
        Source stream = setting.source(EnrichProcessor.STREAM, "stream", options.stream());
        Source table = table(options.table(), setting);
        if (stream.filter().equals(table.filter())) {
            throw mistake("table", "Stream and table are one topic.", "A table is what another topic says.");
        }
        boolean streamOfEvents = contract(stream.filter()).equals(EVENTS);
        boolean tableOfEvents = contract(table.filter()).equals(EVENTS);
        KeyPlace streamKey = key("key", options.key(), streamOfEvents);
        KeyPlace tableKey = options.tableKey() == null
                ? key("key", options.key(), tableOfEvents)
                : key("tableKey", options.tableKey(), tableOfEvents);
        checkAdded(options.add(), tableOfEvents);
        if (options.missing() == Missing.WAIT && options.waitAtMost().isZero()) {
            throw mistake("waitAtMost", "Nothing waits for no time.", "Give a time such as 10min, or missing: pass.");
        }
        if (options.forgetAfter() != null && options.forgetAfter().isZero()) {
            throw mistake("forgetAfter", "Every row would be forgotten at once.", "Give a time such as 30d.");
        }
        boolean named = ("/" + options.output()).contains("/_");
        String below = named ? options.output() : (streamOfEvents ? EVENTS : "_historian") + "/" + options.output();
        boolean events = contract("/" + below).equals(EVENTS);
        List<String> writes = events
                ? List.of(setting.writes("output", below))
                : options.add().keySet().stream()
                        .map(name -> setting.writes("output", below + "/" + name))
                        .toList();
        int levels = setting.levels();
        Blend blend = new Blend(setting.namespace(), levels, below, events, options.add());
        EnrichProcessor processor = new EnrichProcessor(blend, options);
        return new Plan(
                List.of(stream, table),
                new Keying.ByKey(Map.of(EnrichProcessor.STREAM, streamKey, EnrichProcessor.TABLE, tableKey)),
                writes,
                place -> processor);
    }

    /** A table belongs to no place: every instance can reach one that begins at the root. */
    private static Source table(String topic, Setting setting) {
        Setting anywhere = topic.startsWith("/")
                ? new Setting(setting.name(), setting.namespace(), "anywhere", setting.zone())
                : setting;
        return anywhere.source(EnrichProcessor.TABLE, "table", topic);
    }

    private static String contract(String path) {
        int start = path.indexOf("/_") + 1;
        int end = path.indexOf('/', start);
        return end < 0 ? path.substring(start) : path.substring(start, end);
    }

    private static KeyPlace key(String key, String text, boolean ofEvents) {
        KeyPlace place;
        try {
            place = KeyPlace.parse(text);
        } catch (ProblemException illegal) {
            throw new MistakeException(key, illegal.problem());
        }
        if (place instanceof KeyPlace.Field && !ofEvents) {
            throw mistake(
                    key,
                    "'" + text + "' is for events, and one of the two topics carries samples.",
                    "Use value or segment NUMBER there; tableKey is the key in the table.");
        }
        if (place instanceof KeyPlace.OfSample && ofEvents) {
            throw mistake(
                    key,
                    "'" + text + "' is for samples, and one of the two topics carries events.",
                    "Use field NAME there; tableKey is the key in the table.");
        }
        return place;
    }

    private static void checkAdded(Map<String, String> add, boolean tableOfEvents) {
        if (add.isEmpty() || add.size() > MAX_ADDED) {
            throw mistake(
                    "add",
                    add.isEmpty() ? "Nothing is added." : add.size() + " fields; " + MAX_ADDED + " are the most.",
                    "Write add: {NAME: FIELD, ...}.");
        }
        add.forEach((name, field) -> {
            if (!NAME.matcher(name).matches()) {
                throw mistake(
                        "add." + name,
                        "'" + name + "' cannot be the name of a field.",
                        "Use letters, digits, - and _.");
            }
            if (!tableOfEvents && !field.equals("value")) {
                throw mistake(
                        "add." + name,
                        "The table carries samples, which have no field '" + field + "'.",
                        "Write " + name + ": value.");
            }
        });
    }

    private static MistakeException mistake(String key, String message, String remedy) {
        return new MistakeException(key, Problem.of("option-illegal", message, remedy));
    }
}
