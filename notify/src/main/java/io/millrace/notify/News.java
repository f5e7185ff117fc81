package io.millrace.notify;

/** What a record of the log says about an alarm, as far as people are told of it. */
sealed interface News {

    /** By which the occurrence is known: the topic, time and id of the event that raised it. */
    String identity();

    /** The topic of the alarm's events. */
    String topic();

    /** When the log took it, milliseconds since 1970. */
    long loggedMillis();

    /** It was raised, or what was said of that is corrected. */
    record Raised(String identity, RaisedAlarm alarm, long loggedMillis) implements News {
        @Override
        public String topic() {
            return alarm.topic();
        }
    }

    /**
     * Its reason is gone.
     *
     * @param raised by which time the occurrence is known
     * @param cleared when, ISO 8601
     */
    record Cleared(String identity, String topic, String raised, String cleared, long loggedMillis) implements News {}

    /** It never was raised: a late value shows it. */
    record Withdrawn(String identity, String topic, long loggedMillis) implements News {}
}
