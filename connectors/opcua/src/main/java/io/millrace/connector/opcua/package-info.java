/**
 * OPC UA by Eclipse Milo's client. {@link io.millrace.connector.opcua.OpcUaConnector} is the front door.
 *
 * <p>Milo brings the secure channel, the encoding and the opening of a session; it would also bring a session that
 * silently reconnects, re-sends and transfers subscriptions. This house wants the opposite: one life per session, and
 * the word {@code lost} when it ends. So the transport here ({@code OneLifeTransport}) connects once and never again,
 * and subscriptions are driven from here ({@code Subscription}), where back-pressure can hold back the next publish
 * request.
 *
 * <p>Threads. Two network threads and a timer are shared by all sessions of a connector while there are any ({@code
 * SharedThreads}); they never run foreign code. Each session has two threads of its own that may be held up by whoever
 * listens: one hands over monitored values, the other the answers to reads, writes and browses. A listener that blocks
 * therefore never stops keep-alives, and what waits meanwhile is bounded by the publish requests in flight.
 *
 * <p>Pure decisions ({@code Values}, {@code WriteValues}, {@code EndpointChoice}, {@code CertificateCheck}, {@code
 * Faults}) are apart from what does input and output.
 */
@NullMarked
package io.millrace.connector.opcua;

import org.jspecify.annotations.NullMarked;
