package io.millrace.model;

/**
 * A path in the unified namespace: {@code <root>/<location path>/_<contract>[/<virtual path>]/<tag>}, for example
 * {@code umh/v1/limeworks/liege/kilns/kiln-1/_historian/burner/temperature}. Without a tag it is all of a versioned
 * model, {@link #isWhole}.
 *
 * <p>Made by {@link Namespace#parse}, which is the one place that checks the rules. Equality is by path. There are as many
 * as a plant has tags, in several rooms: so it holds the path alone and knows where its parts begin. Immutable.
 */
public final class Topic {

    private final String path;
    private final String contract;
    private final int locationStart;
    private final int contractStart;
    private final int tagStart;

    /** @param path is checked already; the contract reaches from its start to the next slash */
    Topic(String path, int locationStart, int contractStart, int tagStart) {
        this(path, shared(path, contractStart), locationStart, contractStart, tagStart);
    }

    private Topic(String path, String contract, int locationStart, int contractStart, int tagStart) {
        this.path = path;
        this.contract = contract;
        this.locationStart = locationStart;
        this.contractStart = contractStart;
        this.tagStart = tagStart;
    }

    /** The usual contracts are one text in all topics: less to keep, and comparing them touches no further memory. */
    private static String shared(String path, int contractStart) {
        int end = path.indexOf('/', contractStart);
        String contract = path.substring(contractStart, end < 0 ? path.length() : end);
        return switch (contract) {
            case Payloads.HISTORIAN -> Payloads.HISTORIAN;
            case Payloads.RAW -> Payloads.RAW;
            case Payloads.ANALYTICS -> Payloads.ANALYTICS;
            default -> contract;
        };
    }

    /** The whole path, byte for byte the MQTT topic and the Kafka record key. */
    public String path() {
        return path;
    }

    /** The location path without the root: {@code limeworks/liege/kilns/kiln-1}. */
    public String location() {
        return path.substring(locationStart, contractStart - 1);
    }

    /** The contract segment with its underscore: {@code _historian}. */
    public String contract() {
        return contract;
    }

    /** The segments between contract and tag joined by {@code /}; empty when there are none. */
    public String virtualPath() {
        return tagStart <= nameStart() ? "" : path.substring(nameStart(), tagStart - 1);
    }

    /** The leaf: {@code temperature}; empty where the topic {@link #isWhole}. */
    public String tag() {
        return path.substring(tagStart);
    }

    /** Virtual path and tag: what follows the contract; empty where the topic {@link #isWhole}. */
    public String name() {
        return isWhole() ? "" : path.substring(nameStart());
    }

    /** Whether it ends with its contract, and so is no tag but all fields of a versioned model: {@code .../_pump_v1}. */
    public boolean isWhole() {
        return tagStart == path.length();
    }

    private int nameStart() {
        return contractStart + contract.length() + 1;
    }

    /** The topic of a tag below this one, as the several-keys payload form names it. */
    Topic child(String tagName) {
        return new Topic(path + "/" + tagName, contract, locationStart, contractStart, path.length() + 1);
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
