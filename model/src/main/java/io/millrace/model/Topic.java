package io.millrace.model;

import java.util.Objects;

/**
 * A path in the unified namespace: {@code <root>/<location path>/_<contract>[/<virtual path>]/<tag>}, for example
 * {@code umh/v1/limeworks/liege/kilns/kiln-1/_historian/burner/temperature}.
 *
 * <p>Made by {@link Namespace#parse}, which is the one place that checks the rules. Equality is by path.
 *
 * @param path the whole path, byte for byte the MQTT topic and the Kafka record key
 * @param location the location path without the root: {@code limeworks/liege/kilns/kiln-1}
 * @param contract the contract segment with its underscore: {@code _historian}
 * @param virtualPath the segments between contract and tag joined by {@code /}; empty when there are none
 * @param tag the leaf: {@code temperature}
 */
public record Topic(String path, String location, String contract, String virtualPath, String tag) {

    public Topic {
        Objects.requireNonNull(path);
        Objects.requireNonNull(location);
        Objects.requireNonNull(contract);
        Objects.requireNonNull(virtualPath);
        Objects.requireNonNull(tag);
        contract = shared(contract);
    }

    /** The usual contracts are one text in all topics: less to keep, and comparing them touches no further memory. */
    private static String shared(String contract) {
        return switch (contract) {
            case Payloads.HISTORIAN -> Payloads.HISTORIAN;
            case Payloads.RAW -> Payloads.RAW;
            case Payloads.ANALYTICS -> Payloads.ANALYTICS;
            default -> contract;
        };
    }

    /** Virtual path and tag: what follows the contract. */
    public String name() {
        return virtualPath.isEmpty() ? tag : virtualPath + "/" + tag;
    }

    /** The topic of a tag below this one, as the several-keys payload form names it. */
    Topic child(String tagName) {
        return new Topic(path + "/" + tagName, location, contract, name(), tagName);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topic topic && topic.path.equals(path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path;
    }
}
