package io.millrace.prove.stage;

/**
 * Where everything listens on this machine, the same during the whole run.
 *
 * @param mqtt of the hub
 * @param log of the hub
 * @param historian of the hub
 * @param console of the hub
 * @param device of the simulated device
 * @param mqttProxy where publishers connect
 * @param deviceProxy where the hub finds the device
 */
record Addresses(int mqtt, int log, int historian, int console, int device, int mqttProxy, int deviceProxy) {}
