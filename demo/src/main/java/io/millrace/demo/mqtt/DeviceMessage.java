package io.millrace.demo.mqtt;

/**
 * A message on its way to the broker.
 *
 * @param payload JSON
 */
public record DeviceMessage(String topic, String payload) {}
