package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(new DenseSpec("dense", 1, 1, Activation.IDENTITY));
    private static final OptimizerSpec SGD = new OptimizerSpec.Sgd(1);

    private static Minibatch minibatch(int time) {
        return new Minibatch(Sequence.random(time, 2, 1, time), Sequence.random(time, 2, 1, -time));
    }

    @Test
    void aMinibatchIsCutIntoSegmentsOfWhichAllButTheFirstGoOn() {
        Minibatch seven = minibatch(7);
        Minibatch two = minibatch(2);
        Training training = new Training(SGD, OptimizerState.initial(SGD, NETWORK), List.of(seven, two));

        List<Segment> segments = training.segments(new Truncation.Segmented(3, 3));

        assertThat(segments).extracting(Segment::goesOn).containsExactly(false, true, true, false);
        assertThat(segments)
                .extracting(segment -> segment.minibatch().input().time())
                .containsExactly(3, 3, 1, 2);
        assertThat(segments.get(1).minibatch().input().get(1, 1, 0))
                .isEqualTo(seven.input().get(4, 1, 0));
        assertThat(segments.get(2).minibatch().targets().get(1, 0, 0))
                .isEqualTo(seven.targets().get(7, 0, 0));
        assertThat(segments.get(3).minibatch()).isSameAs(two);
        assertThat(training.segments(new Truncation.Chunked(3))).hasSize(2);
    }
}
