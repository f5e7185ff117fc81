package io.millrace.historian.production;

/**
 * A topic of business events.
 *
 * @param topic full path
 * @param name what follows the contract, such as {@code work-order/start}
 */
public record EventTopic(String topic, String location, String name) {}
