package io.millrace.connector;

import java.util.Set;

/**
 * The code for one protocol. Stateless and thread-safe; everything that lives belongs to a {@link Session}.
 *
 * @param <S> the record of a connection's settings, as {@code io.millrace.model.settings} describes it
 * @param <A> the record of a tag's address in the device; its {@code toString} is what people read
 */
public interface Connector<S extends Record, A extends Record> {

    /** The word in the site file: {@code opcua}. Lower case letters and digits. */
    String type();

    /** The name people know it by: {@code OPC UA}. */
    String title();

    Set<Capability> capabilities();

    Class<S> settingsType();

    Class<A> addressType();

    /** Where the device is, for people; holds no secret. */
    String endpoint(S settings);

    /**
     * Addresses of different lanes are read independently of each other, so that a slow one does not hold up the
     * others: a Modbus unit id, for example. One lane when the protocol knows no such thing.
     */
    default String lane(A address) {
        return "";
    }

    /** Greatest number of addresses in one {@link Session#read}. */
    default int maxBatch(S settings) {
        return 1000;
    }

    /**
     * Opens a session and returns when it is usable. Blocks the calling thread, bounded by a time-out of the settings,
     * and ends promptly when that thread is interrupted.
     *
     * @param listener hears of this session only
     * @throws ConnectorException when the device cannot be reached or refuses, with a sentence an electrician can act
     *     on; nothing is left behind
     */
    Session<A> open(S settings, ConnectorEnvironment environment, SessionListener listener)
            throws ConnectorException, InterruptedException;
}
