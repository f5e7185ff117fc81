package io.millrace.notify;

/** A message was not taken. The text is a sentence for people, without secrets. */
final class SendException extends Exception {

    private static final long serialVersionUID = 1L;

    SendException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    SendException(String sentence) {
        super(sentence);
    }
}
