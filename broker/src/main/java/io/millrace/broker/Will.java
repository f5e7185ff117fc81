package io.millrace.broker;

import com.hivemq.mqtt.message.connect.MqttWillPublish;
import org.jspecify.annotations.Nullable;

/** A will on a topic the gate covers, taken out of HiveMQ's hands so that it passes the gate like any message. */
record Will(MqttWillPublish message, @Nullable String user) {}
