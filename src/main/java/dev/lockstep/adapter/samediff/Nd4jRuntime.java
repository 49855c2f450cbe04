package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Precision;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J in this JVM: whether it can start, and its start. */
final class Nd4jRuntime {
    /** Where Maven notes the version of the jar that {@link SameDiff} is in. */
    private static final String POM = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    // Both are looked up in jars, which takes longer than a small case.
    private static final String VERSION = readVersion();
    private static final Support AVAILABLE = findNativeLibrary();

    private Nd4jRuntime() {}

    /** Version of the nd4j-api on the class path; "unknown" where its jar was repackaged without Maven's note. */
    static String version() {
        return VERSION;
    }

    /** Whether ND4J's native library for this machine is on the class path. */
    static Support available() {
        return AVAILABLE;
    }

    private static String readVersion() {
        try (InputStream stream = SameDiff.class.getResourceAsStream(POM)) {
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
        boolean found =
                Nd4jRuntime.class.getResource("/org/nd4j/linalg/cpu/nativecpu/bindings/" + platform + "/") != null;
        return found ? Support.YES : Support.no("ND4J's native library for " + platform + " is not on the class path");
    }

    /**
     * Starts ND4J in the precision of a case; done for every case, as other users of ND4J may have set another precision since.
     *
     * <p>The default types matter: a scalar within an expression takes them.
     */
    static void start(Precision precision) {
        String logger = "org.slf4j.simpleLogger.log.org.nd4j";
        if (System.getProperty(logger) == null) {
            System.setProperty(logger, "error");
        }
        DataType type = precision == Precision.SINGLE ? DataType.FLOAT : DataType.DOUBLE;
        if (Nd4j.dataType() != type || Nd4j.defaultFloatingPointType() != type) {
            Nd4j.setDefaultDataTypes(type, type);
        }
    }

    /** Work on one thread: arrays are small, and threads that wait for each other take longer than what they compute. */
    static <T> T onOneThread(Supplier<T> work) {
        NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int before = operations.ompGetMaxThreads();
        operations.setOmpNumThreads(1);
        try {
            return work.get();
        } finally {
            operations.setOmpNumThreads(before);
        }
    }
}
