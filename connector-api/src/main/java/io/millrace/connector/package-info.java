/**
 * What a connector is: the code for one protocol. A {@link io.millrace.connector.Connector} describes itself and opens
 * {@link io.millrace.connector.Session}s; a session is one life of the link to a device. Everything around it is the
 * framework's work and the same for all protocols: when to poll, when to open again, what a silent device means, who
 * gets the values.
 *
 * <p>So a connector never retries, never sleeps, never keeps values and never logs per sample. When its session is
 * over it says so ({@link io.millrace.connector.SessionListener#lost}) and is closed; the framework opens the next one.
 */
@NullMarked
package io.millrace.connector;

import org.jspecify.annotations.NullMarked;
