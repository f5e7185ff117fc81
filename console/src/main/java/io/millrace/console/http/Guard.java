package io.millrace.console.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.ConsoleUser;
import io.millrace.model.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every request: the headers that keep a browser from doing harm, the Host header against DNS rebinding,
 * the Origin of whatever changes state, and HTTP Basic sign-in (RFC 7617) where there are users. Thread-safe.
 */
final class Guard {

    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private static final String USER = "millrace.user";
    private static final String LOCAL = "local";

    private final ConsoleSettings settings;
    private final String contentSecurityPolicy;
    private final Set<String> names = new HashSet<>();

    Guard(ConsoleSettings settings, String importMapHash) {
        this.settings = settings;
        this.contentSecurityPolicy = "default-src 'none'; script-src 'self' '" + importMapHash
                + "'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'";
        names.add("localhost");
        names.add(settings.host().toLowerCase(Locale.ROOT));
        if (!settings.users().isEmpty()) {
            addNamesOfThisMachine();
        }
    }

    private void addNamesOfThisMachine() {
        try {
            InetAddress own = InetAddress.getLocalHost();
            names.add(own.getHostName().toLowerCase(Locale.ROOT));
            names.add(own.getCanonicalHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException nameless) {
            log.atDebug().log("this machine has no name of its own");
        }
    }

    void check(Context ctx) {
        ctx.header("Content-Security-Policy", contentSecurityPolicy);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        checkHost(ctx.header("Host"));
        if (ctx.method() != HandlerType.GET && ctx.method() != HandlerType.HEAD) {
            checkOrigin(ctx);
        }
        signIn(ctx);
    }

    private void checkHost(@Nullable String host) {
        if (host == null || !isOurs(nameOf(host))) {
            throw new HttpProblem(
                    421,
                    Problem.of(
                            "host-refused",
                            "The console was asked for under a name that is not its own.",
                            "Open it under an address the hub printed at its start, or set that name as the console's"
                                    + " host."));
        }
    }

    private boolean isOurs(String name) {
        if (names.contains(name)) {
            return true;
        }
        if (!isAddress(name)) {
            return false;
        }
        // An address cannot be rebound, but without sign-in only this machine may look.
        return !settings.users().isEmpty() || isLoopback(name);
    }

    static String nameOf(String host) {
        String lower = host.toLowerCase(Locale.ROOT).trim();
        if (lower.startsWith("[")) {
            int end = lower.indexOf(']');
            return end < 0 ? lower : lower.substring(1, end);
        }
        int colon = lower.lastIndexOf(':');
        return colon < 0 ? lower : lower.substring(0, colon);
    }

    private static boolean isAddress(String name) {
        return name.matches("\\d{1,3}(\\.\\d{1,3}){3}") || (name.indexOf(':') >= 0 && name.matches("[0-9a-f:.]+"));
    }

    private static boolean isLoopback(String address) {
        try {
            // No look-up: it is an address already.
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException malformed) {
            return false;
        }
    }

    private static void checkOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        String site = ctx.header("Sec-Fetch-Site");
        // Not the scheme: behind a proxy with TLS the browser's is https and ours is http.
        boolean foreignOrigin =
                origin != null && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(ctx.header("Host"));
        boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreignOrigin || foreignSite) {
            throw new HttpProblem(
                    403,
                    Problem.of("origin-refused", "Another site may not change anything here.", "Use the console."));
        }
    }

    private void signIn(Context ctx) {
        if (settings.users().isEmpty()) {
            ctx.attribute(USER, LOCAL);
            return;
        }
        String user = user(ctx.header("Authorization"), ctx.ip());
        if (user != null) {
            ctx.attribute(USER, user);
        } else if (!ctx.path().equals("/api/health")) {
            ctx.header("WWW-Authenticate", "Basic realm=\"Millrace\", charset=\"UTF-8\"");
            throw new HttpProblem(
                    401,
                    Problem.of(
                            "sign-in-needed",
                            "The console asks for a name and a password.",
                            "Use one of the console's users in the site file."));
        }
    }

    static boolean isSignedIn(Context ctx) {
        return ctx.attribute(USER) != null;
    }

    /** Who asks: the name of the signed-in user, or {@code local} where nobody signs in. */
    static String userOf(Context ctx) {
        String user = ctx.attribute(USER);
        return user == null ? LOCAL : user;
    }

    private @Nullable String user(@Nullable String authorization, String from) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        String pair;
        try {
            pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return null;
        }
        byte[] name = digest(pair.substring(0, colon));
        byte[] password = digest(pair.substring(colon + 1));
        String found = null;
        // All users are compared, and all of their digests, so that the time says nothing of who exists.
        for (ConsoleUser user : settings.users()) {
            boolean same = MessageDigest.isEqual(name, digest(user.name()))
                    & MessageDigest.isEqual(password, digest(user.password().value()));
            if (same) {
                found = user.name();
            }
        }
        if (found == null) {
            log.atWarn().addKeyValue("from", from).log("sign-in to the console refused");
        }
        return found;
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
