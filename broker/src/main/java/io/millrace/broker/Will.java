package io.millrace.broker;

import com.hivemq.mqtt.message.connect.MqttWillPublish;
import org.jspecify.annotations.Nullable;

/** A will on a topic the gate covers, kept from HiveMQ so that it passes the gate like any message. */
record Will(MqttWillPublish message, @Nullable String user) {}
