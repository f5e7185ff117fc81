package io.millrace.app.site;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.model.settings.Secret;
import java.util.List;

@Described("The web console and its REST API.")
public record ConsolePart(
        @Described("Address to listen on.") @DefaultsTo("127.0.0.1")
        String host,

        @Described("Port to listen on; 0 takes a free one.") @DefaultsTo("8080")
        int port,

        @Described("Who may sign in. Without users everybody may, and the console must be on loopback.")
        @DefaultsTo("[]")
        List<User> users) {

    @Described("A person's name and password.")
    public record User(
            @Described("Name to sign in with.") String name,
            @Described("Password.") Secret password) {}

    public ConsolePart {
        Ports.check(port);
        if (users.isEmpty()) {
            Ports.requireLoopback(host, "the console", "Add console.users, or use 127.0.0.1.");
        }
    }
}
