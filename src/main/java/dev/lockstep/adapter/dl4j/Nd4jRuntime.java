package dev.lockstep.adapter.dl4j;

import dev.lockstep.port.Support;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J in this JVM: whether it can start, and its start, which happens once. */
final class Nd4jRuntime {
    /** Where Maven notes the version of the jar that {@link MultiLayerNetwork} is in. */
    private static final String POM = "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

    private static boolean started;

    // Both are looked up in jars, which takes longer than a small case.
    private static final String VERSION = readVersion();
    private static final Support AVAILABLE = findNativeLibrary();

    private Nd4jRuntime() {}

    /** Version of the deeplearning4j-nn on the class path; "unknown" where its jar was repackaged without Maven's note. */
    static String version() {
        return VERSION;
    }

    /** Whether ND4J's native library for this machine is on the class path. */
    static Support available() {
        return AVAILABLE;
    }

    private static String readVersion() {
        try (InputStream stream = MultiLayerNetwork.class.getResourceAsStream(POM)) {
            if (stream == null) {
                return "unknown";
            }
            Properties pom = new Properties();
            pom.load(stream);
            return pom.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Support findNativeLibrary() {
        String platform = Loader.getPlatform();
        String folder = "/org/nd4j/linalg/cpu/nativecpu/bindings/" + platform + "/";
        return Nd4jRuntime.class.getResource(folder) != null
                ? Support.YES
                : Support.no("ND4J's native library for " + platform + " is not on the class path");
    }

    /**
     * Starts ND4J in double precision; to be called under the lock of {@link Deeplearning4jFramework}, and for every case, as other
     * users of ND4J may have set another precision since.
     *
     * <p>Both types must be set: some layers allocate in the default type whatever the network's own type is.
     */
    static void start() {
        if (!started) {
            quiet("org.nd4j");
            quiet("org.deeplearning4j");
            started = true;
        }
        if (Nd4j.dataType() != DataType.DOUBLE || Nd4j.defaultFloatingPointType() != DataType.DOUBLE) {
            Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        }
    }

    /** Work under another default type, under the same lock; afterwards it is double again. */
    static <T> T withDefault(DataType type, Supplier<T> work) {
        start();
        if (type == DataType.DOUBLE) {
            return work.get();
        }
        Nd4j.setDefaultDataTypes(type, type);
        try {
            return work.get();
        } finally {
            Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        }
    }

    private static void quiet(String logger) {
        String property = "org.slf4j.simpleLogger.log." + logger;
        if (System.getProperty(property) == null) {
            System.setProperty(property, "error");
        }
    }
}
