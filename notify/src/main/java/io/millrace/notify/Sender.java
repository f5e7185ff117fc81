package io.millrace.notify;

/** Sends messages by one channel. Used by one thread at a time. */
interface Sender {

    /**
     * Returns when whoever gets it has taken it.
     *
     * @throws SendException when it was not taken, or nobody knows
     */
    void send(Notice notice) throws SendException, InterruptedException;

    static Sender of(Channel channel, String site) {
        return channel instanceof Channel.Webhook webhook
                ? new WebhookSender(webhook, site)
                : new EmailSender((Channel.Email) channel, site);
    }
}
