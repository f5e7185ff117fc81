package io.millrace.connector;

/**
 * Hears of one session. May be called from any thread; once its session is closed, calls have no effect.
 *
 * <p>{@code received} may block for as long as the log does not keep up: that is the back-pressure, to be passed on to
 * the device where the protocol can.
 */
public interface SessionListener {

    /**
     * A monitored tag has a new reading.
     *
     * @param handle as given in {@link Monitored}
     */
    void received(int handle, Reading reading);

    /**
     * The device had sent something that did not arrive and cannot be got any more. In OPC UA these are notification
     * messages whose numbers were skipped and that Republish does not bring (OPC 10000-4, 5.14.6); a protocol that
     * numbers what it publishes in another way says so of that. Said before what came after the hole is {@link
     * #received}, so that the hole can be told in time, and also when the session is given up for it: then before
     * {@link #lost}, or at the same time. It is no loss of the session, and may be said as often as it happens.
     *
     * @param intervals how many publishing intervals or notifications, at least 1
     * @param reason a sentence: what is missing and why it cannot be got
     */
    default void missed(long intervals, String reason) {}

    /**
     * The session is over: the device hung up, went silent, or its answers stopped making sense. Said once at most by
     * a session; the framework then closes it and opens another.
     *
     * @param reason a sentence an electrician can act on
     */
    void lost(String reason);
}
