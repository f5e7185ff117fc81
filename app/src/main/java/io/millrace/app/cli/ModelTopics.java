package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.app.hub.HubException;
import io.millrace.app.site.PublishedModels;
import io.millrace.model.contract.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the running hub knows of models, as far as there is one: the files can be looked at without. */
final class ModelTopics {

    private static final int PAGE = 1_000;
    private static final int MOST = 20_000;

    private final @Nullable HubApi api;
    private final @Nullable Path dataFolder;

    private ModelTopics(@Nullable HubApi api, @Nullable Path dataFolder) {
        this.api = api;
        this.dataFolder = dataFolder;
    }

    static ModelTopics of(DataOption data) {
        try {
            HubApi api = new HubApi(data.running());
            String folder = api.get("/api/info").path("dataFolder").asText("");
            return new ModelTopics(api, folder.isEmpty() ? data.folder : Path.of(folder));
        } catch (HubException none) {
            return new ModelTopics(null, data.folder);
        }
    }

    /** Of the running hub, or as it was named. */
    Optional<Path> dataFolder() {
        return Optional.ofNullable(dataFolder);
    }

    /** A model as it was published, where that is known. */
    Optional<PublishedModels.Published> published(ModelName name) {
        if (dataFolder == null) {
            return Optional.empty();
        }
        try {
            return new PublishedModels(dataFolder).find(name.toString());
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new HubException("The copy of the published " + name + " in " + dataFolder + " cannot be read ("
                    + unreadable.getMessage() + ").");
        }
    }

    List<ModelName> publishedNames() {
        if (dataFolder == null) {
            return List.of();
        }
        try {
            return new PublishedModels(dataFolder).names();
        } catch (IOException unreadable) {
            throw new HubException("The published models in " + dataFolder + " cannot be read.", unreadable);
        }
    }

    /** The topics of a contract that the hub has seen; empty when no hub is there to be asked. */
    Optional<List<String>> topics(String contract) {
        if (api == null) {
            return Optional.empty();
        }
        List<String> topics = new ArrayList<>();
        int seen = 0;
        JsonNode page;
        do {
            page = api.ask("/api/topics?search=" + HubApi.encoded("/" + contract + "/") + "&limit=" + PAGE + "&offset="
                    + seen);
            for (JsonNode found : page.path("found")) {
                String topic = found.path("topic").asText();
                if (topic.contains("/" + contract + "/")) {
                    topics.add(topic);
                }
            }
            seen += page.path("found").size();
        } while (!page.path("found").isEmpty()
                && seen < Math.min(page.path("total").asInt(), MOST));
        return Optional.of(topics);
    }

    /** The units of the topics below a place, by topic; empty when nobody knows any. */
    Map<String, String> units(String place) {
        Map<String, String> units = new HashMap<>();
        if (api != null) {
            String under = place.isEmpty() ? "" : "&under=" + HubApi.encoded(place);
            try {
                for (JsonNode value :
                        api.ask("/api/latest?limit=" + PAGE * 10 + under).path("values")) {
                    if (value.hasNonNull("unit")) {
                        units.put(
                                value.path("topic").asText(), value.path("unit").asText());
                    }
                }
            } catch (HubException unknown) {
                return Map.of();
            }
        }
        return units;
    }
}
