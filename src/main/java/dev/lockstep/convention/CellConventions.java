package dev.lockstep.convention;

import dev.lockstep.convention.CaseChange.Concern;
import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.RealFieldElement;

/** What cells compute: activation functions and peepholes. */
final class CellConventions {
    private static final List<String> WATCHERS = List.of("i", "f", "o");

    private CellConventions() {}

    static List<Convention> all() {
        List<Convention> all = new ArrayList<>();
        all.add(gates(
                "hard-sigmoid-one-fifth",
                "the hard sigmoid 0.2·z + ½ for the logistic gates",
                "tensorflow/tensorflow#47495",
                Activation.SIGMOID,
                Activation.HARD_SIGMOID,
                List.of(UnaryOperator.identity(), equations -> hardSigmoid(equations, 0.2f))));
        all.add(gates(
                "hard-sigmoid-one-sixth",
                "the hard sigmoid z/6 + ½ for the logistic gates",
                "pytorch/pytorch#34545",
                Activation.SIGMOID,
                Activation.HARD_SIGMOID,
                List.of(CellConventions::oneSixth)));
        all.add(gates(
                "exact-sigmoid",
                "the logistic function for the gates' hard sigmoid",
                "keras-team/keras#9112",
                Activation.HARD_SIGMOID,
                Activation.SIGMOID,
                List.of(UnaryOperator.identity())));
        all.add(gates(
                "hard-sigmoid-other-slope",
                "the hard sigmoid z/6 + ½ for 0.2·z + ½",
                "tensorflow/tensorflow#65381",
                Activation.HARD_SIGMOID,
                Activation.HARD_SIGMOID,
                List.of(CellConventions::oneSixth)));
        all.add(activation(
                "activation-sigmoid",
                "the activation left at the logistic function",
                "tensorflow/tensorflow#41028, where an activation that was given was ignored",
                Activation.SIGMOID));
        all.add(activation(
                "activation-missing",
                "the activation missing",
                "apache/tvm#19634, where a fused activation was ignored",
                Activation.IDENTITY));
        all.add(cell("cell-output-tanh-missing", "φ missing on the cell's way out", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T s(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T c) {
                return c;
            }
        }));
        all.add(cell("candidate-tanh-missing", "φ missing on the candidate", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T g(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zg) {
                return zg;
            }
        }));
        all.add(peephole(
                "peephole-of-o-on-previous-c", "the peephole of o on the c before the step", new LstmEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T peephole(Gate gate, T z, T p, T cPrev, T c) {
                        return super.peephole(gate, z, p, cPrev, cPrev);
                    }
                }));
        all.add(peephole("peepholes-ignored", "the peepholes ignored", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T peephole(Gate gate, T z, T p, T cPrev, T c) {
                return z;
            }
        }));
        WeightConventions.orders(WATCHERS.size()).forEach(order -> all.add(peepholeOrder(order)));
        return all;
    }

    /** @param forms the equations of what is understood, the usual ones first */
    private static Convention gates(
            String id,
            String title,
            String prevents,
            Activation meant,
            Activation understood,
            List<UnaryOperator<Equations>> forms) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.ACTIVATIONS,
                scenario -> new CaseChange(scenario)
                        .concerning(layer -> gateActivation(layer) == meant).stream()
                                .flatMap(concern -> forms.stream()
                                        .map(form -> concern.suppose(
                                                title,
                                                (base, given) -> base.observe(
                                                        new CaseChange(given)
                                                                .network(layer -> concern.has(layer)
                                                                        ? withGates(layer, understood)
                                                                        : layer),
                                                        form))))
                                .toList());
    }

    private static Activation gateActivation(LayerSpec layer) {
        return layer instanceof LstmSpec lstm
                ? lstm.gateActivation()
                : layer instanceof GruSpec gru ? gru.gateActivation() : null;
    }

    private static LayerSpec withGates(LayerSpec layer, Activation gates) {
        return layer instanceof LstmSpec lstm ? withGates(lstm, gates) : withGates((GruSpec) layer, gates);
    }

    private static LstmSpec withGates(LstmSpec lstm, Activation gates) {
        return new LstmSpec(
                        lstm.name(),
                        lstm.inputs(),
                        lstm.units(),
                        lstm.activation(),
                        gates,
                        lstm.peepholes(),
                        lstm.bias())
                .clippingPreActivationsAt(lstm.preActivationClip());
    }

    private static GruSpec withGates(GruSpec gru, Activation gates) {
        return new GruSpec(gru.name(), gru.inputs(), gru.units(), gru.activation(), gates, gru.reset(), gru.bias())
                .clippingPreActivationsAt(gru.preActivationClip());
    }

    /** max(0, min(1, z/6 + ½)), PyTorch's and Keras 3's form. */
    private static Equations oneSixth(Equations equations) {
        return hardSigmoid(equations, 1 / 6.0);
    }

    /** max(0, min(1, slope·z + ½)); Deeplearning4j's slope is 0.2 in single precision. */
    private static Equations hardSigmoid(Equations equations, double slope) {
        return Hypothesis.with(equations, new ActivationEquations() {
            @Override
            public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
                if (phi != Activation.HARD_SIGMOID) {
                    return super.value(math, phi, z);
                }
                double at = z.getReal();
                return Math.abs(at) * slope <= 0.5 ? z.multiply(slope).add(0.5) : math.number(at > 0 ? 1 : 0);
            }
        });
    }

    private static Convention activation(String id, String title, String prevents, Activation understood) {
        Predicate<LayerSpec> concerned = layer -> {
            Activation activation = activation(layer);
            return activation != null && activation != understood && activation != Activation.SOFTMAX;
        };
        return new Convention(
                id,
                title,
                prevents,
                Subject.ACTIVATIONS,
                scenario -> new CaseChange(scenario)
                        .concerning(concerned).stream()
                                .map(concern -> concern.suppose(
                                        title, Hypothesis.changing(given -> activated(given, concern, understood))))
                                .toList());
    }

    private static Case activated(Case scenario, Concern concern, Activation activation) {
        return new CaseChange(scenario).network(layer -> concern.has(layer) ? with(layer, activation) : layer);
    }

    private static Activation activation(LayerSpec layer) {
        if (layer instanceof LstmSpec lstm) {
            return lstm.activation();
        }
        if (layer instanceof SimpleRnnSpec rnn) {
            return rnn.activation();
        }
        if (layer instanceof GruSpec gru) {
            return gru.activation();
        }
        return layer instanceof DenseSpec dense ? dense.activation() : null;
    }

    private static LayerSpec with(LayerSpec layer, Activation phi) {
        if (layer instanceof LstmSpec lstm) {
            return new LstmSpec(
                    lstm.name(),
                    lstm.inputs(),
                    lstm.units(),
                    phi,
                    lstm.gateActivation(),
                    lstm.peepholes(),
                    lstm.bias(),
                    lstm.preActivationClip());
        }
        if (layer instanceof SimpleRnnSpec rnn) {
            return new SimpleRnnSpec(rnn.name(), rnn.inputs(), rnn.units(), phi, rnn.bias(), rnn.trainableStart())
                    .clippingPreActivationsAt(rnn.preActivationClip());
        }
        if (layer instanceof GruSpec gru) {
            return new GruSpec(
                            gru.name(), gru.inputs(), gru.units(), phi, gru.gateActivation(), gru.reset(), gru.bias())
                    .clippingPreActivationsAt(gru.preActivationClip());
        }
        DenseSpec dense = (DenseSpec) layer;
        return new DenseSpec(dense.name(), dense.inputs(), dense.outputs(), phi, dense.bias());
    }

    private static Convention cell(String id, String title, LstmEquations lstm) {
        return new Convention(
                id,
                title,
                "apache/tvm#19634, where a fused activation was ignored",
                Subject.ACTIVATIONS,
                scenario -> hasLstm(scenario, LstmSpec.class::isInstance)
                        ? List.of(new Hypothesis(
                                title, Hypothesis.replacing(equations -> Hypothesis.with(equations, lstm))))
                        : List.of());
    }

    private static Convention peephole(String id, String title, LstmEquations lstm) {
        return new Convention(
                id,
                title,
                "apache/tvm#19634",
                Subject.PEEPHOLES,
                scenario -> hasLstm(scenario, CellConventions::hasPeepholes)
                        ? List.of(new Hypothesis(
                                title, Hypothesis.replacing(equations -> Hypothesis.with(equations, lstm))))
                        : List.of());
    }

    private static boolean hasLstm(Case scenario, Predicate<LayerSpec> concerned) {
        return scenario.network().parts().stream().anyMatch(concerned);
    }

    private static boolean hasPeepholes(LayerSpec layer) {
        return layer instanceof LstmSpec lstm && lstm.peepholes();
    }

    private static Convention peepholeOrder(List<Integer> order) {
        String read = CaseChange.joined(order.stream().map(WATCHERS::get).toList());
        String title = "peepholes in the order " + read + " for i f o";
        return new Convention(
                "peephole-order-" + read.replace(" ", ""),
                title,
                "apache/tvm#19634; ONNX has them in the order i o f",
                Subject.PEEPHOLES,
                scenario -> new CaseChange(scenario)
                        .concerning(CellConventions::hasPeepholes).stream()
                                .map(concern -> concern.suppose(
                                        title,
                                        new WeightLayout((layer, spec) ->
                                                        concern.has(layer) && spec.parameter() == Parameter.P
                                                                ? rows(order, spec.columns())
                                                                : null)
                                                .rule()))
                                .toList());
    }

    private static int[] rows(List<Integer> order, int columns) {
        return IntStream.range(0, order.size() * columns)
                .map(at -> order.get(at / columns) * columns + at % columns)
                .toArray();
    }
}
