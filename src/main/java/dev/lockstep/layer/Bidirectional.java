package dev.lockstep.layer;

import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Two recurrent layers, one of which reads the sequence from its end; (B1) to (B5) of this package. */
final class Bidirectional implements Layer {
    private final BidirectionalSpec spec;
    private final RecurrentLayer forward;
    private final RecurrentLayer reverse;

    /** A layer whose directions have their parameters from {@code weights}. */
    Bidirectional(BidirectionalSpec spec, Weights weights) {
        this.spec = spec;
        this.forward = RecurrentLayer.of(spec.forward(), weights);
        this.reverse = RecurrentLayer.of(spec.reverse(), weights);
    }

    @Override
    public BidirectionalSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, StepMask mask, Map<String, State> initial) {
        Pass f = forward.forward(x, mask, initial); // (B1) f: the steps 1 to T
        Pass r = reverse.forward(reversed(x), mask.reversed(), initial); // (B2) r: the steps T to 1
        Sequence ofReverse = reversed(r.outputs());
        return new BothPass(spec.mode(), f, r, ofReverse, combined(f.outputs(), ofReverse));
    }

    /** (B3) y from f and r. */
    private Sequence combined(Sequence f, Sequence r) {
        Sequence y = Sequence.zeros(f.time(), f.batch(), spec.outputs());
        if (spec.mode() == BidirectionalSpec.Mode.CONCAT) {
            y.allSteps().setColumns(0, f.allSteps());
            y.allSteps().setColumns(f.features(), r.allSteps());
            return y;
        }
        for (int k = 0; k < y.values().length; k++) {
            double ofForward = f.values()[k];
            double ofReverse = r.values()[k];
            y.values()[k] = switch (spec.mode()) {
                case MUL -> ofForward * ofReverse;
                case AVERAGE -> (ofForward + ofReverse) * 0.5;
                default -> ofForward + ofReverse;
            };
        }
        return y;
    }

    /** A copy of a sequence in which time runs the other way. */
    static Sequence reversed(Sequence sequence) {
        Sequence other = Sequence.zeros(sequence.time(), sequence.batch(), sequence.features());
        for (int t = 1; t <= sequence.time(); t++) {
            other.at(t).assign(sequence.at(sequence.time() + 1 - t));
        }
        return other;
    }

    /**
     * One run of the layer.
     *
     * @param mode how outputs were combined
     * @param f the run of the forward layer
     * @param r that of the reverse layer, whose first step is the last of the sequence
     * @param ofReverse its outputs in the order of the sequence
     * @param outputs both combined
     */
    private record BothPass(BidirectionalSpec.Mode mode, Pass f, Pass r, Sequence ofReverse, Sequence outputs)
            implements Pass {
        @Override
        public Map<String, State> finalStates() {
            return together(f.finalStates(), r.finalStates());
        }

        @Override
        public LayerGradients backward(Sequence dOutputs, Map<String, State> dFinal, Truncation truncation) {
            LayerGradients ofForward = f.backward(df(dOutputs), dFinal, truncation);
            LayerGradients ofReverse = r.backward(reversed(dr(dOutputs)), dFinal, truncation);
            Sequence dx = ofForward.dx();
            dx.allSteps().increment(reversed(ofReverse.dx()).allSteps()); // (B5) dx = dx of f + dx of r
            return new LayerGradients(
                    together(ofForward.parameters(), ofReverse.parameters()),
                    dx,
                    together(ofForward.dInitial(), ofReverse.dInitial()));
        }

        /** (B4) df. */
        private Sequence df(Sequence dy) {
            return switch (mode) {
                case CONCAT -> columns(dy, 0, f.outputs().features());
                case MUL -> times(dy, ofReverse);
                default -> shared(dy);
            };
        }

        /** (B4) dr. */
        private Sequence dr(Sequence dy) {
            return switch (mode) {
                case CONCAT -> columns(dy, f.outputs().features(), dy.features());
                case MUL -> times(dy, f.outputs());
                default -> shared(dy);
            };
        }

        /** What each summand has of a sum or an average. */
        private Sequence shared(Sequence dy) {
            double share = mode == BidirectionalSpec.Mode.AVERAGE ? 0.5 : 1;
            Sequence d = Sequence.zeros(dy.time(), dy.batch(), dy.features());
            for (int k = 0; k < d.values().length; k++) {
                d.values()[k] = share * dy.values()[k];
            }
            return d;
        }

        private static Sequence times(Sequence dy, Sequence other) {
            Sequence d = Sequence.zeros(dy.time(), dy.batch(), dy.features());
            for (int k = 0; k < d.values().length; k++) {
                d.values()[k] = dy.values()[k] * other.values()[k];
            }
            return d;
        }

        private static Sequence columns(Sequence dy, int from, int to) {
            double[] values = dy.allSteps().columns(from, to).toArray();
            return new Sequence(dy.time(), dy.batch(), to - from, values);
        }

        private static <K, V> Map<K, V> together(Map<K, V> one, Map<K, V> other) {
            Map<K, V> both = new LinkedHashMap<>(one);
            both.putAll(other);
            return both;
        }
    }
}
