package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The archive stays small, and has what Linux on both processors needs all the same. */
class ArchiveIT {

    /** Bytes: 200 MB as a download page counts them. */
    private static final long LARGEST = 200_000_000;
    /** The machines an ELF file names at byte 18. */
    private static final short X86_64 = 62;

    private static final short AARCH64 = 183;

    @Test
    void theUnpackedArchiveIsBelowTwoHundredMegabytes() throws IOException {
        // What 'millrace prepare' writes is not part of it.
        Path cache = HubProcess.archive().resolve("cache");
        long bytes = 0;
        try (Stream<Path> files = Files.walk(HubProcess.archive())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                bytes += file.startsWith(cache) ? 0 : Files.size(file);
            }
        }

        assertThat(bytes).isBetween(1L, LARGEST - 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "rocksdbjni, librocksdbjni-linux64.so, librocksdbjni-linux-aarch64.so, librocksdbjni-osx-arm64.jnilib",
        "zstd-jni, linux/amd64/, linux/aarch64/, darwin/aarch64/",
        "snappy-java, org/xerial/snappy/native/Linux/x86_64/, org/xerial/snappy/native/Linux/aarch64/,"
                + " org/xerial/snappy/native/Mac/aarch64/",
        "lz4-java, net/jpountz/util/linux/amd64/, net/jpountz/util/linux/aarch64/, net/jpountz/util/darwin/aarch64/",
        "jna, com/sun/jna/linux-x86-64/, com/sun/jna/linux-aarch64/, com/sun/jna/darwin-aarch64/",
    })
    void aLibraryHasItsNativeCodeForBothProcessorsAndNoneForOthers(
            String library, String x86, String aarch64, String mac) throws IOException {
        try (JarFile jar = new JarFile(jar(library).toFile())) {
            assertThat(machine(jar, x86)).isEqualTo(X86_64);
            assertThat(machine(jar, aarch64)).isEqualTo(AARCH64);
            assertThat(natives(jar))
                    .hasSize(3)
                    .anyMatch(name -> name.startsWith(mac))
                    .allMatch(name -> name.startsWith(x86) || name.startsWith(aarch64) || name.startsWith(mac));
        }
    }

    @Test
    void theRuntimeOfModelsHasItsTwoLibrariesForBothProcessorsAndNoneForOthers() throws IOException {
        String natives = "ai/onnxruntime/native/";
        try (JarFile jar = new JarFile(jar("onnxruntime").toFile())) {
            for (String library : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
                assertThat(machine(jar, natives + "linux-x64/" + library)).isEqualTo(X86_64);
                assertThat(machine(jar, natives + "linux-aarch64/" + library)).isEqualTo(AARCH64);
            }
            assertThat(natives(jar)).hasSize(6);
            assertThat(names(jar)).contains("ThirdPartyNotices.txt").noneMatch(name -> name.contains(".dSYM/"));
        }
    }

    @Test
    void theNativeCodeOfThisMachineLoadsAndWorks() throws Exception {
        assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .isIn("Linux amd64", "Linux aarch64", "Mac OS X aarch64");
        byte[] plain =
                "one sample, and the same sample again and again".repeat(100).getBytes(StandardCharsets.UTF_8);
        List<URL> jars = new ArrayList<>();
        for (String library : List.of("rocksdbjni", "zstd-jni", "snappy-java", "lz4-java", "jna")) {
            jars.add(jar(library).toUri().toURL());
        }

        try (URLClassLoader archive =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> zstd = archive.loadClass("com.github.luben.zstd.Zstd");
            Object zstandard = zstd.getMethod("compress", byte[].class).invoke(null, (Object) plain);
            Class<?> snappy = archive.loadClass("org.xerial.snappy.Snappy");
            Object snapped = snappy.getMethod("compress", byte[].class).invoke(null, (Object) plain);
            Class<?> lz4 = archive.loadClass("net.jpountz.lz4.LZ4Factory");
            Object factory = lz4.getMethod("nativeInstance").invoke(null);
            archive.loadClass("org.rocksdb.RocksDB").getMethod("loadLibrary").invoke(null);
            Class<?> jna = Class.forName("com.sun.jna.Native", true, archive);

            assertThat(zstd.getMethod("decompress", byte[].class, int.class).invoke(null, zstandard, plain.length))
                    .isEqualTo(plain);
            assertThat(snappy.getMethod("uncompress", byte[].class).invoke(null, snapped))
                    .isEqualTo(plain);
            assertThat(factory).hasToString("LZ4Factory:JNI");
            assertThat(jna.getField("POINTER_SIZE").get(null)).isEqualTo(Long.BYTES);
        }
    }

    @Test
    void whatWasLeftOutTookNoLicenceAlong() throws IOException {
        try (JarFile jna = new JarFile(jar("jna").toFile());
                JarFile echarts = new JarFile(jar("echarts").toFile())) {
            assertThat(names(jna)).contains("META-INF/LICENSE", "META-INF/AL2.0", "META-INF/LGPL2.1");
            assertThat(names(echarts)).anyMatch(name -> name.endsWith("/LICENSE"));
            assertThat(names(echarts)).anyMatch(name -> name.endsWith("/NOTICE"));
        }
    }

    @Test
    void onAMachineOfAnotherKindTheStartScriptSaysWhichLibrariesAreMissing(@TempDir Path folder) throws Exception {
        Path uname = Files.writeString(folder.resolve("uname"), "#!/bin/sh\necho Linux s390x\n");
        assertThat(uname.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder(HubProcess.archive().resolve("bin/millrace").toString(), "version");
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Path errors = folder.resolve("errors");

        Process process = builder.redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(errors)).contains("this is Linux s390x", "rocksdbjni", "Maven Central");
    }

    /** The one jar of a library; two versions beside each other would be a mistake. */
    private static Path jar(String library) throws IOException {
        try (Stream<Path> jars = Files.list(HubProcess.archive().resolve("lib"))) {
            List<Path> found = jars.filter(jar -> jar.getFileName().toString().matches(library + "-\\d.*\\.jar"))
                    .toList();
            assertThat(found).as("the jar of " + library).hasSize(1);
            return found.get(0);
        }
    }

    private static List<String> names(JarFile jar) {
        return jar.stream().map(ZipEntry::getName).toList();
    }

    private static List<String> natives(JarFile jar) {
        return names(jar).stream()
                .filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib|a)"))
                .toList();
    }

    /** For which processor the only ELF file whose name begins so was made. */
    private static short machine(JarFile jar, String prefix) throws IOException {
        List<String> found =
                natives(jar).stream().filter(name -> name.startsWith(prefix)).toList();
        assertThat(found).as(prefix + " in " + jar.getName()).hasSize(1);
        try (InputStream in = jar.getInputStream(jar.getEntry(found.get(0)))) {
            ByteBuffer head = ByteBuffer.wrap(in.readNBytes(20)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(head.getInt(0)).as("an ELF file").isEqualTo(0x464c457f);
            return head.getShort(18);
        }
    }
}
