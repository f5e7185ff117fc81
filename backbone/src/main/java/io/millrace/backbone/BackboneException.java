package io.millrace.backbone;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log cannot do what was asked. The message is a sentence for the person who runs the hub. */
public final class BackboneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong, for those who must decide; {@link #key()} says which setting is behind it. */
    public enum Kind {
        /** Someone else listens on the port the log was given. */
        PORT_OCCUPIED("log.port"),
        /** The folder cannot be created, read or written. */
        FOLDER_UNUSABLE(null),
        /** There is no space for the log, or too little for it to work. */
        DISK_FULL(null),
        /** Another log node lives in the folder. */
        FOLDER_IN_USE(null),
        /** What is in the folder is not a log this version can read. */
        FOLDER_DAMAGED(null),
        /** The external log does not answer. */
        UNREACHABLE("log.bootstrap"),
        /** It can only be done to an embedded log: this one belongs to somebody else. */
        NOT_OURS("log.bootstrap"),
        /** A setting makes no sense. */
        SETTING(null),
        /** The record is larger than its topic takes. */
        RECORD_TOO_LARGE(null),
        /** The record was not acknowledged; whether it is in the log is unknown. */
        NOT_WRITTEN(null),
        /** The log has been closed. */
        CLOSED(null),
        /** The node stopped working or a part of it failed in a way nobody foresaw. */
        FAULT(null);

        private final @Nullable String key;

        Kind(@Nullable String key) {
            this.key = key;
        }
    }

    private final Kind kind;
    private final @Nullable String key;

    BackboneException(Kind kind, String sentence, @Nullable Throwable cause) {
        this(kind, kind.key, sentence, cause);
    }

    BackboneException(Kind kind, @Nullable String key, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = Objects.requireNonNull(kind);
        this.key = key;
    }

    public Kind kind() {
        return kind;
    }

    /** The key of the site file to look at, such as {@code log.port}. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }
}
