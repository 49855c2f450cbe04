package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training has the same bits in other JVMs: other JDKs, without the Vector API's module, interpreted, or compiled otherwise. */
class SameBitsIT {
    private static final Map<String, String> HERE = new DigestOfTraining().call();

    @Test
    void on_every_jdk() throws Exception {
        Map<Path, String> others = OtherJvm.otherJdks();
        if (others.isEmpty()) {
            String reason = "SameBitsIT: no second JDK from " + OtherJvm.OLDEST + " on beside " + OtherJvm.THIS_JDK
                    + " or in a variable JAVA_HOME…";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        for (Path jdk : others.keySet()) {
            assertThat(digests(jdk, List.of(OtherJvm.VECTORS)))
                    .as(others.get(jdk))
                    .isEqualTo(HERE);
            assertThat(digests(jdk, List.of()))
                    .as(others.get(jdk) + " without vectors")
                    .isEqualTo(HERE);
        }
    }

    /** The plain kernels, chosen for want of a module and not by a property. */
    @Test
    void without_the_module_of_the_vector_api() throws Exception {
        assertThat(digests(OtherJvm.THIS_JDK, List.of())).isEqualTo(HERE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UseFMA", "-XX:UseAVX=2"})
    void however_the_jvm_runs_it(String flag) throws Exception {
        List<String> flags = List.of("-XX:+IgnoreUnrecognizedVMOptions", flag, OtherJvm.VECTORS);
        assertThat(digests(OtherJvm.THIS_JDK, flags, "tiny")).isEqualTo(DigestOfTraining.tiny());
    }

    private static Map<String, String> digests(Path jdk, List<String> flags, String... arguments) throws Exception {
        Map<String, String> digests = new LinkedHashMap<>();
        for (String line : OtherJvm.lines(jdk, flags, DigestOfTraining.class, arguments)) {
            String[] words = line.split(" ", 2);
            digests.put(words[1], words[0]);
        }
        return digests;
    }
}
