package io.millrace.bench.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a counter works on.
 *
 * @param bootstrap of the log
 * @param application its name there; who comes back with the same name and folder goes on where it was
 * @param input topic of samples
 * @param output topic of counts
 * @param store where counts are kept
 * @param threads that count; each takes some partitions
 * @param folder for its store
 */
public record CounterSettings(
        String bootstrap, String application, String input, String output, Store store, int threads, String folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Both have a changelog in the log, from which they are made again. */
    public enum Store {
        ROCKS_DB("RocksDB"),
        IN_MEMORY("in memory");

        private final String words;

        Store(String words) {
            this.words = words;
        }

        /** As people say it. */
        public String words() {
            return words;
        }
    }

    public CounterSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of words cannot be written", impossible);
        }
    }

    static CounterSettings fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, CounterSettings.class);
    }
}
