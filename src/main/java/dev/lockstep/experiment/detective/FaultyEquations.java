package dev.lockstep.experiment.detective;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Cell;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Grid;
import dev.lockstep.definition.LossEquations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.definition.SimpleRnnEquations;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** Equations that are wrong in ways which nobody takes for a convention. */
final class FaultyEquations {
    private FaultyEquations() {}

    private static UnaryOperator<Equations> lstm(LstmEquations lstm) {
        return equations -> equations.with(lstm);
    }

    private static UnaryOperator<Equations> activations(ActivationEquations activations) {
        return equations -> equations.with(activations);
    }

    static UnaryOperator<Equations> lessMemory() {
        return lstm(new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
                return super.c(math, f.multiply(0.9), cPrev, i, g);
            }
        });
    }

    static UnaryOperator<Equations> moreOutput() {
        return lstm(new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T o, T s) {
                return super.h(math, o, s).multiply(1.1);
            }
        });
    }

    static UnaryOperator<Equations> leakyInput() {
        return lstm(new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
                return super.c(math, f, cPrev, i.multiply(0.8).add(0.2), g);
            }
        });
    }

    static UnaryOperator<Equations> leCunTanh() {
        return activations(new ActivationEquations() {
            @Override
            public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
                return phi == Activation.TANH
                        ? super.value(math, phi, z.multiply(2.0 / 3)).multiply(1.7159)
                        : super.value(math, phi, z);
            }
        });
    }

    static UnaryOperator<Equations> steepSigmoid() {
        return activations(new ActivationEquations() {
            @Override
            public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
                return phi == Activation.SIGMOID || phi == Activation.HARD_SIGMOID
                        ? z.multiply(0.25).add(0.5)
                        : super.value(math, phi, z);
            }
        });
    }

    /** The right value of tanh with the slope of another function. */
    static UnaryOperator<Equations> wrongSlope() {
        return activations(new ActivationEquations() {
            @Override
            public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
                T value = super.value(math, phi, z);
                if (phi != Activation.TANH) {
                    return value;
                }
                T other = z.subtract(z.multiply(z).multiply(z).divide(3.0));
                return other.add(math.detached(value.subtract(other)));
            }
        });
    }

    static UnaryOperator<Equations> halfState() {
        LstmEquations lstm = new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> reads(
                    Arithmetic<T> math, LstmSpec layer, List<T> x, List<T> hPrev) {
                return super.reads(math, layer, x, half(hPrev));
            }
        };
        SimpleRnnEquations rnn = new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> reads(
                    Arithmetic<T> math, SimpleRnnSpec layer, List<T> x, List<T> hPrev) {
                return super.reads(math, layer, x, half(hPrev));
            }
        };
        return equations -> equations.with(lstm).with(rnn);
    }

    private static <T extends RealFieldElement<T>> List<T> half(List<T> h) {
        return h.stream().map(entry -> entry.multiply(0.5)).toList();
    }

    /** Every step reads the h that the step before it read, and the first its own. */
    static UnaryOperator<Equations> olderState() {
        LstmEquations lstm = new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> Cell<T> cell(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, Parameters<T> theta) {
                return new DelayedCell<>(super.cell(math, activations, layer, theta));
            }
        };
        SimpleRnnEquations rnn = new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> Cell<T> cell(
                    Arithmetic<T> math, ActivationEquations activations, SimpleRnnSpec layer, Parameters<T> theta) {
                return new DelayedCell<>(super.cell(math, activations, layer, theta));
            }
        };
        return equations -> equations.with(lstm).with(rnn);
    }

    static UnaryOperator<Equations> loss(double factor) {
        return equations -> equations.with(new LossEquations() {
            @Override
            public <T extends RealFieldElement<T>> T reduced(Arithmetic<T> math, Loss loss, T sum, Grid<T> p) {
                return super.reduced(math, loss, sum, p).multiply(factor);
            }
        });
    }

    static UnaryOperator<Equations> shorterStep() {
        return step(0.98);
    }

    static UnaryOperator<Equations> longerStep() {
        return step(1.1);
    }

    private static UnaryOperator<Equations> step(double factor) {
        return equations -> equations.with(new OptimizerEquations() {
            @Override
            public <T extends RealFieldElement<T>> Entry<T> step(
                    Arithmetic<T> math, OptimizerSpec optimizer, T rate, int t, Entry<T> entry, T gradient) {
                Entry<T> next = super.step(math, optimizer, rate, t, entry, gradient);
                T way = next.theta().subtract(entry.theta()).multiply(factor);
                return new Entry<>(entry.theta().add(way), next.slots());
            }
        });
    }
}
