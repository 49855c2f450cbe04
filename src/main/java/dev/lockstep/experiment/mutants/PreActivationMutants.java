package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.RecurrentSpec;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** (P1) and (P2), in layers that clip what their activations read. */
final class PreActivationMutants {
    private static final Predicate<Case> CLIPS =
            scenario -> scenario.network().recurrent().stream().anyMatch(RecurrentSpec::clipsPreActivations);

    private PreActivationMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant("P1.dropped", "P1", "pre-activations as they are", Kind.FORWARD, new Dropped()),
                mutant("P1.above", "P1", "min(K, z), not clipped below", Kind.FORWARD, new Above()),
                mutant("P1.sign", "P1", "K for −K", Kind.FORWARD, new Unsigned()),
                Mutant.of(
                        "P1.cell",
                        "P1",
                        "c clipped on its way out, too",
                        Kind.FORWARD,
                        Equations.STANDARD.with(new CellToo()),
                        Met.lstm(RecurrentSpec::clipsPreActivations)),
                mutant("P2.kink", "P2", "slope 0 where |z| = K", Kind.GRADIENT, new Open()),
                mutant("P2.slope-1", "P2", "slope 1 where z is clipped", Kind.GRADIENT, new StraightThrough()),
                mutant("P2.slope-0", "P2", "slope 0 where z is not clipped", Kind.GRADIENT, new Detached()));
    }

    private static Mutant mutant(String id, String equation, String what, Kind kind, ActivationEquations activations) {
        return Mutant.of(id, equation, what, kind, Equations.STANDARD.with(activations), CLIPS);
    }

    private static final class Dropped extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, RecurrentSpec layer, T z) {
            return z;
        }
    }

    private static final class Above extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, RecurrentSpec layer, T z) {
            return z.getReal() < 0 ? z : super.clipped(math, layer, z);
        }
    }

    private static final class Unsigned extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, RecurrentSpec layer, T z) {
            double clip = layer.preActivationClip();
            return z.getReal() < -clip ? math.number(clip) : super.clipped(math, layer, z);
        }
    }

    private static final class CellToo extends LstmEquations {
        @Override
        public <T extends RealFieldElement<T>> T s(
                Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T c) {
            return super.s(math, activations, layer, activations.clipped(math, layer, c));
        }
    }

    private static final class Open extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, RecurrentSpec layer, T z) {
            T right = super.clipped(math, layer, z);
            return Math.abs(z.getReal()) == layer.preActivationClip() ? math.detached(right) : right;
        }
    }

    private static final class StraightThrough extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, RecurrentSpec layer, T z) {
            return z.add(math.detached(super.clipped(math, layer, z).subtract(z)));
        }
    }

    private static final class Detached extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, RecurrentSpec layer, T z) {
            return layer.clipsPreActivations() ? math.detached(super.clipped(math, layer, z)) : z;
        }
    }
}
