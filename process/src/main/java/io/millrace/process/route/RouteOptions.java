package io.millrace.process.route;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Messages of some topics told on others: renamed, split or merged. */
@Described("Messages of some topics told on others: renamed, split or merged.")
public record RouteOptions(
        @Described(
                "The topics below the location whose messages are told elsewhere, with + for one level and # for all that follow; the contract is always named, as in _raw/#.")
        List<String> from,

        @Described(
                "The topic below the location, or from the root on with a slash before it. {location}, {contract}, {name} and {tag} are the parts of the topic a message comes from, {1}, {2} what + and # stand for, {field} the name of a field.")
        String to,

        @Described("Other names for tags, as {tag} gives them: TempIst: temperature.") @DefaultsTo("{}")
        Map<String, String> names,

        @Described("Fields of events that become tags of their own, nested ones with dots.") @DefaultsTo("[]")
        List<String> fields) {

    private static final int MOST = 100;

    public RouteOptions {
        from = List.copyOf(from);
        names = Map.copyOf(names);
        fields = List.copyOf(fields);
        checkFrom(from);
        names.values().forEach(name -> Namespace.checkSegment(name, name));
        if (fields.size() > MOST || new HashSet<>(fields).size() < fields.size()) {
            throw Problem.of(
                            "route-settings",
                            "A field stands there twice, or there are more than " + MOST + ".",
                            "Name each field once.")
                    .asException();
        }
    }

    static void checkFrom(List<String> from) {
        if (from.isEmpty() || from.size() > MOST) {
            throw Problem.of(
                            "route-settings",
                            from.isEmpty() ? "'from' names no topic." : "'from' names more than " + MOST + " topics.",
                            "Name the topics to read, such as [_raw/#].")
                    .asException();
        }
    }
}
