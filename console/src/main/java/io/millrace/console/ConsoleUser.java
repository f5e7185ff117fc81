package io.millrace.console;

import io.millrace.model.settings.Secret;
import java.util.Objects;

/**
 * Someone who may sign in.
 *
 * @param name without a colon, which HTTP Basic (RFC 7617) uses to separate it from the password
 */
public record ConsoleUser(String name, Secret password) {

    public ConsoleUser {
        Objects.requireNonNull(name);
        Objects.requireNonNull(password);
        if (name.isBlank() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "A console user's name is not empty and holds no colon: '" + name + "'.");
        }
        if (password.value().isEmpty()) {
            throw new IllegalArgumentException("The console user '" + name + "' has an empty password.");
        }
    }
}
