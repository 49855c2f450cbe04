package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of training, all activations and threads, allocates nothing once it is compiled, by any JDK that is here. */
class AllocationIT {
    static Stream<Arguments> jvms() throws Exception {
        List<Path> jdks = new ArrayList<>(List.of(OtherJvm.THIS_JDK));
        jdks.addAll(OtherJvm.otherJdks().keySet());
        return jdks.stream()
                .flatMap(jdk -> Stream.of(Arguments.of(jdk, List.of(OtherJvm.VECTORS)), Arguments.of(jdk, List.of())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jvms")
    void a_step_of_training_allocates_nothing(Path jdk, List<String> flags) throws Exception {
        List<String> lines = OtherJvm.lines(jdk, flags, AllocationOfTraining.class);
        if (!lines.stream().allMatch(AllocationIT::isNothing)) {
            // On a busy machine HotSpot has been seen to compile before it knows what to inline, and not to again.
            lines = OtherJvm.lines(jdk, flags, AllocationOfTraining.class);
        }
        assertThat(lines).hasSize(12).allMatch(AllocationIT::isNothing);
    }

    private static boolean isNothing(String line) {
        return line.startsWith("0 ");
    }
}
