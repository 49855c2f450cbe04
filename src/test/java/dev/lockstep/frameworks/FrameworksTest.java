package dev.lockstep.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who takes part where. */
class FrameworksTest {
    private final Frameworks all = Frameworks.all(getClass().getClassLoader());

    @Test
    void frameworksInOtherProcessesTakePartOnlyWhereTheyAreNamed() {
        assertThat(all.list())
                .extracting(Framework::id)
                .containsExactly("ours", "dl4j", "samediff", "pytorch", "keras", "onnx", "definition");
        assertThat(all.selected()).extracting(Framework::id).containsExactly("ours", "dl4j", "samediff");
        assertThat(all.mayUse(Frameworks.pyTorch()))
                .isEqualTo(Frameworks.pyTorch().available());
        assertThat(all.select(List.of("ours", "pytorch")).selected())
                .containsExactly(Frameworks.ours(), Frameworks.pyTorch());
        assertThat(all.select(List.of("ours")).mayUse(Frameworks.pyTorch()))
                .isEqualTo(Support.no("--frameworks does not name pytorch"));
    }
}
