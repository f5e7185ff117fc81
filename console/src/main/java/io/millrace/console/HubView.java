package io.millrace.console;

import io.millrace.model.ConnectionStatus;
import io.millrace.model.Metric;
import io.millrace.model.TagInfo;
import io.millrace.production.Production;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hub as the console sees it. Thread-safe; every method answers from memory at once and is asked about once a
 * second for each open console.
 */
public interface HubView {

    HubInfo info();

    List<ConnectionStatus> connections();

    /** The configured tags by topic: their unit, description, connection and address. */
    Map<String, TagInfo> tags();

    /** What the site file says of one topic. */
    default Optional<TagInfo> tag(String topic) {
        return Optional.ofNullable(tags().get(topic));
    }

    /** What the device or the framework around it last said of a tag in its own words, where it said anything. */
    Optional<String> deviceWords(String topic);

    /** What the tag's filter has left out, where it has one. */
    Optional<TagFilter> filter(String topic);

    /** The processors of the site file in its order, whether or not they run in this process. */
    List<ProcessorInfo> processors();

    /** What the site file says about shifts, products and OEE. */
    Production production();

    /** One entry for each part of the hub. */
    List<Health> health();

    /** The figures of every room but the console, which adds its own. */
    List<Metric> metrics();
}
