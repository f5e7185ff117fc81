package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the front-end: our own from beside this class, and the libraries from their jars under {@code
 * /lib/<name>/<version>/}. Read once, kept with their compressed form. Thread-safe.
 */
final class Assets {

    private static final String OWN = "/io/millrace/console/ui/";
    /** What a file may be called; it cannot climb out of its folder. */
    private static final Pattern FILE =
            Pattern.compile("(?:[a-z0-9][a-z0-9_.-]*/)*[a-z0-9][a-z0-9_.-]*\\.(js|css|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml");

    private record Asset(byte[] plain, byte[] gzip, String type, String tag) {}

    /** Libraries by the name in the address: their jar's folder and version. */
    private final Map<String, String> folders = new TreeMap<>();

    private final Map<String, Asset> cache = new ConcurrentHashMap<>();
    private final Asset index;
    private final String importMapHash;

    Assets() {
        Map<String, String> imports = new TreeMap<>();
        library(imports, "lit", "org.mvnpm", "index.js");
        library(imports, "lit-html", "org.mvnpm", "lit-html.js");
        library(imports, "lit-element", "org.mvnpm", "index.js");
        library(imports, "reactive-element", "org.mvnpm.at.lit", "reactive-element.js");
        library(imports, "echarts", "org.mvnpm", "dist/echarts.esm.min.js");
        String map = new String(Json.bytes(Map.of("imports", imports)), StandardCharsets.UTF_8);
        importMapHash = "sha256-" + Base64.getEncoder().encodeToString(sha256(map.getBytes(StandardCharsets.UTF_8)));
        String page = new String(required(OWN + "index.html"), StandardCharsets.UTF_8).replace("{{importmap}}", map);
        index = asset(page.getBytes(StandardCharsets.UTF_8), "text/html;charset=utf-8");
    }

    private void library(Map<String, String> imports, String name, String group, String main) {
        String version = version(group, name);
        folders.put(name + "/" + version, "/META-INF/resources/_static/" + name + "/" + version + "/");
        String module = group.equals("org.mvnpm") ? name : "@lit/" + name;
        imports.put(module, "/lib/" + name + "/" + version + "/" + main);
        imports.put(module + "/", "/lib/" + name + "/" + version + "/");
    }

    private static String version(String group, String name) {
        Properties properties = new Properties();
        String file = "/META-INF/maven/" + group + "/" + name + "/pom.properties";
        try (InputStream in = Assets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the library " + name + " is not on the class path");
            }
            properties.load(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return properties.getProperty("version", "");
    }

    /** For the Content-Security-Policy: the one script that stands in the page itself. */
    String importMapHash() {
        return importMapHash;
    }

    void index(Context ctx) {
        ctx.header("Cache-Control", "no-cache");
        send(ctx, index);
    }

    void own(Context ctx) {
        ctx.header("Cache-Control", "no-cache");
        send(ctx, asset(OWN, ctx.pathParam("file")));
    }

    void library(Context ctx) {
        String folder = folders.get(ctx.pathParam("name") + "/" + ctx.pathParam("version"));
        if (folder == null) {
            throw unknown(ctx.path());
        }
        Asset asset = asset(folder, ctx.pathParam("file"));
        ctx.header("Cache-Control", "private, max-age=31536000, immutable");
        send(ctx, asset);
    }

    private Asset asset(String folder, String file) {
        if (!FILE.matcher(file).matches()) {
            throw unknown(file);
        }
        Asset known = cache.get(folder + file);
        if (known != null) {
            return known;
        }
        byte[] bytes = read(folder + file);
        if (bytes == null) {
            throw unknown(file);
        }
        Asset read = asset(bytes, TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), ""));
        cache.put(folder + file, read);
        return read;
    }

    private static Asset asset(byte[] bytes, String type) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String tag = '"'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(sha256(bytes))
                        .substring(0, 22)
                + '"';
        return new Asset(bytes, compressed.toByteArray(), type, tag);
    }

    private static void send(Context ctx, Asset asset) {
        ctx.header("ETag", asset.tag);
        ctx.header("Vary", "Accept-Encoding");
        ctx.disableCompression();
        if (asset.tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType(asset.type);
        String accepted = ctx.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            ctx.header("Content-Encoding", "gzip").result(asset.gzip);
        } else {
            ctx.result(asset.plain);
        }
    }

    private static byte[] required(String path) {
        byte[] bytes = read(path);
        if (bytes == null) {
            throw new IllegalStateException("the file " + path + " is not on the class path");
        }
        return bytes;
    }

    private static byte @Nullable [] read(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static HttpProblem unknown(String what) {
        return new HttpProblem(404, Problem.of("not-found", "There is no '" + what + "' here."));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
